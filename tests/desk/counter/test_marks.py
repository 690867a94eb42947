from hypothesis import given
from hypothesis import strategies as st

from kakekomi.desk.counter.marks import (
    MAX_MARKS,
    Mark,
    MarkKind,
    marks_of_mail,
    marks_of_text,
    shingles_of,
    skeleton,
)
from kakekomi.facts.mail_tables import Attachment, Message, Office, Shortcut, Url
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts


def make_facts(*rows: Row) -> SubjectFacts:
    return SubjectFacts(subject="a.eml", kind=Kind.MAIL, rows=rows)


def test_what_people_mention_becomes_marks() -> None:
    text = (
        "件名は「RE: 請求書の件」で、請求書_0301.zip が付いていました。"
        "差出人は Suzuki@Shop.example、リンクは hxxp://bad[.]example/x です。"
    )

    assert marks_of_text(text) == {
        Mark(MarkKind.SUBJECT, "請求書の件"),
        Mark(MarkKind.FILE_NAME, "請求書 0 zip"),
        Mark(MarkKind.SENDER, "suzuki@shop.example"),
        Mark(MarkKind.HOST, "bad.example"),
    }


def test_marks_hold_nothing_that_a_database_refuses() -> None:
    facts = make_facts(
        Message(subject_line="請求\0書の件\ud800", from_address="a\0@b.example"),
        Attachment(node=1, name="請\0求書.zip"),
        Url(href="http://x", host="x\0.example"),
    )

    values = {mark.value for mark in marks_of_mail(facts, is_suspicious=True)}

    assert values == {"請求書の件?", "a@b.example", "請求書 zip", "x.example"}


def test_a_skeleton_is_what_campaigns_do_not_vary() -> None:
    assert skeleton("RE: FW: 請求書_2022.03.01") == skeleton("Re: 請求書 0.0-0") == "請求書 0 0 0"


def test_the_shape_says_how_the_dangerous_part_is_packed() -> None:
    facts = make_facts(
        Attachment(node=1, name="a.zip", detected_type="zip", encrypted=True),
        Attachment(node=2, parent=1, name="b.xlsm", detected_type="ooxml"),
        Office(node=2, format="xlsm", macro=True, autoexec=True),
        Attachment(node=3, name="c.lnk", detected_type="lnk"),
        Shortcut(node=3),
    )

    shapes = {
        mark.value
        for mark in marks_of_mail(facts, is_suspicious=True)
        if mark.kind is MarkKind.SHAPE
    }

    assert shapes == {"xlsm macro autoexec < zip encrypted", "lnk"}


def test_an_attachment_inside_itself_ends() -> None:
    facts = make_facts(
        Attachment(node=1, parent=2, detected_type="zip"),
        Attachment(node=2, parent=1, detected_type="zip"),
        Shortcut(node=1),
    )

    assert Mark(MarkKind.SHAPE, "lnk < zip") in marks_of_mail(facts, is_suspicious=True)


def test_a_harmless_mail_has_its_files_only() -> None:
    facts = make_facts(
        Message(subject_line="請求書の件", from_address="a@b.example"),
        Attachment(node=1, name="請求書.pdf", sha256="1" * 64, size_bytes=9_000),
        Attachment(node=2, name="dot.gif", sha256="2" * 64, size_bytes=43),
        Url(href="https://b.example/", host="b.example"),
    )

    assert marks_of_mail(facts, is_suspicious=False) == {Mark(MarkKind.FILE, "1" * 64)}


def test_a_mail_with_a_thousand_links_is_known_by_the_first() -> None:
    facts = make_facts(*(Url(href="x", host=f"h{number}.example") for number in range(1_000)))

    assert len(marks_of_mail(facts, is_suspicious=True)) == MAX_MARKS


@given(st.text())
def test_any_text_has_marks_and_shingles(text: str) -> None:
    assert len(marks_of_text(text)) <= MAX_MARKS
    assert shingles_of(text) == shingles_of(text)
