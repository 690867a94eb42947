"""The pages of a case: what is on them, and who may open and change what."""

from datetime import UTC, datetime

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.cases.checked import positive
from desk.conftest import ClientOf
from kakekomi.desk.cases import service
from kakekomi.desk.cases.facts import subject_of
from kakekomi.desk.cases.models import Case, Person
from kakekomi.desk.house.models import AuditEntry, User

pytestmark = pytest.mark.django_db

READ = [
    ("case", {}),
    ("manager", {}),
    ("notice", {"kind": "partners"}),
    ("report_items", {}),
    ("not_told", {}),
    ("leaked", {}),
    ("mine", {}),
    ("export", {}),
    ("state", {}),
    ("paper", {"name": "handover"}),
    ("paper", {"name": "report"}),
    ("pdf", {"name": "report"}),
]

CHANGE = [
    ("add_pc", {}),
    ("add_pcs", {}),
    ("add_check", {}),
    ("add_account", {}),
    ("add_notice", {}),
    ("add_person", {}),
    ("add_partner", {}),
    ("add_partners", {}),
    ("add_event", {}),
    ("add_evidence", {}),
    ("add_receipt", {}),
    ("set_organization", {}),
    ("report_items", {}),
    ("state_facts", {"kind": "partners"}),
    ("write_notice", {"kind": "partners"}),
    ("approve_notice", {"kind": "partners"}),
    ("declare", {}),
    ("start_clock", {}),
    ("meet", {"kind": "first_report"}),
    ("close", {}),
    ("reopen", {}),
]


CLOCK = {
    "known_on": "2022-03-07",
    "sensitive": "no",
    "property": "unknown",
    "wrongful": "yes",
    "many": "no",
}


def url(case: Case, name: str, /, **more: str) -> str:
    return reverse(f"cases:{name}", kwargs={"pk": case.pk, **more})


@pytest.mark.parametrize(("name", "more"), READ)
def test_its_own_people_read_a_case(
    name: str, more: dict[str, str], case: Case, administrator: User, client_of: ClientOf
) -> None:
    service.attach(case, [positive(case.organization, "AOBA-1")], administrator)
    response = client_of(administrator).get(url(case, name, **more))

    assert response.status_code == 200


@pytest.mark.parametrize(("name", "more"), READ)
def test_others_do_not_find_it(
    name: str, more: dict[str, str], case: Case, stranger: User, client_of: ClientOf
) -> None:
    assert client_of(stranger).get(url(case, name, **more)).status_code == 404


@pytest.mark.parametrize(("name", "more"), CHANGE)
def test_others_change_nothing(
    name: str, more: dict[str, str], case: Case, stranger: User, client_of: ClientOf
) -> None:
    before = AuditEntry.objects.count()
    response = client_of(stranger).post(url(case, name, **more), {"hostname": "X", "step": "x"})

    assert response.status_code in {403, 404}
    assert AuditEntry.objects.count() == before


@pytest.mark.parametrize(("name", "more"), [*READ, *CHANGE])
def test_without_an_account_one_is_asked_to_sign_in(
    name: str, more: dict[str, str], case: Case, client_of: ClientOf
) -> None:
    from django.test import Client  # noqa: PLC0415

    client = Client()
    method = client.get if (name, more) in READ else client.post
    response = method(url(case, name, **more))

    assert response.status_code == 302
    assert "/accounts/login/" in response["Location"]


def test_the_list_shows_own_cases_only(
    case: Case, administrator: User, stranger: User, client_of: ClientOf
) -> None:
    own = client_of(administrator).get(reverse("cases:index")).content.decode()
    other = client_of(stranger).get(reverse("cases:index")).content.decode()

    assert ("請求書のメール" in own, "請求書のメール" in other) == (True, False)


