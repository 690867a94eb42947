"""The demo: an organization in mid-incident, made once."""

import pytest

from kakekomi.desk.cases.demo import LOGINS, make_demo
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.standing import Column, Mark, standing_of
from kakekomi.desk.house.models import Organization, User
from kakekomi.guide.stage import Stage

pytestmark = pytest.mark.django_db


def test_the_demo_is_made_once_and_stands_in_the_middle_of_an_incident() -> None:
    logins = list(make_demo())
    again = list(make_demo())
    case = Case.objects.get()
    standing = standing_of(case)
    marks = [dict(row.marks) for row in standing.ledger]

    assert logins == again
    assert User.objects.count() == len(LOGINS)
    assert Organization.objects.get().is_demo
    assert standing.stage is Stage.INFECTED
    assert {row.verdict for row in standing.ledger} >= {"detected", "nothing_found", ""}
    assert {mark[Column.ISOLATED] for mark in marks} >= {Mark.DONE, Mark.NOT_NEEDED}
    assert (standing.missing, case.deadlines.count()) == (2, 2)
    assert case.evidence.exists()
    assert not standing.closing.can_close
