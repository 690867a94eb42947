"""Read a workbook of Excel 5 to 2003 (.xls): its sheets, names that run, macro sheets, links.

Layout of a record (little-endian): u16 id, u16 size, data. The workbook's own records come first,
up to EOF; then the records of each sheet, where its BOUNDSHEET says.

    id      record       data used
    0x0006  FORMULA      at 20 size of the tokens (u16), then the tokens
    0x0018  NAME         at 0 flags (0x20: built in), at 3 characters of the name (u8), at 14 name
    0x002F  FILEPASS     what follows is encrypted: see ``xls_cipher``
    0x0085  BOUNDSHEET   at 0 offset of the sheet, at 4 state, at 5 kind (1: macro sheet), at 6 name
    0x01AE  SUPBOOK      at 2 characters (u16), then service, 03, topic of a DDE link
    0x0809  BOF          at 0 version: 0x0500 BIFF5, 0x0600 BIFF8

In BIFF8 a name starts with a byte whose bit 0 says 16-bit characters; in BIFF5 it is 8-bit text.

Source: [MS-XLS] sections 2.1.4, 2.4.28, 2.4.117, 2.4.127, 2.4.150, 2.4.271
"""
# ruff: noqa: PLR2004 - offsets and ids are those of the layout table above

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import office_lock, xlm, xls_cipher
from kakekomi.mail.document import HiddenSheet, SheetKind, SheetState
from kakekomi.mail.draft import Draft

MAX_RECORDS: Final = 100_000
"""Of the workbook's own part, or of one macro sheet: the cells of worksheets are not walked."""
MAX_SHEETS: Final = 1_024
"""Excel itself gets slow with a few hundred."""
MAX_MACRO_SHEETS: Final = 16
"""Droppers use up to five."""

_FORMULA: Final = 0x0006
_EOF: Final = 0x000A
_NAME: Final = 0x0018
_FILEPASS: Final = 0x002F
_BOUNDSHEET: Final = 0x0085
_SUPBOOK: Final = 0x01AE
_BOF: Final = 0x0809
_BIFF8: Final = 0x0600
_BUILT_IN: Final = 0x20
_BUILT_IN_NAMES: Final = {
    1: "Auto_Open",
    2: "Auto_Close",
    10: "Auto_Activate",
    11: "Auto_Deactivate",
}
_STATES: Final = {1: SheetState.HIDDEN, 2: SheetState.VERY_HIDDEN}
_KINDS: Final = {0: SheetKind.WORKSHEET, 1: SheetKind.MACRO}


@dataclass(frozen=True, slots=True)
class _Sheet:
    name: str
    state: int
    kind: int
    offset: int


@dataclass(slots=True)
class _Globals:
    """The workbook's own records, as far as they are used."""

    sheets: list[_Sheet]
    names: list[str]
    dde: list[str]
    filepass: bytes | None = None
    is_biff8: bool = True
    is_whole: bool = False


def read(stream: bytes, draft: Draft) -> None:
    """Read the stream ``Workbook`` (BIFF8) or ``Book`` (BIFF5) into ``draft``."""
    book = _globals(stream)
    if book.filepass is not None:
        opened = _decrypted(stream, book, draft)
        if opened is None:
            return
        stream, book = opened, _globals(opened)
    if not book.is_whole:
        draft.add_defect("Workbook", "the list of sheets and names is cut off")
    draft.dde.extend(book.dde)
    for sheet in book.sheets:
        state = _STATES.get(sheet.state & 3)
        if state is not None:
            kind = _KINDS.get(sheet.kind, SheetKind.OTHER)
            draft.hidden_sheets.append(HiddenSheet(name=sheet.name, state=state, kind=kind))
    macro_sheets = [sheet for sheet in book.sheets if sheet.kind == 1]
    if macro_sheets:
        draft.xlm = True
        draft.xlm_autoexec.extend(name for name in book.names if xlm.is_autoexec(name))
    for sheet in macro_sheets[:MAX_MACRO_SHEETS]:
        tokens = b"".join(_formulas(stream, sheet.offset))
        draft.other_keywords.extend(xlm.in_tokens(tokens, sheet.name))
    draft.add_raw_text(stream)


def _decrypted(stream: bytes, book: _Globals, draft: Draft) -> bytes | None:
    """Give the stream in clear; None if no password opens it."""
    filepass = book.filepass or b""
    try:
        lock = xls_cipher.lock_of(filepass, is_biff8=book.is_biff8)
    except ParseError as error:
        draft.stay_locked(office_lock.scheme_of_stream(filepass[2:]), str(error))
        return None
    key = draft.unlock(lock)
    return None if key is None else xls_cipher.decrypt(stream, lock, key)


def _records(stream: bytes, at: int) -> Iterator[tuple[int, bytes]]:
    for _ in range(MAX_RECORDS):
        if at + 4 > len(stream):
            return
        kind = stream[at] | stream[at + 1] << 8
        size = stream[at + 2] | stream[at + 3] << 8
        yield kind, stream[at + 4 : at + 4 + size]
        at += 4 + size


def _globals(stream: bytes) -> _Globals:
    book = _Globals(sheets=[], names=[], dde=[])
    for kind, data in _records(stream, 0):
        if kind == _BOF:
            book.is_biff8 = _u16(data, 0) >= _BIFF8
        elif kind == _FILEPASS:
            book.filepass = data
        elif kind == _BOUNDSHEET and len(data) > 7 and len(book.sheets) < MAX_SHEETS:
            name = _text(data, 7, data[6], is_biff8=book.is_biff8)
            offset = int.from_bytes(data[:4], "little")
            book.sheets.append(_Sheet(name, state=data[4], kind=data[5], offset=offset))
        elif kind == _NAME and len(data) > 14:
            book.names.append(_name(data, is_biff8=book.is_biff8))
        elif kind == _SUPBOOK:
            book.dde.extend(_dde(data))
        elif kind == _EOF:
            book.is_whole = True
            break
    return book


def _formulas(stream: bytes, offset: int) -> Iterator[bytes]:
    for kind, data in _records(stream, offset):
        if kind == _FORMULA:
            yield data[22 : 22 + _u16(data, 20)]
        elif kind == _EOF:
            return


def _name(data: bytes, *, is_biff8: bool) -> str:
    characters = data[3]
    if data[0] & _BUILT_IN and characters == 1:
        number = data[15 if is_biff8 and len(data) > 15 else 14]
        return _BUILT_IN_NAMES.get(number, f"built-in {number}")
    return _text(data, 14, characters, is_biff8=is_biff8)


def _dde(data: bytes) -> list[str]:
    """Give service and topic; a book's own and add-ins' entries have no text with a separator."""
    characters = _u16(data, 2)
    if characters in {0x0401, 0x3A01} or len(data) < 6:
        return []
    text = _text(data, 4, characters, is_biff8=True)
    service, separator, topic = text.partition("\x03")
    return [f"{service}|{topic}"] if separator else []


def _text(data: bytes, at: int, characters: int, *, is_biff8: bool) -> str:
    if not is_biff8:
        return data[at : at + characters].decode("cp1252", "replace")
    if data[at : at + 1] and data[at] & 1:
        return data[at + 1 : at + 1 + 2 * characters].decode("utf-16-le", "replace")
    return data[at + 1 : at + 1 + characters].decode("latin-1")


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
