"""Compose harmless mails byte by byte: any character set, any damage, attachments.

The standard library's composer refuses what hostile and broken mailers send, so this one writes
just what it is told. ``make_mail`` covers the usual cases; ``fields`` takes raw header bytes, and
``make_part`` and ``join_parts`` build anything else.
"""

import base64
import binascii
from collections.abc import Sequence

import msgspec

CRLF = b"\r\n"


class Attachment(msgspec.Struct, frozen=True):
    """A file to attach."""

    name: str
    data: bytes
    content_type: str = "application/octet-stream"
    raw_name: bytes | None = None
    """Parameter bytes to write in place of the encoded name, e.g. ``b'name="..."'``."""


def encoded_word(text: str, charset: str = "utf-8") -> bytes:
    """Return the text as one base64 encoded word, or as it is if it is ASCII."""
    if text.isascii():
        return text.encode("ascii")
    letters = base64.b64encode(text.encode(charset))
    return b"=?" + charset.encode("ascii") + b"?B?" + letters + b"?="


def make_mail(  # noqa: PLR0913 -- the fields of a mail, each with a default
    text: str = "Hello",
    *,
    subject: str = "Hello",
    sender: str = "Taro Yamada <taro@partner.example>",
    to: str = "hanako@company.example",
    date: str = "Tue, 1 Mar 2022 18:38:00 +0900",
    charset: str = "utf-8",
    html: str | None = None,
    attachments: Sequence[Attachment] = (),
    fields: Sequence[bytes] = (),
    line_end: bytes = CRLF,
) -> bytes:
    """Compose a mail.

    ``charset`` is used for header and text and may be any that Python encodes. ``fields`` are
    further header lines, written as they are, before the others.
    """
    head = [
        *fields,
        b"From: " + _address(sender, charset),
        b"To: " + _address(to, charset),
        b"Subject: " + encoded_word(subject, charset),
        b"Date: " + date.encode(),
        b"Message-ID: <" + binascii.hexlify(subject.encode()[:16]) + b"@partner.example>",
        b"MIME-Version: 1.0",
    ]
    body = _text_part(text, "plain", charset)
    if html is not None:
        body = join_parts([body, _text_part(html, "html", charset)], kind=b"alternative")
    if attachments:
        parts = [body, *(_attachment(item, charset) for item in attachments)]
        body = join_parts(parts, kind=b"mixed")
    whole = CRLF.join([*head, body])
    return whole if line_end == CRLF else whole.replace(CRLF, line_end)


def make_part(fields: Sequence[bytes], body: bytes) -> bytes:
    """Return header lines, an empty line, and the body."""
    return CRLF.join([*fields, b"", body])


def join_parts(
    parts: Sequence[bytes], *, kind: bytes = b"mixed", boundary: bytes | None = None
) -> bytes:
    """Return a multipart part with its own Content-Type; boundaries differ by kind."""
    mark = boundary or b"=_" + kind + b"_0001"
    field = b"Content-Type: multipart/" + kind + b'; boundary="' + mark + b'"'
    inner = b"".join(b"--" + mark + CRLF + part + CRLF for part in parts)
    return make_part([field], inner + b"--" + mark + b"--" + CRLF)


def base64_lines(data: bytes) -> bytes:
    """Return base64 in lines of 76 letters."""
    letters = base64.b64encode(data)
    return CRLF.join(letters[at : at + 76] for at in range(0, len(letters), 76))


def _address(text: str, charset: str) -> bytes:
    name, bracket, address = text.rpartition("<")
    return (
        encoded_word(name.strip(), charset) + b" <" + address.encode() if bracket else text.encode()
    )


def _text_part(text: str, subtype: str, charset: str) -> bytes:
    data = text.replace("\r\n", "\n").replace("\n", "\r\n").encode(charset)
    encoding = b"7bit" if charset.lower().startswith("iso-2022") or data.isascii() else b"8bit"
    fields = [
        f'Content-Type: text/{subtype}; charset="{charset}"'.encode(),
        b"Content-Transfer-Encoding: " + encoding,
    ]
    return make_part(fields, data)


def _attachment(item: Attachment, charset: str) -> bytes:
    name = item.raw_name or b'name="' + encoded_word(item.name, charset) + b'"'
    file_name = b"file" + name if name.lower().startswith(b"name") else name
    fields = [
        b"Content-Type: " + item.content_type.encode() + b"; " + name,
        b"Content-Disposition: attachment; " + file_name,
        b"Content-Transfer-Encoding: base64",
    ]
    return make_part(fields, base64_lines(item.data))
