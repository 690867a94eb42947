from datetime import timedelta

import pytest
from django.core import mail
from django.test import Client
from django.utils import timezone

from desk.conftest import ClientOf, make_user
from desk.work.stock import make_check
from desk.work.test_rejudge import do_all
from kakekomi.desk.cases.models import Case, Partner
from kakekomi.desk.checks.models import Verdict
from kakekomi.desk.counter import shown
from kakekomi.desk.counter.models import (
    DeskAnnouncement,
    Edition,
    Member,
    PartnerWarning,
    Stage,
    Ticket,
    Wave,
)
from kakekomi.desk.counter.sorting import sort_new
from kakekomi.desk.house.models import AuditEntry, Organization, Role, User
from kakekomi.desk.portal.models import Enquiry, Receipt, State
from kakekomi.desk.work.models import Outgoing

pytestmark = pytest.mark.django_db

PAGES = (
    "/counter/",
    "/counter/waves/",
    "/counter/today/",
    "/counter/announcements/",
    "/counter/announcements/new/",
    "/counter/texts/",
    "/counter/texts/faq/encrypted-zip/ja/",
    "/counter/texts/step/isolate-pc/ja/",
    "/counter/shift/",
    "/counter/warnings/",
)

WAVE = "件名は「RE: 請求書の件」で、請求書_{}.zip が付いていました。"


@pytest.fixture(autouse=True)
def forgotten() -> None:
    """What an earlier test published is not kept."""
    shown.forget()


def make_enquiry(question: str = "質問です", text: str = "", contact: str = "") -> Enquiry:
    receipt = Receipt.objects.create(started_at=timezone.now())
    return Enquiry.objects.create(receipt=receipt, question=question, text=text, contact=contact)


def fresh(enquiry: Enquiry) -> Enquiry:
    return Enquiry.objects.select_related("ticket", "member").get(pk=enquiry.pk)


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("language", ["ja", "en"])
def test_the_desk_opens_each_page(
    page: str, language: str, operator: User, client_of: ClientOf
) -> None:
    make_enquiry(WAVE.format(1))
    make_enquiry(WAVE.format(2))

    answer = client_of(operator).get(page, headers={"Accept-Language": language})

    assert (answer.status_code, answer["Content-Language"]) == (200, language)


@pytest.mark.parametrize("page", [one for one in PAGES if one != "/counter/warnings/"])
def test_people_of_an_organization_do_not_see_the_desks_side(
    page: str, administrator: User, client_of: ClientOf, client: Client
) -> None:
    assert client_of(administrator).get(page).status_code == 403
    assert client.get(page).status_code == 302


def test_the_most_urgent_comes_first_then_who_waits_longest(
    operator: User, client_of: ClientOf
) -> None:
    texts = [
        "一般的な質問です",
        "添付を開いてしまいました",
        "当社の名前で届いています",
        "別の質問です",
    ]
    for text in texts:
        make_enquiry(text)

    lines = client_of(operator).get("/counter/").context["lines"]

    assert [line.ticket.enquiry.question for line in lines] == [
        "添付を開いてしまいました",
        "当社の名前で届いています",
        "一般的な質問です",
        "別の質問です",
    ]


def test_who_waits_longer_than_promised_is_shown(operator: User, client_of: ClientOf) -> None:
    late = make_enquiry("添付を開いてしまいました")
    Enquiry.objects.filter(pk=late.pk).update(created_at=timezone.now() - timedelta(hours=2))

    (line,) = client_of(operator).get("/counter/").context["lines"]

    assert (line.level, line.waiting, line.is_overdue) == ("high", "2時間", True)


def test_a_receipt_number_and_words_find_an_enquiry(operator: User, client_of: ClientOf) -> None:
    wanted, _ = make_enquiry("パソコンの質問"), make_enquiry("別の質問です")
    client = client_of(operator)
    assert wanted.receipt is not None

    for asked in (wanted.receipt.number, "パソコン"):
        lines = client.get("/counter/", {"q": asked}).context["lines"]
        assert [line.ticket.enquiry for line in lines] == [wanted]


def test_enquiries_and_mails_of_one_campaign_are_one_wave() -> None:
    first, second = make_enquiry(WAVE.format("0301")), make_enquiry(WAVE.format("0315"))
    other = make_enquiry("Macは感染しますか")

    assert sort_new() == 3
    assert sort_new() == 0

    assert fresh(first).member.wave == fresh(second).member.wave
    assert fresh(other).member.wave != fresh(first).member.wave
    assert fresh(second).ticket.reasons == ["several"]
    assert fresh(second).member.shared == [["file_name", "請求書 0 zip"], ["subject", "請求書の件"]]


