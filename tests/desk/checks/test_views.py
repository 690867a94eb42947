"""Handing something in, and reading what came of it, as a browser does."""

import io
from hashlib import sha256

import msgspec
import pytest
import pyzipper  # type: ignore[import-untyped]
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from cli.command import PLAIN_MAIL
from desk.conftest import ClientOf
from kakekomi.desk.checks import views
from kakekomi.desk.checks.models import Check
from kakekomi.desk.checks.service import check_upload
from kakekomi.desk.house.models import AuditEntry, Organization, User
from kakekomi.drill.demo_cases import PASSWORD, make_demo_mail
from kakekomi.drill.mail import make_mail
from kakekomi.drill.mailbox import make_mbox
from kakekomi.drill.reports import EMOTET, make_emocheck_txt
from kakekomi.facts import snapshot
from kakekomi.facts.errors import UnavailableError
from kakekomi.facts.paper import pages_of
from kakekomi.facts.pc_tables import Users
from kakekomi.facts.subject import Kind, SubjectFacts

pytestmark = pytest.mark.django_db


def handed_in(client: Client, name: str, data: bytes, **fields: str) -> str:
    """The address that the browser is sent to."""
    answer = client.post("/check/", {"file": SimpleUploadedFile(name, data), **fields})
    assert answer.status_code == 302
    return answer["Location"]


def test_a_mail_leads_to_its_verdict_with_evidence_and_steps(client: Client) -> None:
    page = client.get(handed_in(client, "請求書.eml", make_demo_mail())).content.decode()

    assert "【検知】" in page
    assert f"<mark>{PASSWORD}</mark>" in page
    assert 'href="/steps/' in page
    assert "請求書.eml" in page


def test_what_was_not_checked_stands_beside_nothing_found(client: Client) -> None:
    page = client.get(handed_in(client, "a.eml", PLAIN_MAIL)).content.decode()

    assert "【該当なし】" in page
    assert "「安全」という意味ではありません" in page
    assert "調べていないこと" in page


def test_the_verdict_is_told_in_the_readers_language(client: Client) -> None:
    address = handed_in(client, "a.eml", make_demo_mail())

    page = client.get(address, headers={"accept-language": "en"}).content.decode()

    assert "DETECTED" in page
    assert 'lang="en"' in page


def test_no_link_and_no_address_of_the_mail_can_be_clicked(client: Client) -> None:
    mail = make_mail("Look: https://evil.example/a.doc", subject='<a href="https://x.example">')

    page = client.get(handed_in(client, "a.eml", mail)).content.decode()

    assert "https://evil.example/a.doc" in page
    assert 'href="https://' not in page
    assert "<a href=&quot;" not in page.replace("&lt;a", "")


def test_turning_characters_are_spelled_out(client: Client) -> None:
    mail = make_mail("hello", subject="invoice\u202efdp.exe")

    page = client.get(handed_in(client, "a\u202eb.eml", mail)).content.decode()

    assert "\u202e" not in page
    assert "invoice[U+202E]fdp.exe" in page


def test_a_report_and_a_mailbox_have_their_pages_too(client: Client) -> None:
    report = client.get(handed_in(client, "r.txt", make_emocheck_txt(processes=EMOTET)))
    box = client.get(handed_in(client, "m.mbox", make_mbox([PLAIN_MAIL, make_demo_mail()])))

    assert "この検査結果は「見つかった」" in report.content.decode()
    assert "m.mbox:2" in box.content.decode()
    assert "2件を調べました" in box.content.decode()


