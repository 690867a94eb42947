"""Write messages the way Outlook does, for drills and tests: .msg, winmail.dat, compressed RTF.

Source: [MS-OXMSG], [MS-OXTNEF], [MS-OXRTFCP], [MS-OXRTFEX]
"""

import struct
from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final

from kakekomi.drill.compound import make_compound
from kakekomi.mail.mapi import EPOCH, Tag, Type

SENT_AT: Final = datetime(2022, 3, 1, 9, 38, tzinfo=UTC)
PropertyValue = str | bytes | int | datetime


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookFile:
    """A file or a message to attach."""

    name: str
    content: bytes = b""
    message: "OutlookMail | None" = None
    properties: Mapping[int, PropertyValue] = field(default_factory=dict)


@dataclass(frozen=True, slots=True, kw_only=True)
class OutlookMail:
    """A message; ``properties`` are added to the usual ones, or put in their place."""

    text: str | None = "Hello"
    subject: str = "Hello"
    sender: tuple[str, str] = ("Taro Yamada", "taro@partner.example")
    to: Sequence[tuple[str, str]] = (("Hanako", "hanako@company.example"),)
    files: Sequence[OutlookFile] = ()
    properties: Mapping[int, PropertyValue] = field(default_factory=dict)
    code_page: int | None = None
    """Texts are written in it; None: in UTF-16."""

    def all_properties(self) -> dict[int, PropertyValue]:
        """Give the properties of the message itself."""
        usual: dict[int, PropertyValue | None] = {
            Tag.MESSAGE_CLASS: "IPM.Note",
            Tag.SUBJECT: self.subject,
            Tag.BODY: self.text,
            Tag.CLIENT_SUBMIT_TIME: SENT_AT,
            Tag.SENT_REPRESENTING_NAME: self.sender[0],
            Tag.SENT_REPRESENTING_SMTP_ADDRESS: self.sender[1],
            Tag.INTERNET_MESSAGE_ID: "<1@partner.example>",
            Tag.MESSAGE_CODE_PAGE: self.code_page,
            Tag.INTERNET_CODE_PAGE: self.code_page,
            **self.properties,
        }
        return {tag: value for tag, value in usual.items() if value is not None}


def make_msg(mail: OutlookMail) -> bytes:
    """Write a .msg file."""
    return make_compound(_storage(mail, "", 32))


def make_tnef(mail: OutlookMail) -> bytes:
    """Write a winmail.dat."""
    page = mail.code_page
    out = struct.pack("<IH", 0x223E9F78, 1)
    out += _attribute(1, 0x00069007, struct.pack("<II", page or 1252, 0))
    out += _attribute(1, 0x00069003, _list(mail.all_properties(), page))
    rows = [_list(_recipient(name, address), page) for name, address in mail.to]
    out += _attribute(1, 0x00069004, struct.pack("<I", len(rows)) + b"".join(rows))
    for file in mail.files:
        out += _attribute(2, 0x00069002, bytes(14))
        out += _attribute(2, 0x00018010, file.name.encode(_codec(page), "replace") + b"\0")
        properties: dict[int, PropertyValue] = {
            Tag.ATTACH_LONG_FILENAME: file.name,
            **file.properties,
        }
        inside = b""
        if file.message is not None:
            iid = bytes.fromhex("0703020000000000c000000000000046")
            inside = _sized(Type.OBJECT, Tag.ATTACH_DATA, iid + make_tnef(file.message))
        else:
            out += _attribute(2, 0x0006800F, file.content)
        out += _attribute(2, 0x00069005, _list(properties, page, more=inside))
    return out


def make_rtf_of_html(html: str) -> bytes:
    """Wrap HTML as Outlook does: tags in groups of their own, text in between, non-ASCII coded."""
    pieces = ["{\\rtf1\\ansi\\ansicpg932\\fromhtml1 \\deff0{\\fonttbl{\\f0\\fcharset128 G;}}"]
    for part in html.replace(">", ">\0").replace("<", "\0<").split("\0"):
        coded = "".join(map(_rtf_letter, part))
        is_tag = part.startswith("<")
        pieces.append(f"{{\\*\\htmltag64 {coded}}}\\htmlrtf \\par\\htmlrtf0 " if is_tag else coded)
    return ("".join(pieces) + "}").encode("ascii")


