"""The wire form of facts: one JSON object a line, ``{"subject": …, "table": …, "row": {…}}``.

Encoding writes every column, so that the reader needs no defaults. Decoding refuses unknown
tables and columns and wrong types: facts from elsewhere are input like any other.
"""

from collections.abc import Iterable, Iterator
from typing import Any, Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.facts.row import Row
from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.facts.subject import SubjectFacts

_ENCODER: Final = msgspec.json.Encoder()
_DECODER: Final = msgspec.json.Decoder()


def encode_row(row: Row) -> bytes:
    """``{"table": …, "row": {…}}`` with all columns in declared order."""
    return _ENCODER.encode({"table": row.TABLE, "row": row})


def encode_lines(facts: SubjectFacts) -> Iterator[bytes]:
    """One line a row, without the line end, in the order of the facts."""
    for row in facts.rows:
        yield _ENCODER.encode({"subject": facts.subject, "table": row.TABLE, "row": row})


def decode_object(line: bytes, *, where: str = "") -> dict[str, Any]:
    """A JSON object from one line.

    Raises:
        ParseError: the line is no JSON object.
    """
    try:
        value = _DECODER.decode(line)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ParseError(f"not JSON: {error}", where=where) from error
    if not isinstance(value, dict):
        raise ParseError("not a JSON object", where=where)
    return value


def decode_row(value: dict[str, Any], *, where: str = "") -> Row:
    """The row of an object as ``encode_row`` writes it (a subject beside it is ignored).

    Raises:
        ParseError: unknown table or column, a column missing or of the wrong type.
    """
    table = TABLE_BY_NAME.get(str(value.get("table")))
    if table is None:
        raise ParseError(f"unknown table {value.get('table')!r}", where=where)
    try:
        return msgspec.convert(value.get("row"), table)
    except msgspec.ValidationError as error:
        raise ParseError(f"table {table.TABLE}: {error}", where=where) from error


def sorted_rows(rows: Iterable[Row]) -> list[bytes]:
    """Encoded rows in the one order that equal facts share: by their own bytes."""
    return sorted(map(encode_row, rows))