def test_a_suspicious_mail_and_the_enquiry_about_it_are_one_wave(
    organization: Organization,
) -> None:
    check, harmless = make_check("a-very-rare-name.zip"), make_check("b.zip")
    Verdict.objects.filter(checked=check).update(verdict="detected")
    enquiry = make_enquiry("これは何ですか")
    enquiry.about = check
    enquiry.save()

    sort_new()

    assert fresh(enquiry).member.wave == Member.objects.get(checked=check).wave
    assert not Member.objects.filter(checked=harmless).exists()
    assert fresh(enquiry).ticket.level == 2


def test_an_answer_is_shown_at_the_receipt_and_mailed_once(
    operator: User, client_of: ClientOf, client: Client
) -> None:
    enquiry = make_enquiry("質問です", contact="tanaka@aoba.example")
    sort_new()
    assert enquiry.receipt is not None

    client_of(operator).post(
        f"/counter/enquiries/{enquiry.pk}/answer/",
        {"text": "電話で確かめてください。", "version": 0},
    )
    do_all()
    do_all()

    assert (fresh(enquiry).state, fresh(enquiry).ticket.taken_by) == (State.ANSWERED, operator)
    assert [message.to for message in mail.outbox] == [["tanaka@aoba.example"]]
    assert "電話で確かめてください。" in str(mail.outbox[0].body)
    page = client.get(f"/receipt/{enquiry.receipt.number}/").content.decode()
    assert "電話で確かめてください。" in page


def test_a_contact_that_is_no_address_gets_no_mail(operator: User, client_of: ClientOf) -> None:
    enquiry = make_enquiry("質問です", contact="03-0000-0000 田中")
    sort_new()

    client_of(operator).post(
        f"/counter/enquiries/{enquiry.pk}/answer/", {"text": "回答", "version": 0}
    )

    assert fresh(enquiry).state == State.ANSWERED
    assert Outgoing.objects.count() == 0


def test_who_comes_second_overwrites_nothing_and_keeps_what_was_written(
    operator: User, lead: User, client_of: ClientOf
) -> None:
    enquiry = make_enquiry()
    sort_new()
    address = f"/counter/enquiries/{enquiry.pk}/answer/"
    client_of(operator).post(address, {"text": "一人目の回答", "version": 0})

    second = client_of(lead).post(address, {"text": "二人目の回答", "version": 0})

    assert second.status_code == 422
    assert "二人目の回答" in second.content.decode()
    assert fresh(enquiry).answer == "一人目の回答"


def test_taking_handing_over_and_escalating_are_in_the_audit_log(
    operator: User, lead: User, client_of: ClientOf
) -> None:
    enquiry = make_enquiry()
    sort_new()
    client, address = client_of(operator), f"/counter/enquiries/{enquiry.pk}"

    client.post(f"{address}/take/", {"version": 0})
    assert (fresh(enquiry).ticket.taken_by, fresh(enquiry).state) == (operator, State.WORKING)
    client.post(f"{address}/hand-over/", {"version": 1, "to": "lead"})
    assert fresh(enquiry).ticket.taken_by == lead
    client.post(f"{address}/hand-over/", {"version": 2, "to": ""})
    assert (fresh(enquiry).ticket.taken_by, fresh(enquiry).state) == (None, State.NEW)
    client.post(f"{address}/escalate/", {"version": 3, "rung": "responder", "note": "急ぎ"})
    assert (fresh(enquiry).ticket.rung, fresh(enquiry).ticket.note) == ("responder", "急ぎ")
    client.post(f"{address}/close/", {"version": 3})
    assert fresh(enquiry).state == State.NEW
    client.post(f"{address}/close/", {"version": 4})
    assert fresh(enquiry).state == State.CLOSED

    assert list(AuditEntry.objects.values_list("action", flat=True)) == [
        "enquiry.take",
        "enquiry.hand_over",
        "enquiry.hand_over",
        "enquiry.escalate",
        "enquiry.close",
    ]


