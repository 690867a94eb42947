"""The ways of people without an account, click by click."""

import re
from collections.abc import Iterator
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone

from kakekomi.desk.checks.models import Check
from kakekomi.desk.house.models import Organization
from kakekomi.desk.portal import shelf
from kakekomi.desk.portal.models import Enquiry, Receipt, Severity, State
from kakekomi.desk.portal.number import shown
from kakekomi.desk.portal.shelf import faqs
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.guide.library import Announcement, Faq
from kakekomi.guide.library import Severity as Loudness
from kakekomi.packs.model import Language, Step

pytestmark = pytest.mark.django_db


def page_of(client: Client, address: str) -> str:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200
    return answer.content.decode()


def make_receipt(**changes: object) -> Receipt:
    return Receipt.objects.create(**({"started_at": timezone.now()} | changes))


def test_one_click_from_the_door_to_the_first_instruction(client: Client) -> None:
    door = re.search(r'href="(/now/\?door=opened)"', page_of(client, "/"))

    assert door is not None
    assert "LANケーブル" in page_of(client, door[1])
    assert "電源" in page_of(client, door[1])


def test_after_the_instruction_at_most_two_questions_follow(client: Client) -> None:
    asked = page_of(client, "/now/?door=opened&shown=isolate-pc")
    assert "質問 2" in asked

    asked = page_of(client, "/now/?door=opened&shown=isolate-pc&a=kind:content_enabled")
    assert "質問 3" in asked

    done = page_of(
        client, "/now/?door=opened&shown=isolate-pc&a=kind:content_enabled&a=our_name:no"
    )
    assert "受付番号を出す" in done
    assert "感染した、または感染したものとして扱う" in done


def test_each_choice_leads_on_with_all_answers_kept(client: Client) -> None:
    page = page_of(client, "/now/?door=our-name&t=1")

    assert '<input type="hidden" name="a" value="our_name:yes">' in page
    assert '<button class="button button--quiet" name="a" value="opened:no">' in page


def test_the_clock_runs_from_the_first_question(client: Client) -> None:
    started = timezone.now().replace(microsecond=0) - timedelta(minutes=3)

    page = page_of(client, f"/now/?door=opened&t={int(started.timestamp())}")

    assert f'data-clock="{int(started.timestamp())}"' in page


@pytest.mark.parametrize("moment", ["", "x", "99999999999999999999", "-1", "１", "0"])
def test_a_clock_that_makes_no_sense_starts_now(client: Client, moment: str) -> None:
    before = int(timezone.now().timestamp())

    page = client.get("/now/", {"door": "opened", "t": moment}).content.decode()

    clock = re.search(r'data-clock="(\d+)"', page)
    assert clock is not None
    assert int(clock[1]) >= before


def test_a_receipt_keeps_answers_and_what_is_done(client: Client) -> None:
    answer = client.post("/receipt/new/", {"a": ["opened:yes", "kind:script", "our_name:no"]})
    page = page_of(client, answer["Location"])
    receipt = Receipt.objects.get()
    assert receipt.shown in page
    assert "はい、開いた・押した" in page

    client.post(f"/receipt/{receipt.number}/done/", {"step": "isolate-pc"})
    receipt.refresh_from_db()
    assert receipt.done == ["isolate-pc"]
    assert 'class="badge badge--done"' in page_of(client, f"/receipt/{receipt.number}/")

    client.post(f"/receipt/{receipt.number}/done/", {"step": "isolate-pc"})
    client.post(f"/receipt/{receipt.number}/done/", {"step": "no-such-step"})
    receipt.refresh_from_db()
    assert receipt.done == []


def test_only_answers_to_our_questions_are_kept(client: Client) -> None:
    client.post(
        "/receipt/new/",
        {"a": ["opened:yes", "opened:\0", "x" * 9000, "kind:<script>"], "check": "\0"},
    )

    assert Receipt.objects.get().answers == [["opened", "yes"]]


@pytest.mark.parametrize(
    "address", ["/check/%00/", "/receipt/%00/", "/faq/%00/", "/check/all/%00/", "/now/?a=%00:%00"]
)
def test_addresses_with_letters_that_no_database_takes_do_no_harm(
    client: Client, address: str
) -> None:
    assert client.get(address).status_code in {200, 404}


def test_one_comes_back_by_the_number_however_it_is_typed(client: Client) -> None:
    receipt = make_receipt()

    answer = client.post("/receipt/", {"number": f" {shown(receipt.number)} "})

    assert answer["Location"] == f"/receipt/{receipt.number}/"


def test_a_slip_and_an_unknown_number_are_told_apart(client: Client) -> None:
    slip = client.post("/receipt/", {"number": "1234-5678-9012-34"})
    unknown = client.post("/receipt/", {"number": "1234-5678-9012-44"})

    assert (slip.status_code, unknown.status_code) == (422, 422)
    assert "打ち間違い" in slip.content.decode()
    assert "その番号の受付はありません" in unknown.content.decode()


