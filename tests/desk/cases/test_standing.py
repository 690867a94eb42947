"""What the ledger and the closing proof say, as results and words come in."""

from datetime import timedelta

import pytest
from django.utils import timezone

from desk.cases.checked import negative, positive, scanned
from kakekomi.desk.cases import service
from kakekomi.desk.cases.facts import subject_of
from kakekomi.desk.cases.models import Answer, Case
from kakekomi.desk.cases.standing import Column, Mark, Standing, standing_of
from kakekomi.desk.checks.models import Check
from kakekomi.desk.house.models import User
from kakekomi.facts.errors import NotPermittedError
from kakekomi.guide.stage import Stage

pytestmark = pytest.mark.django_db


def marks(standing: Standing, hostname: str) -> dict[Column, Mark]:
    row = next(row for row in standing.ledger if row.pc.hostname == hostname)
    return dict(row.marks)


def opened(case: Case) -> None:
    """Taro says that he opened it."""
    person = case.people.get(name="山田 太郎")
    Answer.objects.create(
        case=case,
        subject=subject_of(person),
        question="opened",
        value="yes",
        answered_at=timezone.now(),
    )


def test_where_nothing_happened_nothing_is_missing(case: Case) -> None:
    standing = standing_of(case)

    assert standing.stage is Stage.PREVENTION
    assert set(marks(standing, "AOBA-1").values()) == {Mark.NOT_NEEDED}


def test_pcs_that_nobody_entered_are_counted(case: Case) -> None:
    assert standing_of(case).missing == 3


def test_somebody_who_opened_it_puts_every_pc_on_the_list(case: Case) -> None:
    opened(case)
    standing = standing_of(case)

    assert marks(standing, "AOBA-1")[Column.ISOLATED] is Mark.MISSING
    assert marks(standing, "AOBA-2")[Column.ISOLATED] is Mark.NOT_NEEDED
    assert {marks(standing, name)[Column.CHECKED] for name in ("AOBA-1", "AOBA-2")} == {
        Mark.MISSING
    }


def test_a_result_goes_to_the_pc_that_it_names_and_proves_the_step(
    case: Case, administrator: User
) -> None:
    opened(case)
    checks = [negative(case.organization, "aoba-2"), scanned(case.organization, "AOBA-2")]
    assert service.attach(case, checks, administrator) == 2
    standing = standing_of(case)

    assert case.pcs.count() == 2
    assert marks(standing, "AOBA-2")[Column.CHECKED] is Mark.DONE
    assert marks(standing, "AOBA-2")[Column.ANTIVIRUS] is Mark.DONE
    assert marks(standing, "AOBA-1")[Column.CHECKED] is Mark.MISSING


def test_what_somebody_only_says_is_shown_as_said(case: Case, administrator: User) -> None:
    opened(case)
    pc = subject_of(case.pcs.get(hostname="AOBA-1"))
    service.declare(case, "isolate-pc", pc, administrator)

    assert marks(standing_of(case), "AOBA-1")[Column.ISOLATED] is Mark.SAID
    service.take_back(case, "isolate-pc", pc, administrator)
    assert marks(standing_of(case), "AOBA-1")[Column.ISOLATED] is Mark.MISSING


def test_a_result_of_an_unknown_pc_adds_it(case: Case, administrator: User) -> None:
    service.attach(case, [positive(case.organization, "AOBA-9")], administrator)
    standing = standing_of(case)

    assert standing.stage is Stage.INFECTED
    assert marks(standing, "AOBA-9")[Column.CLEANED] is Mark.MISSING
    assert standing.ledger[-1].verdict != "detected" or len(standing.ledger) == 3


def test_the_same_result_twice_is_one(case: Case, administrator: User) -> None:
    check = negative(case.organization, "AOBA-1")

    assert service.attach(case, [check], administrator) == 1
    assert service.attach(case, [check], administrator) == 0


def test_a_case_with_an_open_step_can_not_be_closed(case: Case, manager: User) -> None:
    opened(case)

    with pytest.raises(NotPermittedError):
        service.close(case, manager)

    case.refresh_from_db()
    assert case.closed_at is None


def test_a_case_closes_when_every_step_is_proven_or_said(
    case: Case, administrator: User, manager: User
) -> None:
    case.organization.pcs_total = 2
    case.organization.save()
    for name in ("AOBA-1", "AOBA-2"):
        for days in (2, 0):
            check = negative(case.organization, name)
            when = timezone.now() - timedelta(days=days)
            Check.objects.filter(pk=check.pk).update(created_at=when)
            check.refresh_from_db()
            service.attach(case, [check, scanned(case.organization, name)], administrator)
    opened(case)
    for task in standing_of(case).closing.open_tasks:
        service.declare(case, task.step.id, task.subject, administrator)
    for task in standing_of(case).closing.open_tasks:  # those that follow from the first
        service.declare(case, task.step.id, task.subject, administrator)
    standing = standing_of(case)

    assert standing.closing.open_tasks == ()
    service.close(case, manager)
    assert standing_of(case).stage is Stage.CLOSED
    service.reopen(case, manager)
    case.refresh_from_db()
    assert case.closed_at is None
    assert standing_of(case).stage is not Stage.CLOSED


def test_a_login_is_the_person_of_its_mail_address(case: Case, employee: User) -> None:
    taro = case.people.get(name="山田 太郎")
    assert list(service.persons_of(case, employee)) == []
    employee.email = "Taro@aoba.example"

    assert list(service.persons_of(case, employee)) == [taro]
    employee.email = ""
    assert list(service.persons_of(case, employee)) == []


def test_who_is_linked_to_a_login_is_nobody_else_by_the_address(
    case: Case, employee: User, manager: User
) -> None:
    case.people.filter(name="山田 太郎").update(user=manager)
    employee.email = "taro@aoba.example"

    assert list(service.persons_of(case, employee)) == []
