"""The clock of the leak report, and a draft of what it has to say.

Dates are computed and texts drafted; whether a report is due is for the organization to decide,
with whom it asks for advice. Days count from when it became known that data may have leaked.

Source: Act on the Protection of Personal Information, art. 26; its enforcement rules, art. 7 and 8;
guidelines of the Personal Information Protection Commission (general rules, 3-5)
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from typing import Final

from django.db import transaction
from django.utils import timezone

from kakekomi.desk.cases.models import Answer, Case, Deadline
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import User

EARLY_DAYS: Final = 3
"""The first report is due promptly, which is taken as three to five days: so early at best."""
FIRST_DAYS: Final = 5
"""And so late at most."""
FINAL_DAYS: Final = 30
WRONGFUL_DAYS: Final = 60
"""Where the leak may have been made with a wrongful purpose: an intrusion or malware."""


class Report(StrEnum):
    """A report that may be due."""

    FIRST = "first_report"
    FINAL = "final_report"


class Question(StrEnum):
    """What decides whether a report may be due; one yes is enough."""

    SENSITIVE = "sensitive"
    PROPERTY = "property"
    WRONGFUL = "wrongful"
    MANY = "many"


QUESTION_PREFIX: Final = "leak_"
"""Sets these apart from the questions of the triage among the answers of a case."""


class Due(StrEnum):
    """What the answers say; the decision is the organization's."""

    PERHAPS = "perhaps"
    """At least one yes: a report is probably asked for."""
    OPEN = "open"
    """No yes, and something is not known yet."""
    NOT_BY_THESE = "not_by_these"
    """All answered with no."""
    NOT_ASKED = "not_asked"


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
    def early_at(self) -> datetime | None:
        """When it should be out at best, if the law gives a range."""
        if self.deadline.kind != Report.FIRST:
            return None
        return self.deadline.due_at - timedelta(days=FIRST_DAYS - EARLY_DAYS)

    @property
    def days_left(self) -> int:
        """Whole days, 0 on the last one."""
        return max(0, self.left.days)


def clocks(case: Case, now: datetime) -> tuple[Clock, ...]:
    """All deadlines of the case, the next first."""
    return tuple(Clock(deadline=one, left=one.due_at - now) for one in case.deadlines.all())


def given(case: Case) -> Mapping[Question, str]:
    """What was answered: yes, no or unknown."""
    found = dict(
        case.answers.filter(question__startswith=QUESTION_PREFIX).values_list("question", "value")
    )
    return {one: found[key] for one in Question if (key := QUESTION_PREFIX + one) in found}


def due(answers: Mapping[Question, str]) -> Due:
    """Whether a report may be due."""
    if not answers:
        return Due.NOT_ASKED
    if "yes" in answers.values():
        return Due.PERHAPS
    return Due.NOT_BY_THESE if set(answers.values()) == {"no"} else Due.OPEN


def start(case: Case, known_at: datetime, answers: Mapping[Question, str], actor: User) -> None:
    """Set both dates from the day on which it became known; again, if that is corrected.

    The longer time for the final report is taken only if a wrongful purpose was said to be
    possible: of two dates the earlier is the one that nobody regrets.
    """
    final = WRONGFUL_DAYS if answers.get(Question.WRONGFUL) == "yes" else FINAL_DAYS
    with transaction.atomic():
        before = case.known_at
        case.known_at = known_at
        case.save(update_fields=["known_at"])
        for kind, days in {Report.FIRST: FIRST_DAYS, Report.FINAL: final}.items():
            Deadline.objects.update_or_create(
                case=case, kind=kind, defaults={"due_at": known_at + timedelta(days=days)}
            )
        for question, value in answers.items():
            Answer.objects.update_or_create(
                case=case,
                subject=f"case:{case.pk}",
                question=QUESTION_PREFIX + question,
                defaults={"value": value, "answered_at": timezone.now()},
            )
        record(
            actor,
            "deadline.started",
            case,
            before={"known_at": before.isoformat() if before else None},
            after={"known_at": known_at.isoformat(), **answers},
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
