"""Write a message kept by Outlook as a mail, so that it is read the way all mail is.

Nothing is lost on the way: header, text, HTML, the name of each file and each of its bytes, and
messages inside. What Outlook could not give is written so that the reader of mails sees the damage:
a file that is not whole is base64 with a foreign letter, one without content has an unknown
encoding. The boundary is a hash of all that it bounds; nobody can write a message that contains it.

Source: [MS-OXCMAIL]; RFC 2045, RFC 2046, RFC 2231
"""

import re
from collections.abc import Iterator, Sequence
from hashlib import blake2b
from typing import Final

import pybase64

from kakekomi.facts.errors import ParseError
from kakekomi.mail import compressed_rtf, mapi, mapi_header, rtf_body
from kakekomi.mail.mapi import MapiAttachment, MapiMessage, Properties, Tag, Type
from kakekomi.mail.rtf_body import Wrapped

CRLF: Final = b"\r\n"
NOT_READ: Final = b"x-not-read"
"""Transfer encoding of what could not be read: unknown on purpose."""
NOT_WHOLE: Final = b"*"
"""No letter of base64: what follows is read, and known to be damaged."""
MAX_NAME_CHARS: Final = 1_000
"""Windows takes 255."""

MIME_TYPE: Final = re.compile(
    r"(?!multipart/|message/)[\w!#$&^.+-]{1,80}/[\w!#$&^.+-]{1,80}\Z", re.ASCII
)
"""Takes ``application/msword``; refuses ``message/rfc822``, of which Outlook keeps no bytes."""
CONTENT_ID: Final = re.compile(r"[!-;=?-~]{1,500}\Z")
"""Takes ``image001.png@01D82D`` ; refuses brackets and blanks."""
UNSAFE: Final = re.compile(rb"[^A-Za-z0-9._-]")
"""Takes a blank; refuses ``a``."""
SIGNED: Final = re.compile(rb"content-type:\s*multipart/signed", re.IGNORECASE)
"""The start of a signed mail kept whole: takes ``Content-Type: multipart/signed; …``."""


def to_bytes(message: MapiMessage) -> bytes:
    """Write the mail."""
    header = CRLF.join((*mapi_header.lines(message), b"MIME-Version: 1.0", b""))
    signed = _signed(message)
    if signed is not None:
        return header + signed
    parts = [_texts(message), *map(_attachment, message.attachments)]
    return header + (_multipart(b"mixed", parts) if len(parts) > 1 else parts[0])


def _signed(message: MapiMessage) -> bytes | None:
    """Give the build of a clear-signed mail, which Outlook keeps verbatim as its one file."""
    if len(message.attachments) != 1:
        return None
    content = message.attachments[0].content
    return content if SIGNED.match(content[:200].lstrip()) else None


def _texts(message: MapiMessage) -> bytes:
    parts = list(_bodies(message.properties)) or [_text_part(b"plain", b"", None)]
    return _multipart(b"alternative", parts) if len(parts) > 1 else parts[0]


def _bodies(properties: Properties) -> Iterator[bytes]:
    """Give plain text first, then the form that is shown, as in any mail."""
    plain = properties.values.get(Tag.BODY)
    if plain is not None and plain.data.strip(b"\0"):
        yield _text_part(b"plain", *_encoded(properties, Tag.BODY))
    html = properties.values.get(Tag.HTML)
    if html is not None and html.data.strip(b"\0"):
        yield _text_part(b"html", *_encoded(properties, Tag.HTML))
    packed = properties.binary(Tag.RTF_COMPRESSED)
    if packed:
        yield from _rich(packed, has_html=html is not None, has_plain=plain is not None)


def _encoded(properties: Properties, tag: Tag) -> tuple[bytes, str | None]:
    """Bytes and character set of a body: as they are, or UTF-8."""
    value = properties.values[tag]
    if value.type == Type.STRING:
        return (properties.text(tag) or "").encode("utf-8", "replace"), "utf-8"
    page = properties.integer(Tag.INTERNET_CODE_PAGE) or properties.code_page
    return value.data.rstrip(b"\0"), mapi.charset(page)


