"""Days and times in the reader's words and the desk's zone."""

from collections.abc import Iterator
from datetime import UTC, date, datetime

import pytest
from django.template import Context, Template

from kakekomi.desk.house.dates import day_of, moment_of
from kakekomi.desk.house.words import current
from kakekomi.packs.model import Language

LATE_AT = datetime(2022, 3, 7, 15, 30, tzinfo=UTC)
"""Already the next day in Japan."""


@pytest.fixture
def _english() -> Iterator[None]:
    token = current.set(Language.EN)
    yield
    current.reset(token)


def test_a_day_is_written_as_japanese_readers_write_it() -> None:
    assert day_of(date(2022, 3, 7)) == "2022年3月7日"


def test_a_time_is_told_in_the_zone_of_the_desk() -> None:
    assert moment_of(LATE_AT) == "2022年3月8日 00:30"


def test_a_hostile_date_at_the_end_of_the_calendar_does_not_break_a_page() -> None:
    last_at = datetime(9999, 12, 31, 23, 59, 59, tzinfo=UTC)

    assert moment_of(last_at) == "9999年12月31日 23:59"


@pytest.mark.usefixtures("_english")
def test_the_month_is_a_word_in_english() -> None:
    assert moment_of(LATE_AT) == "8 Mar 2022 00:30"


def test_pages_give_the_exact_day_to_machines() -> None:
    shown = Template("{{ known|day }} {{ unknown|day }}").render(
        Context({"known": date(2022, 3, 7), "unknown": None})
    )

    assert shown == '<time datetime="2022-03-07">2022年3月7日</time> –'
