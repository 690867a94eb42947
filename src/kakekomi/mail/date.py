"""Read the dates that mail carries, in the form of the standard and in those really sent.

The forms: RFC 5322 (``Tue, 1 Mar 2022 18:38:00 +0900``), with obsolete zones and two-digit years;
``ctime``; ISO 8601; Japanese (``2022年3月1日(火) 18:38``), as quoted headers have it.

Source: RFC 5322 sections 3.3 and 4.3
"""

import re
from datetime import UTC, datetime, timedelta, timezone
from enum import StrEnum
from functools import lru_cache
from typing import Final

import msgspec

MAX_DATE_CHARS: Final = 300
"""A date with a long comment has a hundred."""
NOON: Final = 12
CENTURY: Final = 100
PIVOT: Final = 50
"""Two-digit years below are 20xx, others 19xx (RFC 5322 section 4.3)."""
MAX_OFFSET_HOURS: Final = 23
"""Real zones end at 14 hours; a time zone object takes less than a day."""

USUAL_FORM: Final = (
    r"\s*+(?:[A-Za-z]{3},\s++)?([0-9]{1,2})\s++([A-Za-z]{3})\s++([0-9]{4})\s++"
    r"([0-9]{2}:[0-9]{2}:[0-9]{2})\s++(?:([+-][01][0-9][0-5][0-9])\b|GMT\s*+\Z)"
)
USUAL: Final = re.compile(USUAL_FORM)
"""The standard's form to the letter, read without detours: takes ``1 Mar 2022 18:38:00 +0900`` and
``1 Mar 2022 18:38:00 GMT``; refuses ``1-Mar-22 18:38``."""
STANDARD: Final = re.compile(
    r"(?P<d>\d{1,2})[ \t-]+(?P<mon>[A-Za-z]{3})[a-z]*[.,]?[ \t-]+(?P<y>\d{2,4})[ \t,]+"
    r"(?P<h>\d{1,2})[:.](?P<m>\d{2})(?:[:.](?P<s>\d{2}))?"
)
"""Takes ``1 Mar 2022 18:38:00``; refuses ``Mar 1, 2022``."""
CTIME: Final = re.compile(
    r"(?P<mon>[A-Za-z]{3})[a-z]*[.]?\s+(?P<d>\d{1,2})(?:st|nd|rd|th)?,?\s+(?:(?P<y>\d{4}),?\s+(?:at\s+)?)?"
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?(?(y)|(?:\s+(?P<z>[A-Z]{3,5}))?\s+(?P<y2>\d{4}))"
)
"""Takes ``Mar  1 18:38:00 2022`` and ``Mar 1, 2022 at 6:38``; refuses ``18:38``."""
ISO: Final = re.compile(
    r"(?P<y>\d{4})[-/.](?P<mon>\d{1,2})[-/.](?P<d>\d{1,2})(?:\s*\([^)]*\))?[T ,]+"
    r"(?P<h>\d{1,2}):(?P<m>\d{2})(?::(?P<s>\d{2}))?"
)
"""Takes ``2022-03-01T18:38`` and ``2022/03/01 18:38``; refuses ``2022-03``."""
JAPANESE: Final = re.compile(
    r"(?P<y>\d{4})\s*年\s*(?P<mon>\d{1,2})\s*月\s*(?P<d>\d{1,2})\s*日\s*(?:[(（]?[月火水木金土日](?:曜日?)?[)）]?)?[\s,、]*"
    r"(?P<half>午前|午後)?\s*(?P<h>\d{1,2})\s*[:：時]\s*(?P<m>\d{2})?(?:[:：分]\s*(?P<s>\d{2}))?"
)
"""Takes ``2022年3月1日(火) 18:38``; refuses ``3月1日``."""
OFFSET: Final = re.compile(r"\s*(?:GMT|UTC)?\s*([+-])(\d{2}):?(\d{2})\b")
"""Takes ``+0900`` and ``GMT+09:00``; refuses ``JST``."""
ZONE: Final = re.compile(r"\s*(?:([ap])\.?m\.?\s*)?([A-Za-z]{1,5})?\b", re.IGNORECASE)
"""Takes ``JST`` and ``PM EST``; gives nothing for ``(JST)``."""

MONTHS: Final = {
    name: number
    for number, name in enumerate(
        ("jan", "feb", "mar", "apr", "may", "jun", "jul", "aug", "sep", "oct", "nov", "dec"), 1
    )
}
ZONES: Final = {
    "ut": 0,
    "gmt": 0,
    "utc": 0,
    "z": 0,
    "est": -5,
    "edt": -4,
    "cst": -6,
    "cdt": -5,
    "mst": -7,
    "mdt": -6,
    "pst": -8,
    "pdt": -7,
    "jst": 9,
    "kst": 9,
    "cet": 1,
    "cest": 2,
    "bst": 1,
    "hkt": 8,
    "sgt": 8,
}
"""Zone names to hours from UTC; single letters other than Z say nothing (RFC 5322)."""


