from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.utils import timezone

from desk.conftest import make_user
from desk.work.stock import NEWER, make_check, make_pack
from kakekomi.desk.cases.models import Case, Person
from kakekomi.desk.checks.models import Check, Verdict
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.models import Organization, Role
from kakekomi.desk.work import loaded
from kakekomi.desk.work.ledger import ask_for, take
from kakekomi.desk.work.loaded import OtherPackError, target
from kakekomi.desk.work.models import Job, Kind, LoadedPack, Outgoing, State, VerdictChange
from kakekomi.desk.work.rejudge import stale_checks
from kakekomi.desk.work.tasks import perform, sweep
from kakekomi.packs.load import load_embedded
from kakekomi.packs.sign import SignatureError

pytestmark = pytest.mark.django_db


def do_all() -> None:
    """What the background process does, in this one."""
    done: set[int] = set()
    while jobs := list(Job.objects.exclude(pk__in=done).order_by("pk")):
        for job in jobs:
            lease = take(job.pk)
            if lease is not None:
                perform(lease)
        done |= {job.pk for job in jobs}


def verdicts(check: Check) -> list[tuple[str, str, bool]]:
    rows = check.verdicts.order_by("pk")
    return [(row.pack_version, row.verdict, row.is_current) for row in rows]


def test_a_new_sign_reaches_what_was_checked_before(
    tmp_path: Path, organization: Organization
) -> None:
    known = make_check(organization=organization)
    other = make_check("harmless.pdf", organization)
    own = load_embedded().version

    loaded.load(make_pack(tmp_path), actor="lead")
    do_all()

    assert verdicts(known) == [(own, "nothing_found", False), (NEWER, "detected", True)]
    assert verdicts(other) == [(own, "nothing_found", False), (NEWER, "nothing_found", True)]
    assert [(row.checked, row.before, row.after) for row in VerdictChange.objects.all()] == [
        (known, "nothing_found", "detected")
    ]
    job = Job.objects.get(kind=Kind.REJUDGE)
    assert (job.state, job.done, job.total, job.trouble) == (State.DONE, 2, 2, "")
    assert current_pack().version == NEWER


def test_the_people_of_the_organization_are_told_once(
    tmp_path: Path, organization: Organization, other_organization: Organization
) -> None:
    for name, role in (("kanri", Role.ADMINISTRATOR), ("shain", Role.EMPLOYEE)):
        make_user(name, role, organization)
    make_user("stranger", Role.ADMINISTRATOR, other_organization)
    make_check(organization=organization)
    make_check("harmless.pdf", other_organization)

    loaded.load(make_pack(tmp_path), actor="lead")
    do_all()
    do_all()
    Job.objects.update(state=State.WAITING, lease_until=None)  # as if all were to be done again
    do_all()

    assert [message.to for message in mail.outbox] == [["kanri@aoba.example"]]
    assert "mail with exercise.zip: 該当なし → 検知" in str(mail.outbox[0].body)
    assert [(one.address, one.state) for one in Outgoing.objects.all()] == [
        ("kanri@aoba.example", "sent")
    ]


def test_people_named_in_an_open_case_are_told_too_and_nobody_twice(
    tmp_path: Path, organization: Organization
) -> None:
    make_user("kanri", Role.ADMINISTRATOR, organization)
    now = timezone.now()
    open_case = Case.objects.create(organization=organization, title="事案", opened_at=now)
    closed = Case.objects.create(
        organization=organization, title="前の事案", opened_at=now, closed_at=now
    )
    for case, role, address in (
        (open_case, "manager", "shacho@aoba.example"),
        (open_case, "administrator", "Kanri@aoba.example"),
        (open_case, "employee", "shain@aoba.example"),
        (closed, "manager", "former@aoba.example"),
    ):
        Person.objects.create(case=case, name=address, role=role, address=address)
    make_check(organization=organization)

    loaded.load(make_pack(tmp_path), actor="lead")
    do_all()

    assert [message.to for message in mail.outbox] == [
        ["kanri@aoba.example"],
        ["shacho@aoba.example"],
    ]


def test_doing_the_job_again_changes_nothing(tmp_path: Path) -> None:
    check = make_check()
    loaded.load(make_pack(tmp_path), actor="lead")
    do_all()
    before = list(Verdict.objects.values())

    Job.objects.update(state=State.WAITING, lease_until=None, cursor=0, done=0)
    do_all()

    assert list(Verdict.objects.values()) == before
    assert len(verdicts(check)) == 2


def test_facts_that_cannot_be_read_keep_their_verdict_and_stop_nobody(tmp_path: Path) -> None:
    broken, sound = make_check(), make_check()
    Check.objects.filter(pk=broken.pk).update(facts=b"\x1f\x8bdamaged")

    loaded.load(make_pack(tmp_path), actor="lead")
    do_all()

    assert [row[2] for row in verdicts(broken)] == [True]
    assert [row[1] for row in verdicts(sound)] == ["nothing_found", "detected"]
    assert list(stale_checks(target())) == [broken]


@pytest.mark.parametrize("version", ["2020.1.1", load_embedded().version])
def test_a_pack_that_is_no_newer_is_refused(tmp_path: Path, version: str) -> None:
    with pytest.raises(OtherPackError):
        loaded.load(make_pack(tmp_path, version=version), actor="lead")

    assert (LoadedPack.objects.count(), Job.objects.count()) == (0, 0)


def test_a_pack_signed_by_a_stranger_is_refused(tmp_path: Path) -> None:
    with pytest.raises(SignatureError):
        loaded.load(make_pack(tmp_path, is_trusted=False), actor="lead")

    assert (LoadedPack.objects.count(), Job.objects.count()) == (0, 0)


def test_what_came_in_by_the_older_pack_meanwhile_is_found(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    loaded.load(make_pack(tmp_path), actor="lead")
    do_all()
    late = make_check()

    sweep()
    assert Job.objects.filter(kind=Kind.REJUDGE).count() == 1  # it may still be on its way
    monkeypatch.setattr("kakekomi.desk.work.tasks.SETTLED", timedelta(seconds=-1))
    sweep()
    do_all()

    assert verdicts(late)[-1] == (NEWER, "detected", True)
    sweep()
    assert Job.objects.filter(kind=Kind.REJUDGE).count() == 2


def test_a_newer_pack_ends_the_job_of_the_older(tmp_path: Path) -> None:
    check = make_check()
    old, _ = ask_for(Kind.REJUDGE, "rejudge:emotet:2098.1.1")
    loaded.load(make_pack(tmp_path), actor="lead")
    do_all()

    old.refresh_from_db()
    assert (old.state, old.done) == (State.DONE, 0)
    assert len(verdicts(check)) == 2
