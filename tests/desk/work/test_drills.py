"""A drill in the desk: loaded or made, led on its pages, scored like at the command line."""

import json
from datetime import timedelta
from pathlib import Path

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from cli.command import run as run_command
from desk.conftest import ClientOf, make_user
from kakekomi.desk import originals
from kakekomi.desk.cases.models import Case, FileRole, Person
from kakekomi.desk.house.models import Organization, Role, User
from kakekomi.desk.work.drill_loading import packed
from kakekomi.desk.work.drills import forget_old
from kakekomi.desk.work.ledger import ask_for, take
from kakekomi.desk.work.models import Drill, Kind, MailState, Outgoing, VerdictChange
from kakekomi.desk.work.notify import queue_mails
from kakekomi.desk.work.tasks import perform
from kakekomi.drill.answer_sheet import unseal
from kakekomi.drill.exercise import write_exercise
from kakekomi.packs.model import Language

pytestmark = pytest.mark.django_db


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    made = tmp_path_factory.mktemp("drill") / "drill"
    write_exercise(made, 7, Language.JA)
    return made


def url(name: str, case: Case | None = None, **more: int) -> str:
    return reverse(f"case_work:{name}", kwargs={"pk": case.pk, **more} if case else None)


def asked(client: Client, organization: Organization, data: bytes | None) -> Case:
    sent: dict[str, object] = {"organization": organization.pk}
    if data is not None:
        sent["packed"] = SimpleUploadedFile("drill.zip", data)
    answer = client.post(url("drills"), sent)
    assert answer.status_code == 302
    case = Case.objects.get(pk=int(answer["Location"].split("/")[2]))
    lease = take(case.runs.get().job_id)
    assert lease is not None
    perform(lease)
    return case


@pytest.fixture
def case(
    folder: Path, organization: Organization, administrator: User, manager: User,
    client_of: ClientOf,
) -> Case:  # fmt: skip
    return asked(client_of(administrator), organization, packed(folder))


def test_a_drill_is_an_organization_of_its_own_in_which_the_real_people_take_part(
    case: Case, folder: Path, manager: User, stranger: User, client_of: ClientOf
) -> None:
    sheet = unseal((folder / "answers.sealed").read_bytes())

    assert (case.organization.is_demo, case.is_drill) == (True, True)
    assert "訓練" in case.organization.name
    assert Organization.objects.filter(is_demo=False, cases=case).count() == 0
    assert {one.hostname for one in case.pcs.all()} == {*sheet.detected, *sheet.clean}
    assert case.case_checks.count() == 0
    assert client_of(manager).get(url("drill", case)).status_code == 200
    assert client_of(stranger).get(url("drill", case)).status_code == 404


def test_every_page_of_its_case_says_that_it_is_a_drill(
    case: Case, manager: User, client_of: ClientOf
) -> None:
    kind = {"pk": case.pk, "kind": "partners"}
    plain = ("case", "manager", "leaked")
    papers = ("handover", "report")
    addresses = [
        *(reverse(f"cases:{name}", kwargs={"pk": case.pk}) for name in plain),
        *(reverse("cases:paper", kwargs={"pk": case.pk, "name": name}) for name in papers),
        reverse("cases:notice", kwargs=kind),
        reverse("case_work:people", kwargs=kind),
        reverse("case_work:sending", kwargs=kind),
        url("trace", case),
        url("drill", case),
    ]
    client = client_of(manager)

    assert [at for at in addresses if "これは訓練です" not in client.get(at).content.decode()] == []