class DateProblem(StrEnum):
    """Why a date is missing or uncertain."""

    ABSENT = "absent"
    UNREADABLE = "unreadable"
    OUT_OF_RANGE = "out_of_range"
    ZONE_MISSING = "zone_missing"
    ZONE_UNKNOWN = "zone_unknown"


class MailDate(msgspec.Struct, frozen=True, gc=False):
    """A date as far as it could be read."""

    at: datetime | None
    """Aware UTC. With a zone problem the clock reading is taken for UTC."""
    problem: DateProblem | None = None


def parse(text: str | None) -> MailDate:
    """Parse one date; anything gives an answer."""
    text = (text or "")[:MAX_DATE_CHARS]
    usual = USUAL.match(text)
    if usual:
        return build_usual(*usual.groups())
    if not text.strip():
        return MailDate(None, DateProblem.ABSENT)
    for form in (STANDARD, ISO, JAPANESE, CTIME):
        found = form.search(text)
        if found:
            return _build(found, text[found.end() :])
    return MailDate(None, DateProblem.UNREADABLE)


def build_usual(day: str, name: str, year: str, clock: str, offset: str | None) -> MailDate:
    """Make a date of what the groups of ``USUAL_FORM`` took; no offset: the zone is GMT."""
    if clock.endswith("60"):
        clock = f"{clock[:-2]}59"  # a leap second is no second that datetime knows
    try:
        at = datetime.fromisoformat(f"{_day(day, name, year)}T{clock}+00:00")
        return MailDate(at - _offset(offset) if offset else at)
    except (ValueError, OverflowError):
        return MailDate(None, DateProblem.OUT_OF_RANGE)


@lru_cache(maxsize=256)
def _day(day: str, name: str, year: str) -> str:
    """The hops of a mail, and the mails of a folder, are mostly of one day or of a few."""
    return f"{year}-{MONTHS.get(name.lower(), 0):02}-{day.zfill(2)}"


@lru_cache(maxsize=256)
def _offset(sign_hours_minutes: str) -> timedelta:
    span = timedelta(hours=int(sign_hours_minutes[1:3]), minutes=int(sign_hours_minutes[3:5]))
    return -span if sign_hours_minutes[0] == "-" else span


def _build(found: re.Match[str], rest: str) -> MailDate:
    part = found.groupdict()
    name = (part["mon"] or "").lower()
    month = MONTHS.get(name) or (int(name) if name.isdigit() else 0)
    year = int(part.get("y") or part.get("y2") or 0)
    if year < CENTURY:
        year += 2000 if year < PIVOT else 1900
    zone, half, problem = _zone(part.get("z") or rest, part.get("half"))
    hour = int(part["h"])
    if half:
        hour = hour % NOON + (NOON if half == "p" else 0)
    second = min(int(part["s"] or 0), 59)  # a leap second is no second that datetime knows
    try:
        local = datetime(
            year, month, int(part["d"]), hour, int(part["m"] or 0), second, tzinfo=zone
        )
        return MailDate(local.astimezone(UTC), problem)
    except (ValueError, OverflowError):
        return MailDate(None, DateProblem.OUT_OF_RANGE)


def _zone(rest: str, half: str | None) -> tuple[timezone, str, DateProblem | None]:
    """Return the zone, ``a``/``p``/empty for the half of the day, and what is wrong."""
    mark = {"午前": "a", "午後": "p"}.get(half or "", "")
    named = ZONE.match(rest)
    if named and named[1]:
        mark = named[1].lower()
        rest = rest[named.end(1) :].removeprefix(".").lstrip("Mm. ")
        named = ZONE.match(rest)
    offset = OFFSET.match(rest)
    if offset:
        hours, minutes = int(offset[2]), int(offset[3])
        if hours > MAX_OFFSET_HOURS:
            return UTC, mark, DateProblem.ZONE_UNKNOWN
        span = timedelta(hours=hours, minutes=min(minutes, 59))
        return timezone(-span if offset[1] == "-" else span), mark, None
    name = (named[2] or "").lower() if named else ""
    if not name:
        return UTC, mark, DateProblem.ZONE_MISSING
    if name not in ZONES:
        return UTC, mark, DateProblem.ZONE_UNKNOWN
    return timezone(timedelta(hours=ZONES[name])), mark, None
