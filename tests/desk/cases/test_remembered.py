"""Where a case stands is computed once, and never shown as it was before a change."""

from collections.abc import Callable
from datetime import timedelta

import msgspec
import pytest
from django.core.cache import caches
from django.utils import timezone

from desk.cases.checked import negative, positive
from kakekomi.desk.cases import service, standing
from kakekomi.desk.cases.facts import sources_of, subject_of
from kakekomi.desk.cases.models import ActionTaken, Answer, Case, Partner
from kakekomi.desk.cases.page import overview
from kakekomi.desk.cases.remembered import CACHE, Answers, key_of, recall, remember
from kakekomi.desk.cases.standing import Standing, standing_of
from kakekomi.desk.checks.models import Check, Verdict
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.models import Organization, User
from kakekomi.guide.stage import Stage

pytestmark = pytest.mark.django_db


@pytest.fixture
def found(case: Case, administrator: User) -> Case:
    """A case with a PC that is infected and one that is not, an answer, an action, a partner."""
    service.attach(
        case,
        [positive(case.organization, "AOBA-1"), negative(case.organization, "AOBA-2")],
        administrator,
    )
    Answer.objects.create(
        case=case,
        subject=subject_of(case.people.all()[0]),
        question="opened",
        value="yes",
        answered_at=timezone.now(),
    )
    ActionTaken.objects.create(
        case=case, pc=case.pcs.all()[0], kind="isolate_network", status="planned", at=timezone.now()
    )
    Partner.objects.create(case=case, name="若葉", address="wakaba@partner.example")
    return case


def shown(stands: Standing) -> tuple[object, ...]:
    return (
        stands.stage,
        stands.patterns,
        stands.stages,
        stands.tasks,
        stands.closing,
        stands.applied,
        [(row.pc.hostname, row.verdict, row.marks) for row in stands.ledger],
    )


def afresh(case: Case) -> tuple[object, ...]:
    """As if nobody had asked before."""
    caches[CACHE].clear()
    return shown(standing_of(Case.objects.get(pk=case.pk)))


def later(case: Case) -> Case:
    return Case.objects.get(pk=case.pk)


CHANGES: dict[str, Callable[[Case], object]] = {
    "a verdict": lambda _: Verdict.objects.filter(verdict="detected").update(
        verdict="nothing_found"
    ),
    "another verdict is current": lambda _: _judged_otherwise(),
    "an answer": lambda case: case.answers.update(value="no"),
    "an answer goes": lambda case: case.answers.all().delete(),
    "an action": lambda case: case.actions.update(status="verified"),
    "a declaration": lambda case: case.declarations.create(
        step="isolate-pc", subject=subject_of(case.pcs.all()[0]), said_by="x", at=timezone.now()
    ),
    "a PC": lambda case: case.pcs.create(hostname="NEW"),
    "a PC's user": lambda case: case.pcs.update(person=None),
    "a PC's system": lambda case: case.pcs.update(platform="darwin"),
    "a person": lambda case: case.people.create(name="新人", role="manager"),
    "an account": lambda case: case.accounts.create(kind="bank", identifier="1"),
    "a partner goes": lambda case: case.partners.all().delete(),
    "a notice": lambda case: case.notices.create(kind="partners", at=timezone.now()),
    "a deadline": lambda case: case.deadlines.create(
        kind="first_report", due_at=timezone.now() + timedelta(days=3)
    ),
    "the number of PCs": lambda _: Organization.objects.update(pcs_total=99),
    "the own domains": lambda _: Organization.objects.update(own_domains=["other.example"]),
    "a check goes": lambda case: case.case_checks.all()[0].delete(),
    "a check is another PC's": lambda case: case.case_checks.update(pc=case.pcs.all()[1]),
    "facts": lambda _: Check.objects.update(facts_sha256="0" * 64),
}
"""Each by a way that no signal tells of, or by the usual one."""


def _judged_otherwise() -> None:
    known = Verdict.objects.filter(verdict="detected", is_current=True)[0]
    Verdict.objects.filter(pk=known.pk).update(is_current=False)
    known.pk, known._state.adding = None, True
    known.verdict, known.weight_db, known.document = "nothing_found", 0.0, known.document
    known.save()


@pytest.mark.parametrize("change", CHANGES)
def test_after_a_change_the_case_stands_as_if_nobody_had_asked_before(
    change: str, found: Case
) -> None:
    standing_of(found)
    before = caches[CACHE].get(_key(found))
    CHANGES[change](found)
    after = shown(standing_of(later(found)))

    assert before is not None
    assert after == afresh(found)


@pytest.mark.parametrize("change", CHANGES)
def test_every_change_is_asked_about_under_another_key(change: str, found: Case) -> None:
    before = _key(found)
    CHANGES[change](found)

    assert _key(later(found)) != before


def _key(case: Case) -> str:
    return key_of(sources_of(case), current_pack())


def test_while_nothing_changes_nothing_is_read_or_judged(
    found: Case, monkeypatch: pytest.MonkeyPatch
) -> None:
    first = standing_of(found)
    monkeypatch.setattr(standing, "_asked", lambda *_: pytest.fail("it was judged again"))
    monkeypatch.setattr(Check, "subject_facts", property(lambda _: pytest.fail("facts were read")))

    assert shown(standing_of(later(found))) == shown(first)
    assert overview(later(found)).open_tasks == len(first.closing.open_tasks)


def test_another_pack_is_asked_anew(found: Case, monkeypatch: pytest.MonkeyPatch) -> None:
    pack = current_pack()
    before = key_of(sources_of(found), pack)

    newer = msgspec.structs.replace(pack, version="2099.1.1")

    assert key_of(sources_of(found), newer) != before


def test_what_is_kept_and_can_not_be_read_is_computed_anew(found: Case) -> None:
    first = shown(standing_of(found))
    caches[CACHE].set(_key(found), b"\xff")

    assert shown(standing_of(later(found))) == first


@pytest.mark.parametrize(("failed", "is_kept"), [((), True), (("isolate-pc",), False)])
def test_what_a_failed_query_left_open_is_asked_again(
    failed: tuple[str, ...], *, is_kept: bool
) -> None:
    answers = Answers(
        stage=Stage.INFECTED, patterns=(), stages={}, tasks=(), open_tasks=(), spoofs=(),
        failed=failed, applied={},
    )  # fmt: skip
    remember("k", answers)

    assert (recall("k") == answers) is is_kept


def test_what_is_kept_names_nobody(found: Case) -> None:
    standing_of(found)
    kept = caches[CACHE].get(_key(found))

    for name in ("山田", "AOBA", "partner.example", "青葉"):
        assert name.encode() not in kept
