"""The clock of the leak report, and a draft of what it has to say.

Dates are computed and texts drafted; whether a report is due is for the organization to decide,
with whom it asks for advice. Days count from when it became known that data may have leaked.

Source: Act on the Protection of Personal Information, art. 26; its enforcement rules, art. 7 and 8;
guidelines of the Personal Information Protection Commission (general rules, 3-5)
"""

from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils import timezone

from kakekomi.desk.cases.models import Case, Deadline
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import User

EARLY_DAYS: Final = 3
FIRST_DAYS: Final = 5
"""The first report is due promptly, which is taken as three to five days."""
FINAL_DAYS: Final = 30
WRONGFUL_DAYS: Final = 60
"""Where the leak may have been made with a wrongful purpose: an intrusion or malware."""


class Report(StrEnum):
    """A report that may be due."""

    FIRST = "first_report"
    FINAL = "final_report"


class Item(StrEnum):
    """What both reports have to say, in the order of the form."""

    OUTLINE = "outline"
    DATA = "data"
    PERSONS = "persons"
    CAUSE = "cause"
    DAMAGE = "damage"
    TOLD_PERSONS = "told_persons"
    PUBLISHED = "published"
    PREVENTION = "prevention"
    OTHER = "other"


@dataclass(frozen=True, slots=True, kw_only=True)
class Clock:
    """What is left of a deadline."""

    deadline: Deadline
    left: timedelta

    @property
    def is_overdue(self) -> bool:
        """Past, and not met."""
        return self.deadline.met_at is None and self.left < timedelta()

    @property
    def days_left(self) -> int:
        """Whole days, 0 on the last one."""
        return max(0, self.left.days)


def clocks(case: Case, now: datetime) -> tuple[Clock, ...]:
    """All deadlines of the case, the next first."""
    return tuple(Clock(deadline=one, left=one.due_at - now) for one in case.deadlines.all())


def start(case: Case, known_at: datetime, *, is_wrongful: bool, actor: User) -> None:
    """Set both dates from the day on which it became known; again, if that is corrected."""
    final = WRONGFUL_DAYS if is_wrongful else FINAL_DAYS
    due = {Report.FIRST: FIRST_DAYS, Report.FINAL: final}
    with transaction.atomic():
        before = case.known_at
        case.known_at = known_at
        case.save(update_fields=["known_at"])
        for kind, days in due.items():
            Deadline.objects.update_or_create(
                case=case, kind=kind, defaults={"due_at": known_at + timedelta(days=days)}
            )
        record(
            actor,
            "deadline.started",
            case,
            before={"known_at": before.isoformat() if before else None},
            after={"known_at": known_at.isoformat(), "is_wrongful": is_wrongful},
            organization=case.organization,
        )


def meet(deadline: Deadline, actor: User) -> None:
    """Write down that the report was handed in."""
    with transaction.atomic():
        deadline.met_at = timezone.now()
        deadline.save(update_fields=["met_at"])
        record(
            actor,
            "deadline.met",
            deadline,
            after={"kind": deadline.kind, "met_at": deadline.met_at.isoformat()},
            organization=deadline.case.organization,
        )