@pytest.mark.parametrize("encoding", ["utf-8-sig", "cp932"])
def test_a_list_of_pcs_is_read_as_excel_saves_it(
    encoding: str, case: Case, administrator: User, client_of: ClientOf
) -> None:
    text = "PC名,使う人\r\n経理-1,佐藤\r\nAOBA-1,山田\r\n\r\n"
    file = SimpleUploadedFile("pcs.csv", text.encode(encoding))
    response = client_of(administrator).post(url(case, "add_pcs"), {"file": file})

    assert response.status_code == 302
    assert [pc.hostname for pc in case.pcs.all()] == ["AOBA-1", "AOBA-2", "経理-1"]


def test_hostile_names_are_shown_and_not_run(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    name = "<script>alert(1)</script>\u202e"
    client.post(url(case, "add_pc"), {"hostname": name, "platform": "windows"})
    page = client.get(url(case, "case")).content.decode()

    assert "<script>alert" not in page
    assert "&lt;script&gt;alert(1)&lt;/script&gt;" in page
    assert "\u202e" not in page


def test_an_employee_says_what_he_did_himself_and_nothing_for_others(
    case: Case, employee: User, client_of: ClientOf
) -> None:
    Person.objects.filter(name="山田 太郎").update(user=employee)
    own, other = (subject_of(pc) for pc in case.pcs.order_by("hostname"))
    service.attach(case, [positive(case.organization, "AOBA-1")], employee)
    client = client_of(employee)
    said = {"step": "isolate-pc"}

    assert client.post(url(case, "declare"), {**said, "subject": other}).status_code == 403
    assert client.post(url(case, "declare"), {**said, "subject": own}).status_code == 302
    assert [(one.step, one.subject) for one in case.declarations.all()] == [("isolate-pc", own)]
    assert client.get(url(case, "case")).status_code == 403


def test_a_step_that_is_not_due_can_not_be_declared(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    subject = subject_of(case.pcs.get(hostname="AOBA-1"))
    client_of(administrator).post(url(case, "declare"), {"step": "made-up", "subject": subject})

    assert not case.declarations.exists()


def test_the_clock_of_the_leak_report_runs_from_the_day_it_became_known(
    case: Case, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    client.post(url(case, "start_clock"), CLOCK)
    due = {one.kind: one.due_at.astimezone(UTC) for one in case.deadlines.all()}

    midnight = datetime(2022, 3, 6, 15, tzinfo=UTC)
    assert {kind: (at - midnight).days for kind, at in due.items()} == {
        "first_report": 5,
        "final_report": 60,
    }
    client.post(url(case, "meet", kind="first_report"))
    assert case.deadlines.get(kind="first_report").met_at is not None


def test_only_who_decides_closes(
    case: Case, administrator: User, manager: User, client_of: ClientOf
) -> None:
    assert client_of(administrator).post(url(case, "close")).status_code == 403
    client_of(manager).post(url(case, "close"))
    case.refresh_from_db()
    assert case.closed_at is not None


def test_every_change_is_in_the_audit_log(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    client.post(url(case, "add_account"), {"kind": "mail", "identifier": "taro@aoba.example"})
    client.post(url(case, "add_notice"), {"notice_kind": "partners", "how": "telephone"})

    actions = list(AuditEntry.objects.values_list("action", flat=True))
    assert actions[-2:] == ["account.added", "notice.recorded"]


def test_the_history_of_a_check_shows_each_verdict_and_no_other_cases_checks(
    case: Case, administrator: User, stranger: User, client_of: ClientOf
) -> None:
    check = positive(case.organization, "AOBA-1")
    service.attach(case, [check], administrator)
    page = reverse("cases:check", kwargs={"pk": case.pk, "checked": check.pk})
    missing = reverse("cases:check", kwargs={"pk": case.pk, "checked": check.pk + 1})
    client = client_of(administrator)

    assert check.facts_sha256 in client.get(page).content.decode()
    assert client.get(missing).status_code == 404
    assert client_of(stranger).get(page).status_code == 404


def test_an_employee_is_led_to_the_own_tasks(
    case: Case, employee: User, client_of: ClientOf
) -> None:
    page = client_of(employee).get(reverse("cases:index")).content.decode()

    assert url(case, "mine") in page
    assert reverse("cases:new") not in page