def test_a_question_that_was_not_helped_comes_to_the_form_with_its_words(client: Client) -> None:
    found = page_of(client, "/faq/?q=ジップが届いた 開けていい")
    answer = page_of(client, "/faq/encrypted-zip/?q=ジップが届いた")
    ladder = re.search(r'href="(/ask/\?faq=encrypted-zip[^"]*)"', answer)

    assert "/faq/encrypted-zip/" in found
    assert ladder is not None
    before = page_of(client, ladder[1].replace("&amp;", "&"))
    assert "自社のシステム管理者" in before
    form = page_of(client, "/ask/form/?q=ジップが届いた&faq=encrypted-zip")
    assert 'value="ジップが届いた"' in form


def test_an_enquiry_is_stored_with_a_receipt_to_read_the_answer_at(client: Client) -> None:
    answer = client.post(
        "/ask/form/", {"question": "どうすれば", "text": "困った", "faq": "encrypted-zip"}
    )

    enquiry = Enquiry.objects.get()
    assert enquiry.receipt is not None
    assert answer["Location"] == f"/receipt/{enquiry.receipt.number}/"
    assert (enquiry.question, enquiry.faq, enquiry.state, enquiry.severity) == (
        "どうすれば",
        "encrypted-zip",
        State.NEW,
        Severity.LOW,
    )
    Enquiry.objects.update(answer="**電話**で確かめてください", answered_at=timezone.now())
    assert "<strong>電話</strong>" in page_of(client, answer["Location"])


def test_a_form_that_is_not_right_comes_back_as_it_was_filled_in(client: Client) -> None:
    answer = client.post("/ask/form/", {"question": "", "text": "長い話", "receipt": "123"})

    page = answer.content.decode()
    assert answer.status_code == 422
    assert "長い話" in page
    assert "打ち間違い" in page
    assert not Enquiry.objects.exists()


@pytest.mark.parametrize(
    ("answers", "severity"),
    [
        ([["opened", "yes"]], Severity.HIGH),
        ([["opened", "not_sure"]], Severity.HIGH),
        ([["opened", "no"], ["our_name", "yes"]], Severity.MIDDLE),
        ([["opened", "no"], ["our_name", "no"]], Severity.LOW),
    ],
)
def test_who_opened_it_comes_before_who_is_worried(
    client: Client, organization: Organization, answers: list[list[str]], severity: Severity
) -> None:
    receipt = make_receipt(answers=answers, organization=organization)

    client.post("/ask/form/", {"question": "?", "receipt": receipt.number})

    enquiry = Enquiry.objects.get()
    assert (enquiry.severity, enquiry.organization) == (severity, organization)


def test_a_question_about_a_result_carries_it_along(client: Client) -> None:
    client.post("/check/", {"file": SimpleUploadedFile("a.eml", make_demo_mail())})
    check = Check.objects.get()

    client.post("/ask/form/", {"question": "?", "check_token": check.token})

    enquiry = Enquiry.objects.get()
    assert (enquiry.about, enquiry.severity) == (check, Severity.HIGH)
    assert enquiry.receipt is not None
    assert list(enquiry.receipt.checks.all()) == [check]


def test_what_people_write_is_never_taken_for_html(client: Client) -> None:
    client.post("/ask/form/", {"question": "<script>x</script>", "text": "<img src=x>"})
    receipt = Receipt.objects.get()

    page = page_of(client, f"/receipt/{receipt.number}/")
    searched = page_of(client, "/faq/?q=<script>x</script>")

    assert "<script>x" not in page + searched
    assert "<img src=x" not in page


def test_who_posts_too_often_has_to_wait(client: Client) -> None:
    statuses = [client.post("/ask/form/", {"question": "?"}).status_code for _ in range(11)]

    assert statuses == [302] * 10 + [429]


@pytest.fixture
def _edited() -> Iterator[None]:
    def edited(known: tuple[Faq, ...], language: Language) -> tuple[Faq, ...]:
        return tuple(one for one in known if one.id != "emocheck")

    def text(step: Step, body: str, language: Language) -> str:
        return "edited" if step.id == "isolate-pc" else body

    def told(language: Language) -> list[Announcement]:
        today = timezone.localdate()
        return [
            Announcement(
                id="new",
                title="新しい",
                checked_at=today,
                severity=Loudness.URGENT,
                valid_from=today,
            )
        ]

    shelf.faq_editions.append(edited)
    shelf.step_editions.append(text)
    shelf.announcement_sources.append(told)
    yield
    shelf.faq_editions.pop()
    shelf.step_editions.pop()
    shelf.announcement_sources.pop()


@pytest.mark.usefixtures("_edited")
def test_what_the_desk_has_changed_is_shown_and_searched(client: Client) -> None:
    assert "emocheck" not in {one.id for one in faqs(Language.JA)}
    assert client.get("/faq/emocheck/").status_code == 404
    assert "/faq/emocheck/" not in page_of(client, "/faq/?q=EmoCheckの使い方")
    assert "<p>edited</p>" in page_of(client, "/steps/isolate-pc/")
    assert "新しい" in page_of(client, "/announcements/")
