"""The answers of an exercise, sealed so that nobody reads them by accident.

The seal is a wrapping and no lock: whoever wants to can open it, and then has no exercise.
"""

import base64
import binascii
import zlib
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError

SHEET_SCHEMA: Final = "kakekomi.drill-answers/1"

SEAL: Final = b"KAKEKOMI-DRILL-ANSWERS: do not open before the end\n"

MAX_SHEET_BYTES: Final = 1024 * 1024
"""Unpacked; a sheet has some kilobytes."""


class Expected(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that has to be done."""

    step: str
    """Id of a step of the playbook."""
    subjects: tuple[str, ...]
    """Each of them; ``case`` stands for the company as a whole."""
    within_minutes: int | None = None
    """None: at any time."""
    points: int = 1
    """For each subject."""
    before: tuple[str, ...] = ()
    """Steps of the same subject that must not come first."""


class AnswerSheet(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All answers."""

    schema: str = SHEET_SCHEMA
    drill: str
    seed: int
    leaked: str
    """Mailbox that was stolen."""
    detected: tuple[str, ...]
    """PCs that a check must call detected or suspicious."""
    clean: tuple[str, ...]
    partners: tuple[str, ...]
    """Who has to be told."""
    expected: tuple[Expected, ...]


def seal(sheet: AnswerSheet) -> bytes:
    """The sheet, wrapped."""
    return SEAL + base64.encodebytes(zlib.compress(msgspec.json.encode(sheet), 9))


def unseal(data: bytes) -> AnswerSheet:
    """The sheet again.

    Raises:
        ParseError: it is none, damaged, or of another version.
    """
    if not data.startswith(SEAL) or not data.isascii():
        raise ParseError("no answers of an exercise")
    try:
        packed = base64.b64decode(data.removeprefix(SEAL))
        unpacker = zlib.decompressobj()
        text = unpacker.decompress(packed, MAX_SHEET_BYTES)
        sheet = msgspec.json.decode(text, type=AnswerSheet)
    except (binascii.Error, zlib.error, ValueError, RecursionError) as error:
        raise ParseError(f"the answers are damaged: {error}") from error
    if sheet.schema != SHEET_SCHEMA:
        raise ParseError(f"answers of another version: {sheet.schema!r}")
    return sheet
