"""The list of recipients as CSV, which people read, cut and add to in a spreadsheet.

Written in UTF-8 with its mark, so that Excel in Japan shows names right; read in any of the
encodings it saves. A cell that a spreadsheet would take for a formula gets an apostrophe before it,
and loses it when it is read.

Layout: a line of headings, then a line each: address, name, wrote, written_to, together, last_at.
Only ``address`` is needed.

Source: RFC 4180; OWASP, "CSV Injection"
"""

import csv
import io
from collections.abc import Iterable, Sequence
from datetime import UTC, datetime
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.row import utc_text
from kakekomi.mail import japanese
from kakekomi.notice.address_form import LeftOut, canonical, left_out
from kakekomi.notice.correspondence import LeftOutPerson, Person

MAX_LIST_BYTES: Final = 64 * 1024 * 1024
"""Of a list; two hundred thousand lines have thirty."""

FORMULA: Final = ("=", "+", "-", "@", "\t", "\r")
"""What begins a formula."""

HEADINGS: Final = ("address", "name", "wrote", "written_to", "together", "last_at")


def write_list(people: Iterable[Person]) -> bytes:
    """The list to send by."""
    return _csv(HEADINGS, (_cells(one) for one in people))


def write_left_out(people: Iterable[LeftOutPerson]) -> bytes:
    """Those who are not told, and why."""
    rows = ((one.address, one.reason.value, str(one.messages)) for one in people)
    return _csv(("address", "reason", "messages"), rows)


def _cells(one: Person) -> Sequence[str]:
    last = utc_text(one.last_at) if one.last_at else ""
    return (one.address, one.name, str(one.wrote), str(one.written_to), str(one.together), last)


def _csv(headings: Sequence[str], rows: Iterable[Sequence[str]]) -> bytes:
    out = io.StringIO(newline="")
    writer = csv.writer(out, lineterminator="\r\n")
    writer.writerow(headings)
    writer.writerows([guarded(cell) for cell in row] for row in rows)
    return out.getvalue().encode("utf-8-sig", "replace")


def guarded(cell: str) -> str:
    """The cell so that no spreadsheet takes it for a formula."""
    return f"'{cell}" if cell.startswith(FORMULA) else cell


def read_list(data: bytes, own_domains: frozenset[str] = frozenset()) -> tuple[Person, ...]:
    """Who is in the list, each once, by address; people may have added lines by hand.

    Raises:
        ParseError: a line has no address that can be written to, or it is no CSV.
    """
    text = japanese.decode(data[:MAX_LIST_BYTES]).text.lstrip("\ufeff")
    found: dict[str, Person] = {}
    try:
        reader = csv.DictReader(io.StringIO(text, newline=""))
        if "address" not in (reader.fieldnames or ()):
            raise ParseError("the list of recipients has no column 'address'")
        for number, row in enumerate(reader, 2):
            person = _person(row, number, own_domains)
            if person is not None:
                found.setdefault(person.address, person)
    except csv.Error as error:
        raise ParseError(f"the list of recipients is no CSV: {error}") from error
    return tuple(found[address] for address in sorted(found))


def _person(row: dict[str, str | None], number: int, own_domains: frozenset[str]) -> Person | None:
    cells = {key: (value or "").removeprefix("'").strip() for key, value in row.items() if key}
    if not any(cells.values()):
        return None
    address = canonical(cells["address"])
    reason = left_out(address, own_domains)
    if reason not in {None, LeftOut.NO_REPLY, LeftOut.MAILING_LIST}:
        raise ParseError(f"line {number} of the list of recipients: {address!r} is {reason}")
    return Person(
        address=address,
        name=cells.get("name", ""),
        wrote=_number(cells.get("wrote", "")),
        written_to=_number(cells.get("written_to", "")),
        together=_number(cells.get("together", "")),
        last_at=_time(cells.get("last_at", "")),
    )


def _number(cell: str) -> int:
    return int(cell) if cell.isascii() and cell.isdigit() and len(cell) < len("1" * 10) else 0


def _time(cell: str) -> datetime | None:
    """A spreadsheet may have rewritten it; then it is not known, and nothing depends on it."""
    try:
        return datetime.fromisoformat(cell).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
