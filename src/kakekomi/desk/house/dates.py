"""Days and times as people read them, in the language of the request and the desk's own zone."""

from datetime import date, datetime

from django.utils import timezone

from kakekomi.desk.house.words import current, word
from kakekomi.packs.model import Language


def day_of(value: date) -> str:
    """A day, with the month in words where the language has it so."""
    month = value.month if current.get() is Language.JA else f"{value:%b}"
    return word("house.day", year=value.year, month=month, day=value.day)


def moment_of(value: datetime) -> str:
    """A time in the desk's zone, to the minute; as it is where the calendar ends.

    Mails and journals from outside are dated as their makers like, also on its last day.
    """
    try:
        local = timezone.localtime(value)
    except OverflowError:
        local = value
    return f"{day_of(local)} {local:%H:%M}"
