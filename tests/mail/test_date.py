"""Dates of mails."""

from datetime import UTC, datetime
from email.utils import format_datetime, parsedate_to_datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import date
from kakekomi.mail.date import DateProblem, MailDate

AT = datetime(2022, 3, 1, 9, 38, tzinfo=UTC)
CLOCK = datetime(2022, 3, 1, 18, 38, tzinfo=UTC)


@pytest.mark.parametrize(
    "text",
    [
        "Tue, 1 Mar 2022 18:38:00 +0900",
        "Tue, 1 Mar 2022 18:38:00 +0900 (JST)",
        "Tue, 01 Mar 2022 18:38 +0900",
        "1 Mar 22 18:38:00 JST",
        "Tue Mar  1 18:38:00 JST 2022",
        "Tue, 01 Mar 2022 06:38:00 PM +0900",
        "2022-03-01T09:38:00Z",
        "2022-03-01T18:38:00+09:00",
        "Tue, 1 Mar 2022 04:38:00 EST",
        "Tue, 1 Mar 2022 09:38:00 -0000",
        "Tue, 1 Mar 2022 09:38:00 GMT",
        "Tue,  1 Mar 2022    18:38:00 +0900",
        "Tue, 01 mar 2022 18:38:00 +0900",
    ],
)
def test_a_date_with_its_zone_is_read(text: str) -> None:
    assert date.parse(text) == MailDate(AT)


@pytest.mark.parametrize(
    "text",
    [
        "2022年3月1日(火) 18:38",
        "2022年3月1日 18:38",
        "2022年3月1日火曜日 午後6:38",
        "2022年3月1日 18時38分",
        "2022/03/01 18:38",
        "2022/03/01 (火) 18:38",
        "Tuesday, March 1, 2022 6:38 PM",
        "Mar 1, 2022 at 6:38 PM",
        "Tue Mar  1 18:38:00 2022",
        "Tue, 1 Mar 2022 18:38:00",
    ],
)
def test_a_date_without_zone_is_the_clock_reading_and_says_so(text: str) -> None:
    assert date.parse(text) == MailDate(CLOCK, DateProblem.ZONE_MISSING)


@pytest.mark.parametrize(
    ("text", "problem"),
    [
        (None, DateProblem.ABSENT),
        (" ", DateProblem.ABSENT),
        ("yesterday", DateProblem.UNREADABLE),
        ("32 Mar 2022 18:38:00 +0900", DateProblem.OUT_OF_RANGE),
        ("1 Foo 2022 18:38:00 +0900", DateProblem.OUT_OF_RANGE),
        ("1 Mar 2022 25:38:00 +0900", DateProblem.OUT_OF_RANGE),
        ("31 Dec 9999 23:59:59 -1200", DateProblem.OUT_OF_RANGE),
    ],
)
def test_what_is_no_date_says_why(text: str | None, problem: DateProblem) -> None:
    assert date.parse(text) == MailDate(None, problem)


def test_an_unknown_zone_is_the_clock_reading_and_says_so() -> None:
    unknown = MailDate(CLOCK, DateProblem.ZONE_UNKNOWN)

    assert date.parse("Tue, 1 Mar 2022 18:38:00 XYZ") == unknown
    assert date.parse("Tue, 1 Mar 2022 18:38:00 +9900") == unknown


def test_midnight_and_noon_of_the_twelve_hour_clock() -> None:
    assert date.parse("2022-03-01 12:00 AM UTC").at == datetime(2022, 3, 1, 0, tzinfo=UTC)
    assert date.parse("2022-03-01 12:00 PM UTC").at == datetime(2022, 3, 1, 12, tzinfo=UTC)


@given(st.datetimes(datetime(1970, 1, 1), datetime(2090, 1, 1)), st.timezones())
def test_sound_dates_are_read_as_the_standard_library_does(at: datetime, zone: object) -> None:
    text = format_datetime(at.replace(tzinfo=zone, microsecond=0))  # type: ignore[arg-type]

    assert date.parse(text).at == parsedate_to_datetime(text)


@given(st.text(max_size=80))
def test_any_text_gives_an_answer(text: str) -> None:
    assert isinstance(date.parse(text), MailDate)
