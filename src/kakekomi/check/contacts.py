"""Read a list of known people: an address book as CSV or vCard, or lines of addresses.

Mail programs of Japan export CSV in Shift_JIS and in UTF-8, with columns that each names its own
way, so columns are told by what is in them: an address by its form, a name by its heading, or else
as the first cell with letters. vCards of phones (version 2.1) have names in quoted-printable.

Source: RFC 4180, RFC 6350; vCard 2.1 by observation
"""

import csv
import io
import quopri
import re
from collections.abc import Iterator, Mapping
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.mail_tables import Correspondent
from kakekomi.mail import japanese

MAX_FILE_BYTES: Final = 64 * 1024 * 1024
"""An address book of a hundred thousand people has twenty."""
MAX_PEOPLE: Final = 200_000
"""More than any one address book has; so many names still fit in memory."""

ADDRESS: Final = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w-]+(?:\.[\w-]+)+")
"""Takes ``a@b.example``; refuses ``a@b`` and ``@b.example``."""
NAMED: Final = re.compile(r"\s*\"?([^\"<>\n]*?)\"?\s*<([^<>\s]+)>")
"""Takes ``Taro <a@b.example>`` and ``"Taro" <a@b.example>``; refuses ``a@b.example``."""
LAST_NAME: Final = re.compile(r"^(?:姓|last ?name|family ?name)$", re.IGNORECASE)
"""Heading of a family name: takes 姓; refuses 姓名."""
FIRST_NAME: Final = re.compile(r"^(?:名|first ?name|given ?name)$", re.IGNORECASE)
"""Heading of a given name: takes 名; refuses 名前."""
FULL_NAME: Final = re.compile(
    r"^(?:氏名|名前|姓名|表示名|お名前|宛名|(?:display|full)? ?name)$", re.IGNORECASE
)
"""Heading of a whole name: takes 表示名 and ``Name``; refuses ``Company Name``."""
CARD: Final = "BEGIN:VCARD"
CARD_LINE: Final = re.compile(r"^(?:[\w-]+\.)?(FN|N|EMAIL)((?:;[^:\n]*)?):(.*)$", re.IGNORECASE)
"""Takes ``EMAIL;TYPE=WORK:a@b.example``; refuses ``TEL:1``."""
FOLD: Final = re.compile(r"\r?\n[ \t]|=\r?\n")
"""A line that goes on: takes a line end before a blank; refuses one before a letter."""


def read_contacts(path: str) -> tuple[Correspondent, ...]:
    """Those in the file, each address with each of its names once.

    Raises:
        ParseError: there is nobody in it.
        OSError: it can't be read.
    """
    with Path(path).open("rb") as file:
        return contacts_of(file.read(MAX_FILE_BYTES))


def contacts_of(data: bytes) -> tuple[Correspondent, ...]:
    """The same of a file's content. Raises: ParseError."""
    text = japanese.decode(data[:MAX_FILE_BYTES]).text.lstrip("\ufeff")
    pairs = _cards(text) if text.lstrip()[: len(CARD)].upper() == CARD else _rows(text)
    found = dict.fromkeys((address.lower(), name) for address, name in pairs)
    if not found:
        raise ParseError("no address in it")
    people = tuple(found)[:MAX_PEOPLE]
    return tuple(Correspondent(address=address, name=name or None) for address, name in people)


def _rows(text: str) -> Iterator[tuple[str, str]]:
    first = text.partition("\n")[0]
    delimiter = max(",\t;", key=first.count)
    headings: list[str] = []
    try:
        for row in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter):
            if not headings and not any(map(ADDRESS.search, row)):
                headings = [cell.strip() for cell in row]
            else:
                yield from _people(row, headings)
    except csv.Error as error:
        raise ParseError(f"no list of people: {error}") from error


def _people(row: list[str], headings: list[str]) -> Iterator[tuple[str, str]]:
    named = dict(zip(headings, (cell.strip() for cell in row), strict=False))
    name = _name(named) or next((cell.strip() for cell in row if _is_name(cell)), "")
    for cell in row:
        pair = NAMED.fullmatch(cell.strip())
        if pair and ADDRESS.fullmatch(pair[2]):
            yield pair[2], pair[1].strip() or name
        else:
            yield from ((address, name) for address in ADDRESS.findall(cell))


def _name(named: Mapping[str, str]) -> str:
    """By the headings: a whole name, else both parts, the family name first."""
    whole = _cell(named, FULL_NAME)
    return whole or f"{_cell(named, LAST_NAME)} {_cell(named, FIRST_NAME)}".strip()


def _cell(named: Mapping[str, str], heading: re.Pattern[str]) -> str:
    return next((cell for name, cell in named.items() if heading.match(name) and cell), "")


def _is_name(cell: str) -> bool:
    return "@" not in cell and any(map(str.isalpha, cell))


def _cards(text: str) -> Iterator[tuple[str, str]]:
    for card in re.split(r"(?im)^BEGIN:VCARD[ \t]*\r?$", text):
        fields: dict[str, list[str]] = {"FN": [], "N": [], "EMAIL": []}
        for line in FOLD.sub("", card).splitlines():
            found = CARD_LINE.match(line)
            if found:
                fields[found[1].upper()].append(_value(found[3], found[2].upper()))
        structured = " ".join(" ".join(fields["N"]).replace("\\,", ",").split(";")[:2]).strip()
        name = next(filter(None, fields["FN"]), structured)
        for value in fields["EMAIL"]:
            yield from ((address, name) for address in ADDRESS.findall(value))


def _value(text: str, parameters: str) -> str:
    if "QUOTED-PRINTABLE" not in parameters:
        return text.strip()
    charset = re.search(r"CHARSET=\"?([\w-]+)", parameters)
    raw = quopri.decodestring(text.encode("utf-8", "replace"))
    return japanese.decode(raw, charset[1].lower() if charset else None).text.strip()
