"""Notices and the leak report: filled in by facts, written by people, approved as they stand."""

import pytest
from django.test import Client
from django.urls import reverse

from desk.cases.checked import positive
from desk.conftest import ClientOf
from kakekomi.desk.cases import service
from kakekomi.desk.cases.models import Case, Partner
from kakekomi.desk.house.models import AuditEntry, User

pytestmark = pytest.mark.django_db

FACTS = {
    "telephone": "03-1234-5678",
    "contact": "総務 9時から17時",
    "page_url": "https://aoba.example/news/",
    "sender_address": "info@aoba.example",
    "attachment_policy": "当社は、パスワード付きのZIPを送りません。",
    "information": "メールアドレス\nメールの本文",
    "spoof_marks": "件名が Re: で始まる",
    "measures": "該当のPCをネットワークから切り離しました。",
    "next_report_on": "2022-03-14",
}


def url(case: Case, name: str) -> str:
    return reverse(f"cases:{name}", kwargs={"pk": case.pk, "kind": "partners"})


@pytest.fixture
def filled(case: Case, administrator: User, client_of: ClientOf) -> Case:
    """A case with a finding, and all that it cannot prove stated."""
    service.attach(case, [positive(case.organization, "AOBA-1")], administrator)
    client_of(administrator).post(url(case, "state_facts"), FACTS)
    case.refresh_from_db()
    return case


def approve(client: Client, case: Case) -> None:
    text = client.get(url(case, "notice")).context["page"].text
    client.post(url(case, "approve_notice"), {"seen": text})


def test_a_notice_with_missing_facts_can_not_be_approved(
    case: Case, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    assert client.get(url(case, "notice")).context["page"].points
    approve(client, case)

    assert not case.notice_drafts.exists()


def test_a_filled_notice_is_approved_by_who_decides(
    filled: Case, manager: User, client_of: ClientOf
) -> None:
    client = client_of(manager)
    page = client.get(url(filled, "notice")).context["page"]
    assert (page.points, "03-1234-5678" in page.text) == ((), True)
    approve(client, filled)
    draft = filled.notice_drafts.get()

    assert (draft.approved_by, draft.text) == (str(manager), page.text)


def test_an_administrator_can_not_approve(
    filled: Case, administrator: User, client_of: ClientOf
) -> None:
    response = client_of(administrator).post(url(filled, "approve_notice"), {"seen": "x"})

    assert response.status_code == 403


def test_a_text_that_changed_since_it_was_read_is_not_approved(
    filled: Case, manager: User, client_of: ClientOf
) -> None:
    client_of(manager).post(url(filled, "approve_notice"), {"seen": "another text"})

    assert not filled.notice_drafts.exists()


@pytest.mark.parametrize(
    ("name", "data"),
    [
        ("write_notice", {"notice_text": "件名: 別の文\n\n別の文です。"}),
        ("state_facts", {**FACTS, "telephone": "03-8765-4321"}),
    ],
)
def test_an_approval_falls_when_text_or_facts_change(
    name: str, data: dict[str, str], filled: Case, lead: User, client_of: ClientOf
) -> None:
    client = client_of(lead)
    approve(client, filled)
    assert filled.notice_drafts.get().approved_at is not None
    client.post(url(filled, name), data)

    assert filled.notice_drafts.get().approved_at is None


def test_the_list_to_send_by_has_those_who_were_not_told(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    told = Partner.objects.create(case=case, name="若葉商店", address="a@wakaba.example")
    Partner.objects.create(case=case, name="=cmd()", address="b@wakaba.example")
    client = client_of(administrator)
    notice = {"notice_kind": "partners", "how": "telephone", "partner": told.pk}
    client.post(reverse("cases:add_notice", kwargs={"pk": case.pk}), notice)
    lines = client.get(reverse("cases:not_told", kwargs={"pk": case.pk})).content.decode()

    assert lines.splitlines()[1:] == ["b@wakaba.example,'=cmd(),0,0,0,"]


def test_what_was_written_in_the_report_stays_and_is_audited(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    page = reverse("cases:report_items", kwargs={"pk": case.pk})
    initial = client.get(page).context["form"].initial
    client.post(page, {**{item.value: text for item, text in initial.items()}, "cause": "調査済み"})

    assert {one.item: one.text for one in case.report_items.all()} == {"cause": "調査済み"}
    assert AuditEntry.objects.latest("number").after == {"item": "cause", "text": "調査済み"}
    report = client.get(reverse("cases:paper", kwargs={"pk": case.pk, "name": "report"}))
    assert "調査済み" in report.content.decode()
