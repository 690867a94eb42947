"""What people say and decide: steps done and taken back, the legal clock, who may close."""

from datetime import UTC, datetime

import pytest
from django.urls import reverse

from desk.cases.checked import positive
from desk.conftest import ClientOf
from kakekomi.desk.cases import service
from kakekomi.desk.cases.deadlines import Due, Question, due, given
from kakekomi.desk.cases.facts import subject_of
from kakekomi.desk.cases.models import Case, TimelineEntry
from kakekomi.desk.house.models import User

pytestmark = pytest.mark.django_db


def test_what_was_said_can_be_taken_back(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    service.attach(case, [positive(case.organization, "AOBA-1")], administrator)
    url = reverse("cases:declare", kwargs={"pk": case.pk})
    said = {"step": "isolate-pc", "subject": subject_of(case.pcs.get(hostname="AOBA-1"))}
    client = client_of(administrator)

    client.post(url, said)
    assert [one.step for one in case.declarations.all()] == ["isolate-pc"]
    client.post(url, {**said, "undo": "1"})
    assert not case.declarations.exists()


@pytest.mark.parametrize(("wrongful", "days"), [("yes", 60), ("no", 30), ("unknown", 30)], ids=str)
def test_the_longer_time_needs_a_wrongful_purpose(
    wrongful: str, days: int, case: Case, manager: User, client_of: ClientOf
) -> None:
    answers = {"sensitive": "no", "property": "unknown", "wrongful": wrongful, "many": "no"}
    url = reverse("cases:start_clock", kwargs={"pk": case.pk})
    client_of(manager).post(url, {"known_on": "2022-03-07", **answers})
    final = case.deadlines.get(kind="final_report").due_at.astimezone(UTC)

    assert (final - datetime(2022, 3, 6, 15, tzinfo=UTC)).days == days
    assert given(case) == {Question(name): value for name, value in answers.items()}


@pytest.mark.parametrize(
    ("answers", "says"),
    [
        ({}, Due.NOT_ASKED),
        ({Question.MANY: "no", Question.WRONGFUL: "unknown"}, Due.OPEN),
        ({Question.MANY: "unknown", Question.WRONGFUL: "yes"}, Due.PERHAPS),
        (dict.fromkeys(Question, "no"), Due.NOT_BY_THESE),
    ],
)
def test_one_yes_is_enough_for_a_report_to_be_perhaps_due(
    answers: dict[Question, str], says: Due
) -> None:
    assert due(answers) is says


def test_a_closed_case_is_opened_again_and_the_timeline_says_both(
    case: Case, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    client.post(reverse("cases:close", kwargs={"pk": case.pk}))
    client.post(reverse("cases:reopen", kwargs={"pk": case.pk}))
    case.refresh_from_db()

    assert case.closed_at is None
    assert [one.text for one in TimelineEntry.objects.order_by("pk")][-2:] == [
        "案件を終了しました。",
        "案件を再び開きました。",
    ]


def test_closing_can_not_be_declared_like_any_step(
    case: Case, manager: User, client_of: ClientOf
) -> None:
    service.attach(case, [positive(case.organization, "AOBA-1")], manager)
    url = reverse("cases:declare", kwargs={"pk": case.pk})
    client_of(manager).post(url, {"step": "close-case", "subject": subject_of(case)})

    assert not case.declarations.exists()
