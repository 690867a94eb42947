"""Make harmless documents of the kinds Emotet mailed, to practise on, to test with, to show.

Macros name what droppers call and call nothing; addresses are of ``example.invalid``, which no
resolver answers; scripts only echo a sentence. Equal arguments give equal bytes.

Source: how each kind was built is public: [MS-DOC], [MS-SHLLINK], [MS-ONESTORE], ECMA-376.
"""

import struct
from collections.abc import Mapping, Sequence
from types import MappingProxyType
from typing import Final

from kakekomi.drill.biff import make_workbook_stream
from kakekomi.drill.compound import make_compound
from kakekomi.drill.onenote import HARMLESS_SCRIPT, ONE_PIXEL_PNG, make_onenote
from kakekomi.drill.ooxml import make_excel, make_word
from kakekomi.drill.shortcut import make_shortcut
from kakekomi.drill.vba_project import (
    HARMLESS_MACRO,
    HARMLESS_WORKBOOK_MACRO,
    make_vba_streams,
)

__all__ = [
    "COPY_LURE",
    "ENABLE_CONTENT_LURE",
    "EXCEL_MACROS",
    "HARMLESS_SCRIPT",
    "ONE_PIXEL_PNG",
    "WORD_MACROS",
    "make_doc_ole",
    "make_docm",
    "make_docx",
    "make_onenote",
    "make_padded",
    "make_shortcut",
    "make_xls_xlm",
    "make_xlsm",
    "make_xlsx",
]

ENABLE_CONTENT_LURE: Final = "内容を表示するには「コンテンツの有効化」をクリックしてください。"
COPY_LURE: Final = (
    "RELAUNCH REQUIRED. Copy the file to the following folder and run it again: "
    r"C:\Program Files\Microsoft Office\Templates"
)
WORD_MACROS: Final[Mapping[str, str]] = MappingProxyType(
    {"ThisDocument": "", "Module1": HARMLESS_MACRO}
)
EXCEL_MACROS: Final[Mapping[str, str]] = MappingProxyType({"ThisWorkbook": HARMLESS_WORKBOOK_MACRO})

_TEXT_OFFSET: Final = 0x600
_FIB_BYTES: Final = 0x0382
_UNICODE_TABLE_1: Final = 0x1200
"""Flags: the table stream is ``1Table``; extended characters."""


def make_docm(
    *, macros: Mapping[str, str] = WORD_MACROS, text: str = ENABLE_CONTENT_LURE, template: str = ""
) -> bytes:
    """Make a Word document with macros (2007 or later)."""
    return make_word(text=text, macros=macros, template=template)


def make_docx(
    *, text: str = "議事録をお送りします。", template: str = "", field: str = ""
) -> bytes:
    """Make a Word document without macros: the benign twin."""
    return make_word(text=text, template=template, field=field)


def make_xlsm(
    *,
    macros: Mapping[str, str] | None = EXCEL_MACROS,
    text: str = ENABLE_CONTENT_LURE,
    formulas: Sequence[str] = (),
    state: str = "veryHidden",
) -> bytes:
    """Make a workbook with macros, an Excel 4.0 macro sheet of ``formulas``, or both."""
    return make_excel(text=text, macros=macros, formulas=formulas, state=state)


def make_xlsx(*, text: str = "経費精算") -> bytes:
    """Make a workbook without macros: the benign twin."""
    return make_excel(text=text)


def make_doc_ole(
    *,
    macros: Mapping[str, str] | None = WORD_MACROS,
    text: str = ENABLE_CONTENT_LURE,
    compiled: Sequence[str] = (),
) -> bytes:
    """Make a Word 97 document, with macros unless they are None; ``compiled``: other names."""
    streams = {"WordDocument": _word_stream(text), "1Table": _piece_table(text)}
    if macros is not None:
        streams |= make_vba_streams(macros, root="Macros/", compiled=compiled)
    return make_compound(streams)


def make_xls_xlm(
    *,
    text: str = ENABLE_CONTENT_LURE,
    state: str = "very_hidden",
    alerts: Sequence[str] = ("Practice sample",),
    macros: Mapping[str, str] | None = None,
) -> bytes:
    """Make an Excel 97 workbook with an Excel 4.0 macro sheet; no ``alerts``, no macro sheet."""
    streams = {"Workbook": make_workbook_stream(text=text, state=state, alerts=alerts)}
    if macros is not None:
        streams |= make_vba_streams(macros, root="_VBA_PROJECT_CUR/")
    return make_compound(streams)


def make_padded(document: bytes, *, size_bytes: int) -> bytes:
    """Append NUL until the document has ``size_bytes``, as against scanners with a size limit."""
    return document.ljust(size_bytes, b"\0")


def _word_stream(text: str) -> bytes:
    head = struct.pack("<HHHHHH", 0xA5EC, 0x00C1, 0, 0x0411, 0, _UNICODE_TABLE_1)
    fib = bytearray(head.ljust(_FIB_BYTES, b"\0"))
    units = text.encode("utf-16-le") + "\r".encode("utf-16-le")
    struct.pack_into("<II", fib, 0x18, _TEXT_OFFSET, _TEXT_OFFSET + len(units))
    struct.pack_into("<H", fib, 0x20, 14)
    struct.pack_into("<H", fib, 0x3E, 22)
    struct.pack_into("<I", fib, 0x4C, len(units) // 2)
    struct.pack_into("<H", fib, 0x98, 0x5D)
    struct.pack_into("<II", fib, 0x01A2, 0, len(_piece_table(text)))
    return (bytes(fib).ljust(_TEXT_OFFSET, b"\0") + units).ljust(4096, b"\0")


def _piece_table(text: str) -> bytes:
    """One piece: all characters, 16-bit, at the text offset."""
    pieces = struct.pack("<IIHIH", 0, len(text) + 1, 0, _TEXT_OFFSET, 0)
    return b"\x02" + struct.pack("<I", len(pieces)) + pieces
