"""What is added by hand or from a list, and who may add it."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone

from desk.cases.checked import positive
from desk.conftest import ClientOf
from kakekomi.desk.cases import service
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.page import people_of
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.house.models import AuditEntry, Organization, User
from kakekomi.desk.portal.models import Receipt

pytestmark = pytest.mark.django_db


def url(case: Case, name: str) -> str:
    return reverse(f"cases:{name}", kwargs={"pk": case.pk})


def make_receipt(organization: Organization | None = None) -> Receipt:
    """Somebody says that content was enabled."""
    return Receipt.objects.create(
        answers=[["opened", "yes"], ["kind", "content_enabled"]],
        started_at=timezone.now(),
        organization=organization,
    )


def test_answers_of_a_receipt_come_into_the_case_about_who_gave_them(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    receipt, taro = make_receipt(), case.people.get()
    check = positive(case.organization, "AOBA-2")
    receipt.checks.add(check)
    data = {"receipt": receipt.shown, "person": taro.pk}
    client_of(administrator).post(url(case, "add_receipt"), data)

    assert {(one.subject, one.question, one.value) for one in case.answers.all()} == {
        (f"person:{taro.pk}", "opened", "yes"),
        (f"person:{taro.pk}", "kind", "content_enabled"),
    }
    assert [link.pc.hostname for link in case.case_checks.all() if link.pc] == ["AOBA-2"]


def test_a_receipt_of_another_organization_is_not_found(
    case: Case, administrator: User, other_organization: Organization, client_of: ClientOf
) -> None:
    receipt = make_receipt(other_organization)
    response = client_of(administrator).post(url(case, "add_receipt"), {"receipt": receipt.shown})

    assert response.status_code == 422
    assert not case.answers.exists()


def test_a_list_of_pcs_names_who_uses_them(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    text = "PC名,使う人\r\nKEIRI-1,佐藤 花子\r\nKEIRI-2,佐藤 花子\r\n"
    file = SimpleUploadedFile("pcs.csv", text.encode("cp932"))
    client_of(administrator).post(url(case, "add_pcs"), {"file": file})

    sato = case.people.get(name="佐藤 花子")
    assert [pc.hostname for pc in sato.pcs.all()] == ["KEIRI-1", "KEIRI-2"]


def test_partners_of_a_list_are_added_once(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    for _ in range(2):
        file = SimpleUploadedFile("a.csv", "会社,アドレス\n若葉,A@wakaba.example\n".encode())
        client.post(url(case, "add_partners"), {"file": file})

    assert [(one.name, one.address) for one in case.partners.all()] == [
        ("若葉", "a@wakaba.example")
    ]
    assert AuditEntry.objects.filter(action="partner.added").count() == 1


def test_the_number_of_all_pcs_says_how_many_are_missing(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    data = {"pcs_total": "12", "own_domains": "@aoba.example、AOBA.test"}
    client_of(administrator).post(url(case, "set_organization"), data)
    case.organization.refresh_from_db()

    assert case.organization.own_domains == ["aoba.example", "aoba.test"]
    assert standing_of(case).missing == 10


def test_an_event_stands_in_the_timeline_when_it_happened(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    data = {"happened_at": "2022-03-07T09:30", "happened": "添付を開いた"}
    client_of(administrator).post(url(case, "add_event"), data)

    first = case.timeline.all()[0]
    assert (first.text, first.said_by) == ("添付を開いた", str(administrator))
    assert f"{timezone.localtime(first.at):%Y-%m-%d %H:%M}" == "2022-03-07 09:30"


@pytest.mark.parametrize(("digest", "is_kept"), [("ab" * 32, True), ("ab" * 16, False)])
def test_evidence_needs_its_sha256(
    digest: str, *, is_kept: bool, case: Case, administrator: User, client_of: ClientOf
) -> None:
    data = {"evidence_name": "disk.img", "sha256": digest, "place": "金庫"}
    client_of(administrator).post(url(case, "add_evidence"), data)

    assert case.evidence.exists() is is_kept


def test_a_person_with_a_role_gets_the_tasks_of_that_role(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    service.attach(case, [positive(case.organization, "AOBA-1")], administrator)
    data = {"person_name": "社長", "role": "manager"}
    client_of(administrator).post(url(case, "add_person"), data)

    persons = {row.person.name: row.role for row in people_of(standing_of(case)) if row.person}
    assert persons["社長"] == "manager"


def test_a_manager_adds_no_pcs(case: Case, manager: User, client_of: ClientOf) -> None:
    response = client_of(manager).post(url(case, "add_pc"), {"hostname": "X"})

    assert response.status_code == 403
