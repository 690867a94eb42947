"""Lists that people keep in a spreadsheet: PCs, and partners; UTF-8 or the Windows code page.

A PC's line is its name and who uses it; a partner's an address and a name, in any order. A first
line without any name in it (``PC名``, ``address``) is a heading.
"""

import csv
import io
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kakekomi.desk.cases.service import MAX_HOSTNAME_CHARS
from kakekomi.facts.errors import ParseError

MAX_LINES: Final = 10_000
"""More PCs or partners than that are no list that somebody keeps by hand."""
MAX_NAME_CHARS: Final = 100
"""As long as a name in the database may be."""
MAX_ADDRESS_CHARS: Final = 254
"""RFC 5321 allows no longer one in an envelope."""

PC_HEADINGS: Final = frozenset(
    {
        "pc",
        "pc名",
        "pcの名前",
        "hostname",
        "host",
        "name",
        "コンピューター名",
        "コンピュータ名",
        "ホスト名",
        "端末名",
    }
)
"""What stands above the column of names in lists that people keep."""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPc:
    """One line of a list of PCs."""

    hostname: str
    user_name: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class ListedPartner:
    """One line of a list of partners."""

    address: str
    name: str = ""


def pcs_of(data: bytes) -> Iterator[ListedPc]:
    """The PCs of a list.

    Raises:
        ParseError: it is no list, or too long.
    """
    for number, line in enumerate(_lines(data)):
        hostname = line[0] if line else ""
        if not hostname or (number == 0 and hostname.lower() in PC_HEADINGS):
            continue
        user_name = line[1] if len(line) > 1 else ""
        yield ListedPc(hostname=hostname[:MAX_HOSTNAME_CHARS], user_name=user_name[:MAX_NAME_CHARS])


def partners_of(data: bytes) -> Iterator[ListedPartner]:
    """The partners of a list; lines without an address are passed over.

    Raises:
        ParseError: it is no list, or too long.
    """
    for line in _lines(data):
        address = next((cell for cell in line if _is_address(cell)), "")
        if not address:
            continue
        name = next((cell for cell in line if cell and cell != address), "")
        yield ListedPartner(address=address.lower(), name=name[:MAX_NAME_CHARS])


def _is_address(cell: str) -> bool:
    local, _, domain = cell.rpartition("@")
    return bool(local and domain) and len(cell) <= MAX_ADDRESS_CHARS and not set(cell) & set(" <>")


def _lines(data: bytes) -> Iterator[list[str]]:
    try:
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = data.decode("cp932", errors="replace")
    try:
        for number, line in enumerate(csv.reader(io.StringIO(text.replace("\0", ""), newline=""))):
            if number >= MAX_LINES:
                raise ParseError(f"a list of more than {MAX_LINES} lines")
            yield [cell.strip() for cell in line]
    except csv.Error as error:
        raise ParseError(f"the list is no CSV: {error}") from error
