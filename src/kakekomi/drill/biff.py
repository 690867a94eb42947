"""Write an Excel 97 workbook (BIFF8) with an Excel 4.0 macro sheet.

The macro sheet shows a message at most: its formulas are ALERT and HALT, and texts.

Source: [MS-XLS] sections 2.1.7, 2.4 (records by name), 2.5.198 (tokens)
"""

import struct
from collections.abc import Sequence
from typing import Final

STATES: Final = {"visible": 0, "hidden": 1, "very_hidden": 2}

_GLOBALS: Final = 0x0005
_WORKSHEET: Final = 0x0010
_MACRO_SHEET: Final = 0x0040
_AUTO_OPEN: Final = 1


def make_workbook_stream(*, text: str, state: str, alerts: Sequence[str]) -> bytes:
    """Write the stream ``Workbook``: a sheet with ``text`` and, if ``alerts``, a macro sheet."""
    worksheet = _bof(_WORKSHEET) + _record(0x00FD, struct.pack("<HHHI", 0, 0, 15, 0)) + _eof()
    bodies = [worksheet]
    if alerts:
        bodies.append(_macro_sheet(alerts))
    length = len(_globals(text, state, [0] * len(bodies)))
    offsets = [length, length + len(worksheet)][: len(bodies)]
    return _globals(text, state, offsets) + b"".join(bodies)


def _globals(text: str, state: str, offsets: Sequence[int]) -> bytes:
    out = _bof(_GLOBALS) + _record(0x0042, struct.pack("<H", 1200))
    out += _bound_sheet("Sheet1", offsets[0], 0, 0)
    if len(offsets) > 1:
        out += _bound_sheet("Macro1", offsets[1], STATES[state], 1)
        out += _record(0x01AE, struct.pack("<HH", 2, 0x0401))
        out += _record(0x0017, struct.pack("<HHHH", 1, 0, 1, 1))
        out += _auto_open()
    units = text.encode("utf-16-le")
    strings = struct.pack("<IIHB", 1, 1, len(units) // 2, 1) + units
    return out + _record(0x00FC, strings) + _eof()


def _auto_open() -> bytes:
    """Define the built-in name Auto_Open, hidden, as cell A1 of the macro sheet."""
    reference = struct.pack("<BHHH", 0x3A, 0, 0, 0)
    head = struct.pack("<HBBHHHI", 0x0021, 0, 1, len(reference), 0, 0, 0)
    return _record(0x0018, head + bytes([0, _AUTO_OPEN]) + reference)


def _macro_sheet(alerts: Sequence[str]) -> bytes:
    out = _bof(_MACRO_SHEET)
    for row, words in enumerate(alerts):
        units = words.encode("utf-16-le")
        tokens = bytes([0x17, len(units) // 2, 1]) + units + b"\x42\x01\x76\x80"
        out += _formula(row, tokens)
    return out + _formula(len(alerts), b"\x42\x00\x36\x00") + _eof()


def _formula(row: int, tokens: bytes) -> bytes:
    head = struct.pack("<HHH8sHI", row, 0, 15, bytes(8), 0, 0)
    return _record(0x0006, head + struct.pack("<H", len(tokens)) + tokens)


def _bound_sheet(name: str, offset: int, state: int, kind: int) -> bytes:
    head = struct.pack("<IBBBB", offset, state, kind, len(name), 0)
    return _record(0x0085, head + name.encode("latin-1"))


def _bof(kind: int) -> bytes:
    return _record(0x0809, struct.pack("<HHHHII", 0x0600, kind, 0x0DBB, 0x07CC, 0, 6))


def _eof() -> bytes:
    return _record(0x000A, b"")


def _record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data