def compress_rtf(rtf: bytes) -> bytes:
    """Pack as Outlook would, but without references."""
    runs = b"".join(b"\0" + rtf[at : at + 8] for at in range(0, len(rtf), 8))
    return struct.pack("<II4sI", len(runs) + 12, len(rtf), b"LZFu", 0) + runs


def _rtf_letter(letter: str) -> str:
    if letter in "\\{}":
        return "\\" + letter
    if letter.isascii():
        return letter
    return "".join(f"\\'{byte:02x}" for byte in letter.encode("cp932"))


def _storage(mail: OutlookMail, path: str, header_bytes: int) -> dict[str, bytes]:
    page = mail.code_page
    streams = _streams(mail.all_properties(), path, header_bytes, page)
    for number, (name, address) in enumerate(mail.to):
        at = f"{path}__recip_version1.0_#{number:08X}/"
        streams |= _streams(_recipient(name, address), at, 8, page)
    for number, file in enumerate(mail.files):
        at = f"{path}__attach_version1.0_#{number:08X}/"
        properties: dict[int, PropertyValue] = {
            Tag.ATTACH_LONG_FILENAME: file.name,
            Tag.ATTACH_METHOD: 5 if file.message else 1,
            **file.properties,
        }
        if file.message is None:
            properties[Tag.ATTACH_DATA] = file.content
        else:
            streams |= _storage(file.message, f"{at}__substg1.0_3701000D/", 24)
        streams |= _streams(properties, at, 8, page)
    return streams


def _recipient(name: str, address: str) -> dict[int, PropertyValue]:
    return {Tag.RECIPIENT_TYPE: 1, Tag.DISPLAY_NAME: name, Tag.SMTP_ADDRESS: address}


def _streams(
    properties: Mapping[int, PropertyValue], path: str, header_bytes: int, page: int | None
) -> dict[str, bytes]:
    streams: dict[str, bytes] = {}
    entries = b""
    for tag, value in properties.items():
        kind, data = stored(value, page)
        if kind in {Type.INTEGER_32, Type.TIME}:
            entries += struct.pack("<HHI8s", kind, tag, 6, data)
        else:
            entries += struct.pack("<HHIII", kind, tag, 6, len(data), 0)
            streams[f"{path}__substg1.0_{tag:04X}{kind:04X}"] = data
    streams[f"{path}__properties_version1.0"] = bytes(header_bytes) + entries
    return streams


def stored(value: PropertyValue, page: int | None) -> tuple[Type, bytes]:
    """Give type and bytes of a value; texts in the code page, or without one in UTF-16."""
    if isinstance(value, datetime):
        ticks = int((value - EPOCH).total_seconds()) * 10_000_000
        return Type.TIME, struct.pack("<Q", ticks)
    if isinstance(value, int):
        return Type.INTEGER_32, struct.pack("<I", value)
    if isinstance(value, bytes):
        return Type.BINARY, value
    if page is None:
        return Type.STRING, value.encode("utf-16-le", "surrogatepass")
    return Type.STRING_8, value.encode(_codec(page), "replace")


def _codec(page: int | None) -> str:
    return "utf-8" if page == 65001 else f"cp{page or 1252}"  # noqa: PLR2004  UTF-8's number


def _attribute(level: int, name: int, data: bytes) -> bytes:
    return struct.pack("<BII", level, name, len(data)) + data + struct.pack("<H", sum(data) & 65535)


def _list(properties: Mapping[int, PropertyValue], page: int | None, *, more: bytes = b"") -> bytes:
    out = b""
    for tag, value in properties.items():
        kind, data = stored(value, page)
        if kind in {Type.INTEGER_32, Type.TIME}:
            out += struct.pack("<HH", kind, tag) + data
        else:
            zero = {Type.STRING: b"\0\0", Type.STRING_8: b"\0"}.get(kind, b"")
            out += _sized(kind, tag, data + zero)
    return struct.pack("<I", len(properties) + bool(more)) + out + more


def _sized(kind: Type, tag: int, data: bytes) -> bytes:
    return struct.pack("<HHII", kind, tag, 1, len(data)) + data + bytes(-len(data) % 4)
