"""Read the binary parts of an .xlsb workbook: its sheets, defined names, texts and links.

Layout of a record: id (1 or 2 bytes: 7 bits each, low first, bit 7 says that another follows),
size (1 to 4 bytes, the same way), data. Texts are a u32 count of UTF-16 units, then the units.

Source: [MS-XLSB] sections 2.1.4, 2.4.313 (bundle sheet), 2.4.712 (name), 2.4.304 (external book)
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the records named

from collections.abc import Iterator
from typing import Final

from kakekomi.mail.workbook import Sheet

MAX_RECORDS: Final = 100_000
"""The parts read here have a record a sheet, name or text; the cells' part is not walked."""
MAX_TEXT_UNITS: Final = 32_767
"""Excel's longest cell text."""

_TEXT_ITEM: Final = 19
_NAME: Final = 39
_BUNDLE_SHEET: Final = 156
_EXTERNAL_BOOK: Final = 360
_STATES: Final = ("visible", "hidden", "veryHidden")
_DDE: Final = 1


def records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """Give id and data of each record, until the part ends or is damaged."""
    at = 0
    for _ in range(MAX_RECORDS):
        kind, at = _number(part, at, 2)
        size, at = _number(part, at, 4)
        if at >= len(part) and not size:
            return
        yield kind, part[at : at + size]
        at += size


def sheets(workbook: bytes) -> list[Sheet]:
    """Give the sheets in workbook order."""
    found: list[Sheet] = []
    for kind, data in records(workbook):
        if kind == _BUNDLE_SHEET:
            relation, at = _text(data, 8)
            name, _ = _text(data, at)
            state = int.from_bytes(data[:4], "little")
            found.append(Sheet(name=name, state=_STATES[min(state, 2)], relation=relation))
    return found


def names(workbook: bytes) -> list[str]:
    """Give the defined names."""
    return [_text(data, 9)[0] for kind, data in records(workbook) if kind == _NAME]


def texts(shared_strings: bytes) -> str:
    """Give the cell texts, a line each."""
    return "\n".join(
        _text(data, 1)[0] for kind, data in records(shared_strings) if kind == _TEXT_ITEM
    )


def dde(external_link: bytes) -> list[str]:
    """Give service and topic of each DDE link."""
    found: list[str] = []
    for kind, data in records(external_link):
        if kind == _EXTERNAL_BOOK and int.from_bytes(data[:2], "little") == _DDE:
            service, at = _text(data, 2)
            found.append(f"{service}|{_text(data, at)[0]}")
    return found


def _number(part: bytes, at: int, most: int) -> tuple[int, int]:
    value = 0
    for index in range(most):
        if at >= len(part):
            break
        byte = part[at]
        at += 1
        value |= (byte & 0x7F) << 7 * index
        if byte < 0x80:
            break
    return value, at


def _text(data: bytes, at: int) -> tuple[str, int]:
    """Read a text and where it ends; 0xFFFFFFFF units mean none."""
    units = int.from_bytes(data[at : at + 4], "little")
    at += 4
    if units == 0xFFFFFFFF:
        return "", at
    end = at + 2 * min(units, MAX_TEXT_UNITS)
    return data[at:end].decode("utf-16-le", "replace"), end