def test_one_answer_reaches_all_of_a_wave_and_nobody_else(
    operator: User, client_of: ClientOf
) -> None:
    members = [
        make_enquiry(WAVE.format(number), contact=f"u{number}@aoba.example") for number in range(3)
    ]
    other = make_enquiry("Macは感染しますか", contact="other@aoba.example")
    sort_new()
    wave = fresh(members[0]).member.wave

    client_of(operator).post(f"/counter/waves/{wave.pk}/", {"text": "開かないで", "version": 0})
    client_of(operator).post(f"/counter/waves/{wave.pk}/", {"text": "二度目", "version": 0})
    do_all()

    assert [fresh(one).answer for one in members] == ["開かないで"] * 3
    assert fresh(other).answer == ""
    assert sorted(message.to[0] for message in mail.outbox) == [
        f"u{number}@aoba.example" for number in range(3)
    ]


def test_partners_of_those_in_a_wave_get_the_warning_and_nothing_more(  # noqa: PLR0917
    organization: Organization,
    other_organization: Organization,
    stranger: User,
    administrator: User,
    operator: User,
    client_of: ClientOf,
) -> None:
    unrelated = Organization.objects.create(name="遠方商事", own_domains=["far.example"])
    far = make_user("far", Role.ADMINISTRATOR, unrelated)
    case = Case.objects.create(organization=organization, title="事案", opened_at=timezone.now())
    Partner.objects.create(case=case, address="order@wakaba.example")
    enquiry = make_enquiry(WAVE.format(1), text="秘密の事情")
    Enquiry.objects.filter(pk=enquiry.pk).update(organization=organization)
    sort_new()
    wave = fresh(enquiry).member.wave

    client_of(operator).post(f"/counter/waves/{wave.pk}/warn/", {"text": "請求書ZIPに注意"})

    assert [one.organization for one in PartnerWarning.objects.all()] == [other_organization]
    page = client_of(stranger).get("/counter/warnings/").content.decode()
    assert "請求書ZIPに注意" in page
    for hidden in ("青葉製作所", "秘密の事情", wave.name):
        assert hidden not in page
    for user in (administrator, far):
        assert "請求書ZIPに注意" not in client_of(user).get("/counter/warnings/").content.decode()


def make_announcement(**changes: object) -> dict[str, object]:
    today = timezone.localdate()
    return {
        "severity": "urgent",
        "valid_from": today,
        "valid_until": today + timedelta(days=7),
        "title_ja": "新しい手口に注意",
        "body_ja": "本文",
        "title_en": "Beware of a new trick",
        "body_en": "text",
        "sources": "jpcert-faq",
        "checked_at": today,
        "version": 0,
        **changes,
    }


def test_a_published_urgent_announcement_stands_above_every_page_until_its_last_day(
    operator: User, client_of: ClientOf, client: Client
) -> None:
    desk = client_of(operator)
    desk.post("/counter/announcements/new/", make_announcement())
    row = DeskAnnouncement.objects.get()
    assert "新しい手口に注意" not in client.get("/faq/").content.decode()

    desk.post(f"/counter/announcements/{row.pk}/stage/", {"stage": "published"})

    assert "新しい手口に注意" in client.get("/faq/").content.decode()
    assert "Beware" in client.get("/faq/", headers={"Accept-Language": "en"}).content.decode()
    assert "新しい手口に注意" in client.get("/feed.xml").content.decode()
    assert client.get(f"/announcements/desk-{row.pk}/").status_code == 200
    DeskAnnouncement.objects.update(valid_until=timezone.localdate() - timedelta(days=1))
    shown.forget()
    assert "新しい手口に注意" not in client.get("/faq/").content.decode()


def test_two_people_do_not_overwrite_each_others_announcement(
    operator: User, client_of: ClientOf
) -> None:
    client = client_of(operator)
    client.post("/counter/announcements/new/", make_announcement())
    address = f"/counter/announcements/{DeskAnnouncement.objects.get().pk}/"

    client.post(address, make_announcement(title_ja="一人目"))
    second = client.post(address, make_announcement(title_ja="二人目"))

    assert second.status_code == 422
    assert "二人目" in second.content.decode()
    assert DeskAnnouncement.objects.get().title_ja == "一人目"


def test_an_announcement_that_ends_before_it_begins_is_refused(
    operator: User, client_of: ClientOf
) -> None:
    wrong = make_announcement(valid_until=timezone.localdate() - timedelta(days=1))

    answer = client_of(operator).post("/counter/announcements/new/", wrong)

    assert (answer.status_code, DeskAnnouncement.objects.count()) == (422, 0)