def _rich(packed: bytes, *, has_html: bool, has_plain: bool) -> Iterator[bytes]:
    """Give what the rich text wraps if nothing else says it, and itself if it holds objects."""
    try:
        rtf = compressed_rtf.unpack(packed)
    except ParseError:
        yield _part([b"Content-Type: application/rtf"], b"", NOT_READ)
        return
    if not has_html:
        body = rtf_body.read(rtf)
        text = body.text.encode("utf-8", "replace")
        if body.wrapped is Wrapped.HTML:
            yield _text_part(b"html", text, "utf-8")
        elif not has_plain:
            yield _text_part(b"plain", text, "utf-8")
    if b"\\objdata" in rtf or b"\\template" in rtf:
        name = b'Content-Disposition: inline; filename="body.rtf"'
        yield _part([b"Content-Type: application/rtf", name], _base64(rtf))


def _text_part(kind: bytes, data: bytes, charset: str | None) -> bytes:
    label = f'; charset="{charset}"'.encode() if charset else b""
    return _part([b"Content-Type: text/" + kind + label], _base64(data))


def _attachment(attachment: MapiAttachment) -> bytes:
    name = b"; filename*=utf-8''" + _percent_coded(_name(attachment))
    if attachment.message is not None:
        content = to_bytes(attachment.message)
        fields = [b"Content-Type: message/rfc822", b"Content-Disposition: attachment" + name]
        return _part(fields, _base64(content))
    properties = attachment.properties
    declared = properties.text(Tag.ATTACH_MIME_TAG) or ""
    kind = declared if MIME_TYPE.match(declared) else "application/octet-stream"
    content_id = (properties.text(Tag.ATTACH_CONTENT_ID) or "").strip("<>")
    is_shown = CONTENT_ID.match(content_id) is not None
    disposition = b"inline" if is_shown else b"attachment"
    fields = [
        b"Content-Type: " + kind.encode(),
        b"Content-Disposition: " + disposition + name,
        *([b"Content-ID: <" + content_id.encode() + b">"] if is_shown else []),
    ]
    if attachment.is_whole:
        return _part(fields, _base64(attachment.content))
    if not attachment.content:
        return _part(fields, b"", NOT_READ)
    return _part(fields, NOT_WHOLE + CRLF + _base64(attachment.content))


def _name(attachment: MapiAttachment) -> str:
    """Give the long name, else the short one, else what stands below the icon."""
    tags = (Tag.ATTACH_LONG_FILENAME, Tag.ATTACH_FILENAME, Tag.DISPLAY_NAME)
    names = (attachment.properties.text(tag) for tag in tags)
    return next(filter(None, names), "")[:MAX_NAME_CHARS]


def _percent_coded(text: str) -> bytes:
    """Write a text for RFC 2231: letters and digits as they are."""
    data = text.encode("utf-8", "replace")
    return UNSAFE.sub(lambda found: b"%%%02X" % found[0][0], data)


def _base64(data: bytes) -> bytes:
    return pybase64.b64encode(data)


def _part(fields: Sequence[bytes], body: bytes, encoding: bytes = b"base64") -> bytes:
    return CRLF.join([*fields, b"Content-Transfer-Encoding: " + encoding, b"", body])


def _multipart(kind: bytes, parts: Sequence[bytes]) -> bytes:
    digest = blake2b(digest_size=16)
    for part in parts:
        digest.update(part)
    mark = b"=_" + digest.hexdigest().encode()
    start = b"Content-Type: multipart/" + kind + b'; boundary="' + mark + b'"' + CRLF
    pieces = [start]
    for part in parts:
        pieces += [CRLF, b"--", mark, CRLF, part]
    return b"".join([*pieces, CRLF, b"--", mark, b"--", CRLF])
