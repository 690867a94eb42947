"""Take the files out of a Windows installer package (.msi): what it brings along and runs.

A package is a compound file. Its streams' names are packed two characters into one of Unicode's
private places; streams of tables begin with a mark, others are files: cabinets, and programs and
scripts for custom actions (``Binary.…``), which run while it is installed.

Layout of a packed character: 0x3800 to 0x47FF two characters of 6 bits, low one first; 0x4800 to
0x483F one; 0x4840 the mark of a table. The characters are digits, capitals, small letters, ``.``
and ``_``.

Source: published by observation (several free readers agree); [MS-CFB] for the container
"""

from collections.abc import Iterator
from typing import Final

from kakekomi.mail import ole
from kakekomi.mail.document import EmbeddedObject

MAX_FILES: Final = 50
"""Of one package; large installers have a dozen icons and libraries."""
MAX_FILE_BYTES: Final = 16 * 1024 * 1024
"""Of one file."""
MAX_ALL_BYTES: Final = 64 * 1024 * 1024
"""Of all files of one package."""
_LETTERS: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz._"
_PAIRS: Final = 0x3800
_SINGLES: Final = 0x4800
_TABLE: Final = 0x4840


def files(data: bytes) -> Iterator[EmbeddedObject]:
    """Give the files, those of custom actions first.

    Raises:
        ParseError: no compound file.

    """
    package = ole.parse(data)
    named = [(stream_name(entry.name), entry) for entry in package.streams()]
    brought = [(name, entry) for name, entry in named if not name.startswith(("!", "\x05"))]
    brought.sort(key=lambda item: not item[0].startswith("Binary."))
    left = MAX_ALL_BYTES
    for name, entry in brought[:MAX_FILES]:
        content = package.read(entry, min(MAX_FILE_BYTES, max(left, 0)))
        left -= len(content)
        yield EmbeddedObject(name=name, class_name="", content=content)


def stream_name(packed: str) -> str:
    """Unpack a stream's name; ``!`` stands for the mark of a table."""
    out: list[str] = []
    for letter in packed:
        code = ord(letter)
        if _PAIRS <= code < _SINGLES:
            out += (_LETTERS[code - _PAIRS & 0x3F], _LETTERS[code - _PAIRS >> 6])
        elif _SINGLES <= code < _TABLE:
            out.append(_LETTERS[code - _SINGLES])
        else:
            out.append("!" if code == _TABLE else letter)
    return "".join(out)
