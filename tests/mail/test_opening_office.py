import pytest

from kakekomi.drill.documents import make_doc_ole, make_xls_xlm
from kakekomi.facts.gap import Gap
from kakekomi.facts.mail_tables import Attachment, MacroKeyword, Office
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.mail.attachment import Desk, Item
from kakekomi.mail.opening import OPENERS


def open_file(data: bytes, name: str) -> SubjectFacts:
    builder = FactsBuilder("m", Kind.MAIL)
    Desk(builder, OPENERS).take(Item(content=data, name=name, size_bytes=len(data)))
    return builder.build()


def rows(facts: SubjectFacts) -> list[tuple[int | None, str | None, str]]:
    ordered = sorted(facts.of(Attachment), key=lambda row: row.node)
    return [(row.parent, row.name, row.detected_type) for row in ordered]


def test_a_document_with_macros_gives_its_rows() -> None:
    facts = open_file(make_doc_ole(), "a.doc")
    (office,) = facts.of(Office)

    assert (office.node, office.format, office.macro, office.autoexec) == (0, "doc", True, True)
    assert "autoexec" in {word.kind for word in facts.of(MacroKeyword)}


def test_a_macro_sheet_counts_as_macro_and_its_lure_is_kept() -> None:
    (office,) = open_file(make_xls_xlm(), "a.xls").of(Office)

    assert (office.macro, office.xlm, office.hidden_sheets) == (True, True, 1)
    assert office.lure_kind == "enable_content"


def test_a_broken_document_keeps_its_row_and_is_a_gap() -> None:
    facts = open_file(make_doc_ole()[:600], "a.doc")

    assert rows(facts) == [(None, "a.doc", "ole")]
    assert facts.of(Gap)


@pytest.mark.parametrize(
    ("procedure", "runs_by_itself"),
    [("Document_Open", True), ("MultiPage1_Layout", True), ("CommandButton1_Click", False)],
)
def test_a_button_waits_for_the_hand_and_other_events_do_not(
    procedure: str, *, runs_by_itself: bool
) -> None:
    code = f'Sub {procedure}()\r\n  x = "exercise"\r\nEnd Sub\r\n'

    facts = open_file(make_doc_ole(macros={"ThisDocument": code}), "form.doc")

    (office,) = facts.of(Office)
    assert (office.macro, office.autoexec) == (True, runs_by_itself)
