"""Decode the name of a ZIP member.

The standard knows code page 437 and, by flag, UTF-8. Windows in Japan writes code page 932, macOS
UTF-8 without the flag. Bytes are decoded before a name is cut into its path: the second byte of a
character such as 表 (95 5C) is a backslash.

Extra field 0x7075 (Info-ZIP Unicode path)::

    offset  size  field
    0       1     version, 1
    1       4     CRC-32 of the name as stored; another value means that the field is stale
    5       -     name in UTF-8

Source: PKWARE APPNOTE.TXT 6.3.10 sections 4.6.9 and D
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the layout table above

import re
import zlib
from typing import Final

LONE_LETTERS: Final = re.compile(
    rb"(?:[\x00-\x7f]*[A-Za-z])?[\x80-\xff](?:[a-z .\-_][\x00-\x7f]*+|\Z)"
)
"""An accented letter of a European word: takes ``b"f\\x81r"``; refuses 見積 in code page 932."""


def decode(raw: bytes, *, extra: bytes = b"", is_utf8: bool = False) -> str:
    """Give the name as its maker meant it; what can't be decoded is replaced, nothing removed."""
    if raw.isascii() and not extra:
        return raw.decode("ascii")
    field = extra_field(extra, 0x7075)
    if len(field) > 5 and int.from_bytes(field[1:5], "little") == zlib.crc32(raw):
        return field[5:].decode("utf-8", "replace")
    if is_utf8:
        return raw.decode("utf-8", "replace")
    return _guess(raw)


def _guess(raw: bytes) -> str:
    european = ("utf-8", "cp437") if LONE_LETTERS.fullmatch(raw) else ("utf-8",)
    for charset in (*european, "cp932"):
        try:
            return raw.decode(charset)
        except UnicodeDecodeError:
            continue
    return raw.decode("cp437")


def extra_field(extra: bytes, wanted: int) -> bytes:
    """Value of the first extra field with that id; empty if there is none."""
    at = 0
    while at + 4 <= len(extra):
        size = int.from_bytes(extra[at + 2 : at + 4], "little")
        if int.from_bytes(extra[at : at + 2], "little") == wanted:
            return extra[at + 4 : at + 4 + size]
        at += 4 + size
    return b""
