"""The journal of ``respond`` in a case: what was done is proven by it."""

from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.utils import timezone

from desk.conftest import ClientOf
from kakekomi.desk.cases import service
from kakekomi.desk.cases.asking import logins_of
from kakekomi.desk.cases.models import Case, EvidenceItem, Pc, TimelineEntry
from kakekomi.desk.cases.responses import take_journal
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.house.models import AuditEntry, Organization, User
from kakekomi.respond.action import ActionKind
from kakekomi.respond.journal import Journal
from respond.test_history import SHA256, STATE, at, make_journal, make_step

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(organization: Organization, administrator: User) -> Case:
    return service.open_case(organization, "請求書", administrator)


def actions(case: Case) -> list[tuple[str, str, str, str]]:
    rows = case.actions.select_related("pc").order_by("id")
    return [(one.pc.hostname, one.kind, one.target, one.status) for one in rows]


TAKEN = [
    ("PC-1", "save_evidence", r"C:\a.dll", "verified"),
    ("PC-1", "isolate_network", "", "undone"),
    ("PC-1", "end_process", "412", "failed"),
    ("PC-1", "quarantine_file", r"C:\a.dll", "planned"),
]


def test_actions_stand_under_the_pc_that_the_journal_names(case: Case, tmp_path: Path) -> None:
    assert take_journal(case, make_journal(tmp_path), "hanako") == 4

    assert actions(case) == TAKEN
    (item,) = EvidenceItem.objects.all()
    assert (item.sha256, item.name, item.place) == (SHA256, r"C:\a.dll", "PC-1 の隔離場所")
    entry = AuditEntry.objects.get(action="journal.taken")
    assert (entry.organization, entry.after["new"]) == (case.organization, 4)  # type: ignore[index]
    assert "確かめた対処 1件" in TimelineEntry.objects.latest("id").text


def test_a_journal_that_comes_again_changes_only_what_went_on(case: Case, tmp_path: Path) -> None:
    first = make_journal(tmp_path)
    take_journal(case, first, "hanako")
    assert take_journal(case, first, "hanako") == 0
    with Journal(tmp_path / "j.jsonl", clock=lambda: at(60)) as journal:
        journal.done(3)
    later = (tmp_path / "j.jsonl").read_bytes()

    assert take_journal(case, later, "hanako") == 1
    assert take_journal(case, first, "hanako") == 0, "an older copy takes nothing back"
    assert actions(case) == [*TAKEN[:3], (*TAKEN[3][:3], "verified")]


def test_a_clock_that_is_ahead_does_not_outdate_what_comes_later(
    case: Case, tmp_path: Path
) -> None:
    make_journal(tmp_path)
    ahead = at(0).replace(year=2090)
    with Journal(tmp_path / "j.jsonl", clock=lambda: ahead) as journal:
        journal.plan([make_step(ActionKind.ISOLATE_NETWORK, "")])
        journal.begin(4, STATE)
        journal.done(4)
    take_journal(case, (tmp_path / "j.jsonl").read_bytes(), "hanako")

    assert [one.at <= timezone.now() for one in case.actions.all()] == [True] * 4


def test_what_was_planned_again_after_it_was_undone_is_one_action(
    case: Case, tmp_path: Path
) -> None:
    make_journal(tmp_path)
    minutes = iter(range(60, 90))
    with Journal(tmp_path / "j.jsonl", clock=lambda: at(next(minutes))) as journal:
        journal.plan([make_step(ActionKind.ISOLATE_NETWORK, "")])
        journal.begin(4, STATE)
        journal.done(4)
    take_journal(case, (tmp_path / "j.jsonl").read_bytes(), "hanako")

    assert [one for one in actions(case) if one[1] == "isolate_network"] == [
        ("PC-1", "isolate_network", "", "verified")
    ]


def test_the_steps_of_the_playbook_are_proven_by_it(case: Case, tmp_path: Path) -> None:
    pc = Pc.objects.create(case=case, hostname="PC-1")
    case.answers.create(subject=f"pc:{pc.pk}", question="opened", value="yes", answered_at=at(0))
    step = f"pc:{pc.pk}", "isolate-pc"
    assert step in [(task.subject, task.step.id) for task in standing_of(case).tasks]
    with Journal(tmp_path / "k.jsonl", clock=lambda: at(1)) as journal:
        journal.open_for("pc-1")
        journal.plan([make_step(ActionKind.ISOLATE_NETWORK, "")])
        journal.begin(0, STATE)
        journal.done(0)
    take_journal(case, (tmp_path / "k.jsonl").read_bytes(), "hanako")

    assert step not in [(task.subject, task.step.id) for task in standing_of(case).tasks]
    assert not case.declarations.exists()


def make_disk_journal(folder: Path) -> bytes:
    """Of a disk that was looked at elsewhere: it names a folder and no PC."""
    return make_journal(folder).replace(b'"subject":"PC-1"', b'"subject":"E:\\\\disk"')


@pytest.mark.parametrize("way", ["journals", "checks"])
def test_a_journal_is_handed_in_on_the_case_page(
    way: str, case: Case, tmp_path: Path, administrator: User, client_of: ClientOf
) -> None:
    file = SimpleUploadedFile("j.jsonl", make_journal(tmp_path))
    answer = client_of(administrator).post(f"/cases/{case.pk}/{way}/", {"file": file})

    assert (answer.status_code, actions(case)) == (302, TAKEN)


def test_for_the_journal_of_a_disk_the_pc_is_asked_for(
    case: Case, tmp_path: Path, administrator: User, client_of: ClientOf
) -> None:
    client, data = client_of(administrator), make_disk_journal(tmp_path)
    answer = client.post(f"/cases/{case.pk}/checks/", {"file": SimpleUploadedFile("j", data)})
    page = answer.content.decode()
    pc = Pc.objects.create(case=case, hostname="KEIRI-7")
    file = SimpleUploadedFile("j", data)
    client.post(f"/cases/{case.pk}/journals/", {"file": file, "pc": pc.pk})

    assert answer.status_code == 422
    assert "どのPCのものか" in page
    assert f'action="/cases/{case.pk}/journals/"' in page
    assert {one[0] for one in actions(case)} == {"KEIRI-7"}


def test_what_is_no_journal_is_told(case: Case, administrator: User, client_of: ClientOf) -> None:
    file = SimpleUploadedFile("j", b"x")
    answer = client_of(administrator).post(f"/cases/{case.pk}/journals/", {"file": file})

    assert answer.status_code == 422
    assert "記録として読めませんでした" in answer.content.decode()


def test_a_person_is_linked_to_a_login_of_the_own_organization_only(
    case: Case, administrator: User, employee: User, stranger: User, client_of: ClientOf
) -> None:
    person = case.people.create(name="山田")
    client = client_of(administrator)
    address = f"/cases/{case.pk}/people/login/"
    wrong = client.post(address, {"person": person.pk, "login": stranger.pk})
    right = client.post(address, {"person": person.pk, "login": employee.pk})

    User.objects.filter(pk=administrator.pk).update(is_active=False)
    assert administrator not in logins_of(case), "nobody signs in by it any more"
    User.objects.filter(pk=administrator.pk).update(is_active=True)
    assert (wrong.status_code, right.status_code) == (422, 302)
    assert list(service.persons_of(case, employee)) == [person]
    entry = AuditEntry.objects.get(action="person.login")
    assert (entry.before, entry.after) == (
        {"person": person.pk, "login": None},
        {"person": person.pk, "login": "employee"},
    )
    client.post(address, {"person": person.pk})
    assert list(service.persons_of(case, employee)) == []
