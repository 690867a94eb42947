"""Functions that queries of a knowledge pack may call, beside a few of SQLite's own.

All are total: any value gives a value, NULL gives NULL, and the time is linear in the text. There
is no regular expression on purpose: its time on hostile text is not bounded.
"""

import sqlite3
import unicodedata
from collections.abc import Callable
from datetime import datetime
from typing import Any, Final

MAX_HEX_DIGITS: Final = 8
"""A volume serial number has 32 bits."""

HEX_DIGITS: Final = frozenset("0123456789abcdefABCDEF")

MAX_TEXT_CHARS: Final = 64 * 1024
"""Of longer text only the beginning is normalized: lures stand near the top, padding below."""


def nfkc(text: object) -> str | None:
    """Compatibility form: full-width letters, digits and signs become plain ones."""
    return None if text is None else unicodedata.normalize("NFKC", str(text)[:MAX_TEXT_CHARS])


def domain(address: object) -> str | None:
    """What follows the last ``@`` in lower case; NULL without one."""
    _, at, host = _text(address).rpartition("@")
    return host.strip("<> \t").rstrip(".").lower() or None if at else None


def basename(path: object) -> str | None:
    """File name of a Windows or other path, case kept."""
    return None if path is None else _split(path)[1]


def dirname(path: object) -> str | None:
    """Folder of a path without its last separator."""
    return None if path is None else _split(path)[0]


def extension(path: object) -> str | None:
    """Last extension in lower case without dot and blanks; empty if there is none."""
    if path is None:
        return None
    stem, dot, last = _split(path)[1].rpartition(".")
    return last.strip().lower() if dot and stem else ""


def same_org(first: object, second: object) -> int | None:
    """1 if the domains are equal or one is a subdomain of the other."""
    one, other = _text(first).lower().strip("."), _text(second).lower().strip(".")
    if not one or not other:
        return None
    return int(one == other or one.endswith(f".{other}") or other.endswith(f".{one}"))


def letters_only(text: object) -> int | None:
    """1 if the text is one or more ASCII letters and nothing else."""
    return None if text is None else int(str(text).isascii() and str(text).isalpha())


def age_s(earlier: object, later: object) -> float | None:
    """Seconds between two ISO 8601 times; NULL if either is no time."""
    start, end = _moment(earlier), _moment(later)
    return None if start is None or end is None else (end - start).total_seconds()


def from_hex(text: object) -> int | None:
    """The number that up to eight hex digits write (32 bits); NULL for anything else."""
    digits = _text(text)
    if not 0 < len(digits) <= MAX_HEX_DIGITS or not set(digits) <= HEX_DIGITS:
        return None
    return int(digits, 16)


def _text(value: object) -> str:
    return "" if value is None else str(value)


def _split(path: object) -> tuple[str, str]:
    text = str(path)
    cut = max(text.rfind("\\"), text.rfind("/"))
    return (text[:cut], text[cut + 1 :]) if cut >= 0 else ("", text)


def _moment(value: object) -> datetime | None:
    try:
        moment = datetime.fromisoformat(_text(value))
    except ValueError:
        return None
    return moment if moment.tzinfo else None


OURS: Final[tuple[tuple[str, int, Callable[..., Any]], ...]] = (
    ("nfkc", 1, nfkc),
    ("domain", 1, domain),
    ("basename", 1, basename),
    ("dirname", 1, dirname),
    ("extension", 1, extension),
    ("same_org", 2, same_org),
    ("letters_only", 1, letters_only),
    ("age_s", 2, age_s),
    ("from_hex", 1, from_hex),
)
"""Name in SQL, number of arguments, function."""

BUILT_IN: Final = frozenset(
    {"abs", "char", "coalesce", "count", "glob", "group_concat", "hex", "ifnull", "iif", "instr"}
    | {"length", "like", "lower", "ltrim", "max", "min", "nullif", "replace", "round", "rtrim"}
    | {"substr", "substring", "sum", "total", "trim", "typeof", "unicode", "upper"}
)
"""SQLite's own that neither reach outside nor depend on anything but their arguments."""

ALLOWED: Final = BUILT_IN | {name for name, _, _ in OURS}


def register(connection: sqlite3.Connection) -> None:
    """Make our functions known to a connection."""
    for name, arguments, function in OURS:
        connection.create_function(name, arguments, function, deterministic=True)
