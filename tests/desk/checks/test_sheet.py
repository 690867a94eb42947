from datetime import UTC, datetime

from kakekomi.desk.checks.sheet import MAX_TEXT_CHARS, Line, Piece, mail_sheet
from kakekomi.facts.mail_tables import Attachment, Message
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.document import (
    EvidenceDocument,
    FindingDocument,
    PackDocument,
    VerdictDocument,
)


def make_facts(*rows: Row) -> SubjectFacts:
    return SubjectFacts(subject="m", kind=Kind.MAIL, rows=rows)


def make_document(*values: str, weight_db: float = 8) -> VerdictDocument:
    evidence = tuple(
        EvidenceDocument(table="attachment", column="name", value=value) for value in values
    )
    finding = FindingDocument(
        rule="mail/x", title="x", says="x", weight_db=weight_db, attack=(), evidence=evidence
    )
    return VerdictDocument(
        subject="m",
        kind="mail",
        verdict="detected",
        weight_db=weight_db,
        pattern=None,
        stage="suspected",
        findings=(finding,),
        gaps=(),
        pack=PackDocument(id="emotet", version="1"),
        checked_at=datetime(2026, 11, 24, tzinfo=UTC),
        next_steps=(),
    )


def test_evidence_is_marked_where_it_stands_in_any_case() -> None:
    facts = make_facts(Message(text="Open A.ZIP now"), Attachment(node=1, name="a.zip"))

    sheet = mail_sheet(facts, make_document("a.zip"))

    assert sheet is not None
    assert sheet.paragraphs == ((Piece("Open "), Piece("A.ZIP", is_marked=True), Piece(" now")),)
    assert sheet.lines == (Line("checks.mail.attachment", (Piece("a.zip", is_marked=True),)),)


def test_what_speaks_against_malice_and_short_values_are_not_marked() -> None:
    facts = make_facts(Message(text="a.zip ok"))

    for document in (make_document("a.zip", weight_db=-3), make_document("ok")):
        sheet = mail_sheet(facts, document)
        assert sheet is not None
        assert sheet.paragraphs == ((Piece("a.zip ok"),),)


def test_a_long_text_is_cut_and_said_so() -> None:
    facts = make_facts(Message(text="x" * (MAX_TEXT_CHARS + 1)))

    sheet = mail_sheet(facts, make_document("nothing"))

    assert sheet is not None
    assert (sheet.paragraphs, sheet.is_cut) == (((Piece("x" * MAX_TEXT_CHARS),),), True)


def test_hostile_letters_are_made_visible_beside_the_marks() -> None:
    facts = make_facts(Message(subject_line="\u202ea.zip\x1b"))

    sheet = mail_sheet(facts, make_document("a.zip"))

    assert sheet is not None
    assert sheet.lines[0].pieces == (
        Piece("[U+202E]"),
        Piece("a.zip", is_marked=True),
        Piece("[U+001B]"),
    )


def test_a_mail_of_which_nothing_was_read_has_no_sheet() -> None:
    assert mail_sheet(make_facts(), make_document("x")) is None