def test_what_is_no_mail_comes_back_with_a_reason_and_what_was_filled_in(client: Client) -> None:
    file = SimpleUploadedFile("photo.jpg", b"\xff\xd8\xff\xe0")

    answer = client.post("/check/", {"file": file, "passwords": "abc\ndef"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "photo.jpg" in page
    assert "添付ファイルだけを取り出さず" in page
    assert "abc\ndef" in page
    assert not Check.objects.exists()


def test_several_files_are_checked_together(client: Client) -> None:
    files = [SimpleUploadedFile(name, PLAIN_MAIL) for name in ("a.eml", "b.eml")]

    answer = client.post("/check/", {"file": files})

    page = client.get(answer["Location"]).content.decode()
    assert [check.subject for check in Check.objects.all()] == ["まとめて/a.eml", "まとめて/b.eml"]
    assert "2件を調べました" in page


def test_a_bad_file_among_good_ones_is_told_above_them(client: Client) -> None:
    good, bad = SimpleUploadedFile("a.eml", PLAIN_MAIL), SimpleUploadedFile("b.eml", b"\x00\x01")

    page = client.post("/check/", {"file": [good, bad]}, follow=True).content.decode()

    assert "まとめて/b.eml: " in page
    assert "【該当なし】" in page


def test_pages_of_codes_that_are_missing_are_named(client: Client) -> None:
    rows = tuple(Users(username=sha256(bytes([n])).hexdigest()) for n in range(60))
    pc = SubjectFacts(subject="PC-3", kind=Kind.PC, rows=rows)
    first, *_ = pages_of(snapshot.write([pc]))

    answer = client.post("/check/", {"file": SimpleUploadedFile("p.txt", first.encode())})

    assert answer.status_code == 422
    assert "ページが足りません(2" in answer.content.decode()


def test_nothing_handed_in_is_said_at_the_field(client: Client) -> None:
    answer = client.post("/check/", {})

    assert answer.status_code == 422
    assert 'role="alert"' in answer.content.decode()


def test_the_json_is_that_of_the_verdict(client: Client) -> None:
    address = handed_in(client, "a.eml", PLAIN_MAIL)

    document = msgspec.json.decode(client.get(f"{address}verdict.json").content)

    assert (document["schema"], document["verdict"]) == ("kakekomi.verdict/1", "nothing_found")


def test_what_belongs_to_an_organization_is_shown_to_its_people_only(
    client: Client,
    client_of: ClientOf,
    organization: Organization,
    employee: User,
    stranger: User,
) -> None:
    check = check_upload(PLAIN_MAIL, "a.eml", organization=organization)
    addresses = (
        f"/check/{check.token}/",
        f"/check/{check.token}/verdict.json",
        f"/check/all/{check.batch}/",
    )

    statuses = [
        [browser.get(address).status_code for address in addresses]
        for browser in (client, client_of(stranger), client_of(employee))
    ]

    assert statuses == [[404] * 3, [404] * 3, [200] * 3]


def test_an_address_that_leads_nowhere_is_not_found(client: Client) -> None:
    assert client.get("/check/nothing/").status_code == 404
    assert client.get("/check/all/nothing/").status_code == 404


def test_only_a_desk_lead_takes_the_file_out_and_only_locked(
    client: Client, client_of: ClientOf, administrator: User, operator: User, lead: User
) -> None:
    handed_in(client, "a.eml", PLAIN_MAIL, is_kept="on")
    address = f"/check/{Check.objects.get().token}/original/"

    refused = [browser.post(address).status_code for browser in (client, client_of(administrator))]
    refused += [
        client_of(operator).post(address).status_code,
        client_of(lead).get(address).status_code,
    ]
    taken = client_of(lead).post(address)

    assert refused == [302, 403, 403, 405]
    with pyzipper.AESZipFile(io.BytesIO(taken.content)) as archive:
        assert archive.infolist()[0].flag_bits & 1
        assert archive.read("a.eml", pwd=b"infected") == PLAIN_MAIL
    assert AuditEntry.objects.get().action == "original.take"


def test_a_file_that_was_not_kept_cannot_be_taken(
    client: Client, client_of: ClientOf, lead: User
) -> None:
    handed_in(client, "a.eml", PLAIN_MAIL)

    answer = client_of(lead).post(f"/check/{Check.objects.get().token}/original/")

    assert answer.status_code == 404


def test_when_too_many_are_checked_one_is_asked_to_come_back(
    client: Client, monkeypatch: pytest.MonkeyPatch
) -> None:
    def full(*_: object) -> None:
        raise UnavailableError("full")

    monkeypatch.setattr(views, "check_all", full)

    answer = client.post("/check/", {"file": SimpleUploadedFile("a.eml", PLAIN_MAIL)})

    assert (answer.status_code, answer["Retry-After"]) == (503, "30")
    assert "混み合っています" in answer.content.decode()