def test_a_file_name_that_turns_its_line_around_is_told_as_what_it_is(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    material = Drill.objects.get().materials.create(
        kind="archive", name="a\u202efdp.exe", original="0" * 32
    )
    at = url("take_material", case, material=material.pk)

    text = client_of(administrator).post(at, follow=True).content.decode()

    assert "fdp.exe" in text
    assert "\u202e" not in text


def test_one_that_is_made_here_is_ready_too(
    organization: Organization, lead: User, client_of: ClientOf
) -> None:
    case = asked(client_of(lead), organization, None)

    assert (case.pcs.count(), Drill.objects.get().materials.filter(kind="pcs").count()) == (7, 7)


def test_what_is_no_exercise_is_refused_with_the_reason(
    organization: Organization, lead: User, client_of: ClientOf
) -> None:
    case = asked(client_of(lead), organization, b"PK\x05\x06 no exercise")

    page = client_of(lead).get(url("drill", case)).content.decode()
    assert "訓練として読めません" in page
    assert not Drill.objects.exists()


def test_the_answers_stay_sealed_until_the_end(
    case: Case, folder: Path, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    client.post(url("begin_drill", case))
    page = client.get(url("drill", case))

    assert "answers" not in page.context
    assert client.get(url("score_json", case)).status_code == 404
    client.post(url("end_drill", case))
    assert client.get(url("score_json", case)).json()["drill"] == "drill-00000007"


def test_nothing_is_taken_in_hand_before_the_beginning_and_after_the_end(
    case: Case, manager: User, client_of: ClientOf
) -> None:
    client, drill = client_of(manager), Drill.objects.get()
    first = drill.materials.filter(kind="archive").first()
    assert first is not None
    client.post(url("take_material", case, material=first.pk))
    client.post(url("name_mailbox", case), {"mailbox": "a@b.example"})
    client.post(url("begin_drill", case))
    client.post(url("end_drill", case))
    client.post(url("take_material", case, material=first.pk))

    assert not case.mail_files.exists()
    assert not drill.namings.exists()


def test_what_is_done_in_the_desk_is_scored_as_at_the_command_line(
    case: Case, folder: Path, administrator: User, client_of: ClientOf, tmp_path: Path
) -> None:
    sheet = unseal((folder / "answers.sealed").read_bytes())
    client, drill = client_of(administrator), Drill.objects.get()
    client.post(url("begin_drill", case))
    wanted = [f"{sheet.detected[0]}.snapshot", f"{sheet.clean[0]}.snapshot", "1.eml"]
    for material in drill.materials.filter(name__in=wanted):
        client.post(url("take_material", case, material=material.pk))
    for nobody in ("", "\0@midori-shokai.example", "a" * 300 + "@b.example", "@b.example"):
        client.post(url("name_mailbox", case), {"mailbox": nobody})
    assert not Drill.objects.get().namings.exists()
    client.post(url("name_mailbox", case), {"mailbox": "somebody@midori-shokai.example"})
    client.post(url("name_mailbox", case), {"mailbox": sheet.leaked})
    pc = case.pcs.get(hostname=sheet.detected[0])
    declared = {"step": "isolate-pc", "subject": f"pc:{pc.pk}"}
    client.post(reverse("cases:declare", kwargs={"pk": case.pk}), declared)
    kind = {"pk": case.pk, "kind": "partners"}
    told = {"whom": sheet.partners[0], "how": "telephone"}
    client.post(reverse("case_work:told", kwargs=kind), told)
    client.post(url("end_drill", case))
    client.post(reverse("case_work:told", kwargs=kind), {**told, "whom": sheet.partners[1]})

    score = client.get(url("score_json", case)).json()
    log = tmp_path / "log.json"
    log.write_bytes(client.get(url("log_json", case)).content)
    ran = run_command("drill", str(folder), "--score", str(log), "--format", "json")

    assert score == json.loads(ran.out)
    lines = {(one["item"], one["step"], one["subject"]): one["result"] for one in score["lines"]}
    assert lines["checked", "", sheet.detected[0]] == "done"
    assert lines["checked", "", sheet.clean[0]] == "done"
    assert lines["checked", "", sheet.clean[1]] == "missed"
    assert lines["step", "isolate-pc", sheet.detected[0]] == "done"
    assert lines["named", "", sheet.leaked] == "done"
    assert lines["told", "", sheet.partners[0]] == "done"
    assert lines["told", "", sheet.partners[1]] == "missed"
    spoofs = case.mail_files.filter(role=FileRole.SPOOF).values_list("name", flat=True)
    assert list(spoofs) == ["1.eml"]
    page = client.get(url("drill", case)).content.decode()
    assert sheet.leaked in page
    assert f"漏れたメールボックスを答えた {sheet.leaked}" in page
    assert f"検査した {sheet.detected[0]} " in page
    assert f"手順を済ませた パソコンをネットワークから切り離す {sheet.detected[0]}" in page


def test_late_is_late(case: Case, folder: Path, manager: User, client_of: ClientOf) -> None:
    sheet = unseal((folder / "answers.sealed").read_bytes())
    client = client_of(manager)
    client.post(url("begin_drill", case))
    Drill.objects.update(started_at=timezone.now() - timedelta(minutes=16))
    pc = case.pcs.get(hostname=sheet.detected[0])
    declared = {"step": "isolate-pc", "subject": f"pc:{pc.pk}"}
    client.post(reverse("cases:declare", kwargs={"pk": case.pk}), declared)
    case.declarations.get_or_create(
        step="isolate-pc", subject=f"pc:{pc.pk}", defaults={"said_by": "x", "at": timezone.now()}
    )
    client.post(url("end_drill", case))

    lines = client.get(url("score_json", case)).json()["lines"]
    (line,) = [
        one
        for one in lines
        if (one["step"], one["subject"], one["item"]) == ("isolate-pc", sheet.detected[0], "step")
    ]
    assert (line["result"], line["minutes"]) == ("late", 16)


def test_no_mail_of_a_drill_leaves_the_house(case: Case, administrator: User) -> None:
    from desk.work.stock import make_check  # noqa: PLC0415  needs the database

    job, _ = ask_for(Kind.REJUDGE, "rejudge:x")
    check = make_check(organization=case.organization)
    VerdictChange.objects.create(
        job=job, checked=check, pack_id="x", pack_version="1", before="a", after="b",
        at=timezone.now(),
    )  # fmt: skip
    Person.objects.create(case=case, name="x", role="manager", address="x@outside.example")
    waiting = Outgoing.objects.create(
        key="x", organization=case.organization, address="y@outside.example", subject_line="x",
        text="x",
    )  # fmt: skip

    queued = queue_mails(job)
    sender, _ = ask_for(Kind.MAIL, "mail:x")
    lease = take(sender.pk)
    assert lease is not None
    perform(lease)
    waiting.refresh_from_db()

    assert (queued, mail.outbox, waiting.state) == (0, [], MailState.FAILED)


def test_an_employee_makes_no_drill(employee: User, client_of: ClientOf) -> None:
    assert client_of(employee).get(url("drills")).status_code == 403


def test_an_administrator_lets_only_the_own_organization_take_part(
    organization: Organization, stranger: User, client_of: ClientOf
) -> None:
    answer = client_of(stranger).post(url("drills"), {"organization": organization.pk})

    assert answer.status_code == 422
    assert not Case.objects.exists()


def test_a_second_person_of_another_role_keeps_it(
    case: Case, organization: Organization, client_of: ClientOf
) -> None:
    roles = case.organization.memberships.values_list("role", flat=True)

    assert set(roles) == {Role.ADMINISTRATOR, Role.MANAGER}
    assert make_user("late", Role.MANAGER, organization).memberships.count() == 1


def test_files_of_a_drill_go_when_their_time_is_over_and_the_score_stays(
    case: Case, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    client.post(url("begin_drill", case))
    client.post(url("end_drill", case))
    before = client.get(url("score_json", case)).json()
    soon = forget_old(timezone.now())
    later = forget_old(timezone.now() + timedelta(days=3_650))

    assert (soon, later) == (0, 1)
    assert not Drill.objects.get().materials.exists()
    assert client.get(url("score_json", case)).json() == before


def test_what_was_handed_in_is_forgotten_once_it_is_taken_apart(case: Case) -> None:
    with pytest.raises(OSError, match=r"No such file|cannot find"):
        originals.read(case.runs.get().options["original"])
