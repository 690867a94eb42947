import pytest

from kakekomi.drill import encryption
from kakekomi.drill.compound import make_compound
from kakekomi.drill.documents import make_doc_ole, make_docm, make_xls_xlm
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment, MacroKeyword, Office
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts
from kakekomi.mail.attachment import Desk, Item
from kakekomi.mail.opening import OPENERS


def open_file(data: bytes, name: str, *passwords: str) -> SubjectFacts:
    builder = FactsBuilder("m", Kind.MAIL)
    desk = Desk(builder, OPENERS, passwords=passwords)
    desk.take(Item(content=data, name=name, size_bytes=len(data)))
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


def test_a_locked_document_is_one_row_with_the_password_that_opened_it() -> None:
    sealed = encryption.make_agile(make_docm(), "ab12", rounds=10)

    facts = open_file(sealed, "form.docm", "wrong", "ab12")

    (attachment,) = facts.of(Attachment)
    (office,) = facts.of(Office)
    assert (attachment.encrypted, attachment.opened_with) == (True, "ab12")
    assert (office.encrypted, office.format, office.autoexec) == (True, "docm", True)
    assert facts.of(Gap) == ()


def test_a_document_that_stays_locked_is_a_gap() -> None:
    facts = open_file(encryption.make_agile(make_docm(), "ab12", rounds=10), "form.docm", "wrong")

    (attachment,) = facts.of(Attachment)
    assert (attachment.encrypted, attachment.opened_with) == (True, None)
    assert facts.of(Gap) == (
        Gap(what=What.DOCUMENT, why=Why.ENCRYPTED, detail="form.docm", node=0),
    )


@pytest.mark.parametrize(
    "streams",
    [
        {"EncryptionInfo": b"\4\0\3\0" + bytes(200)},
        {"\x06DataSpaces/TransformInfo/DRMEncryptedTransform/\x06Primary": bytes(200)},
    ],
)
def test_a_document_that_no_password_opens_does_not_ask_for_one(streams: dict[str, bytes]) -> None:
    made = make_compound({"EncryptedPackage": bytes(4_096), **streams})

    facts = open_file(made, "a.docx", "ab12")

    assert [(row.encrypted, row.opened_with) for row in facts.of(Attachment)] == [(True, None)]
    assert facts.of(Gap) == (Gap(what=What.DOCUMENT, why=Why.UNSUPPORTED, detail="a.docx", node=0),)


def test_passwords_left_untried_are_a_gap_of_their_own() -> None:
    sealed = encryption.make_agile(make_docm(), "ab12", rounds=10).replace(b'"10"', b'"9999999"')

    gaps = open_file(sealed, "form.docm", "ab12").of(Gap)

    assert [(gap.what, gap.why) for gap in gaps] == [
        (What.DOCUMENT, Why.ENCRYPTED),
        (What.DOCUMENT, Why.LIMIT),
    ]


def test_a_procedure_that_was_taken_out_of_the_source_still_runs_by_itself() -> None:
    harmless = {"ThisDocument": "Sub Greeting()\nEnd Sub\n"}

    facts = open_file(make_doc_ole(macros=harmless, compiled=("AutoOpen",)), "form.doc")

    assert [row.autoexec for row in facts.of(Office)] == [True]
    assert [(row.kind, row.keyword) for row in facts.of(MacroKeyword)] == [("stomped", "AutoOpen")]