def make_text(**changes: object) -> dict[str, object]:
    return {
        "title": "暗号化ZIPが届きました",
        "body": "**書き直した文章**です。",
        "sources": "jpcert-faq ipa-measures",
        "checked_at": timezone.localdate(),
        "note": "新しい手口",
        **changes,
    }


def test_an_answer_written_anew_is_shown_once_published_and_the_packs_own_comes_back(
    operator: User, client_of: ClientOf, client: Client
) -> None:
    desk = client_of(operator)
    desk.post("/counter/texts/faq/encrypted-zip/ja/", make_text())
    edition = Edition.objects.get()
    assert (edition.number, edition.stage, edition.sources) == (
        1,
        Stage.DRAFT,
        ["jpcert-faq", "ipa-measures"],
    )
    assert "書き直した文章" not in client.get("/faq/encrypted-zip/").content.decode()

    desk.post(f"/counter/editions/{edition.pk}/stage/", {"stage": "published"})
    assert "書き直した文章" in client.get("/faq/encrypted-zip/").content.decode()

    desk.post(f"/counter/editions/{edition.pk}/stage/", {"stage": "withdrawn"})
    assert "書き直した文章" not in client.get("/faq/encrypted-zip/").content.decode()


def test_a_steps_text_needs_a_second_person(
    operator: User, lead: User, client_of: ClientOf, client: Client
) -> None:
    client_of(operator).post("/counter/texts/step/isolate-pc/ja/", make_text())
    address = f"/counter/editions/{Edition.objects.get().pk}/stage/"

    assert client_of(operator).post(address, {"stage": "published"}).status_code == 403
    assert Edition.objects.get().stage == Stage.DRAFT
    client_of(lead).post(address, {"stage": "published"})

    assert Edition.objects.get().published_by == "lead"
    assert "書き直した文章" in client.get("/steps/isolate-pc/").content.decode()


def test_a_new_version_replaces_the_published_one_and_shows_the_difference(
    operator: User, client_of: ClientOf
) -> None:
    desk = client_of(operator)
    for body in ("同じ行\n古い行", "同じ行\n新しい行"):
        desk.post("/counter/texts/faq/encrypted-zip/ja/", make_text(body=body))
    first, second = Edition.objects.order_by("number")
    desk.post(f"/counter/editions/{first.pk}/stage/", {"stage": "published"})

    lines = desk.get(f"/counter/editions/{second.pk}/").context["lines"]
    desk.post(f"/counter/editions/{second.pk}/stage/", {"stage": "published"})

    assert lines == [(" ", "同じ行"), ("-", "古い行"), ("+", "新しい行")]
    assert [one.stage for one in Edition.objects.order_by("number")] == ["withdrawn", "published"]


def test_what_nobody_has_written_is_not_found(operator: User, client_of: ClientOf) -> None:
    for address in ("texts/step/no-such-step/ja/", "texts/rule/x/ja/", "texts/faq/x/fr/"):
        assert client_of(operator).get(f"/counter/{address}").status_code == 404


def test_a_rising_question_is_named_in_today_and_on_the_hand_over_sheet(
    operator: User, client_of: ClientOf
) -> None:
    for number in range(4):
        enquiry = make_enquiry(f"{number}")
        Enquiry.objects.filter(pk=enquiry.pk).update(faq="emocheck")

    client = client_of(operator)

    (rise,) = client.get("/counter/today/").context["rises"]
    assert (rise.today, rise.is_rising) == (4, True)
    assert rise.question in client.get("/counter/shift/").content.decode()


def test_hostile_words_of_an_enquiry_stay_words(operator: User, client_of: ClientOf) -> None:
    enquiry = make_enquiry("<script>alert(1)</script>\u202etxt.exe", text="<img src=x>")
    client = client_of(operator)

    for address in ("/counter/", f"/counter/enquiries/{enquiry.pk}/", "/counter/shift/"):
        page = client.get(address).content.decode()
        assert "<script>alert" not in page
        assert "<img src=x" not in page
        assert "\u202e" not in page


def test_sorting_many_at_once_loses_none() -> None:
    for number in range(130):
        make_enquiry(f"質問{'あいうえお'[number % 5] * 8}{number}")

    assert [sort_new(), sort_new(), sort_new(), sort_new()] == [50, 50, 30, 0]
    assert Ticket.objects.count() == Member.objects.count() == 130
    assert Wave.objects.count() >= 5
