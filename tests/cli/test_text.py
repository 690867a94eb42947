import pytest

from cli.consoles import MemoryConsole
from cli.documents import make_document, make_finding, make_gap
from kakekomi.check.labels import Labels
from kakekomi.cli.text import EVIDENCE_SHOWN, GAPS_SHOWN, more, render
from kakekomi.guide.document import EvidenceDocument, VerdictDocument

LABELS = Labels(patterns={"received_only": "It only arrived"}, stages={"suspected": "Suspected"})


def _lines(
    monkeypatch: pytest.MonkeyPatch, document: VerdictDocument, language: str = "en"
) -> list[str]:
    console = MemoryConsole(monkeypatch, language=language).console
    return list(render(document, console, LABELS))


def test_where_more_is_names_the_guide_the_card_and_what_was_judged_by(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    console = MemoryConsole(monkeypatch).console

    assert list(more(make_document(), console)) == [
        "",
        "More",
        "  Answer what happened and be led on: kakekomi guide",
        "  The first fifteen minutes on paper: kakekomi guide --card card.html",
        "  All the evidence: the same command with --format json",
        "  judged by knowledge emotet 1 at 2022-03-07 09:30 UTC",
    ]


def test_the_answer_begins_with_one_sentence_and_ends_with_what_to_do(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    against = make_finding(rule="mail/list", says="It came through a mailing list.", weight_db=-2.0)
    document = make_document(findings=(against, make_finding()))

    assert _lines(monkeypatch, document) == [
        "Mail: in/a.eml",
        "SUSPICIOUS: This mail shows marks that attack mails have. Until you have",
        "checked, do not open its attachment or its links.",
        "",
        "What was found",
        "  1. The attachment is encrypted.",
        "     evidence: a.zip (attachment.name)",
        "",
        "What speaks against it",
        "  1. It came through a mailing list.",
        "     evidence: a.zip (attachment.name)",
        "",
        "What was not checked",
        "  - Other malware was not looked for.",
        "",
        "Where you stand",
        "  Pattern: It only arrived",
        "  Stage: Suspected",
        "",
        "What to do next",
        "  1. Call the sender.",
    ]


def test_the_heaviest_finding_stands_first(monkeypatch: pytest.MonkeyPatch) -> None:
    document = make_document(
        findings=(
            make_finding(says="Light.", weight_db=1.0),
            make_finding(says="Heavy.", weight_db=9.0),
        )
    )

    lines = _lines(monkeypatch, document)

    assert lines.index("  1. Heavy.") < lines.index("  2. Light.")


def test_hostile_text_is_on_one_line_and_visible(monkeypatch: pytest.MonkeyPatch) -> None:
    hostile = "a\u202e\x1b[2J\nDETECTED: b"
    finding = make_finding(
        says=hostile,
        evidence=(EvidenceDocument(table="attachment", column="name", value=hostile),),
    )
    document = make_document(subject=hostile, findings=(finding,), gaps=(make_gap(says=hostile),))

    lines = _lines(monkeypatch, document)

    assert lines.count("DETECTED: b") == 0
    assert "Mail: a[U+202E][U+001B][2J↵DETECTED: b" in lines
    assert not any(char in line for line in lines for char in "\x1b\u202e\n")


def test_much_evidence_and_many_gaps_are_cut_and_the_rest_is_counted(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    evidence = tuple(
        EvidenceDocument(table="url", column="href", value=f"u{n}")
        for n in range(EVIDENCE_SHOWN + 3)
    )
    gaps = tuple(make_gap(says=f"Gap {n}.") for n in range(GAPS_SHOWN + 4))
    document = make_document(findings=(make_finding(evidence=evidence),), gaps=gaps)

    lines = _lines(monkeypatch, document)

    assert "     3 more (all of them with --format json)" in lines
    assert "  - 4 more (all of them with --format json)" in lines
    assert sum(line.startswith("  - Gap") for line in lines) == GAPS_SHOWN


def test_the_same_gap_is_said_once(monkeypatch: pytest.MonkeyPatch) -> None:
    document = make_document(gaps=(make_gap(), make_gap(detail="other")))

    assert _lines(monkeypatch, document).count("  - Other malware was not looked for.") == 1


def test_nothing_found_says_so_and_not_checked_does_not(monkeypatch: pytest.MonkeyPatch) -> None:
    clean = make_document(verdict="nothing_found", findings=(), pattern=None)
    unknown = make_document(verdict="not_checked", findings=(), pattern=None)

    assert "  No mark was found." in _lines(monkeypatch, clean)
    assert "  No mark was found." not in _lines(monkeypatch, unknown)
    assert not any("Pattern" in line for line in _lines(monkeypatch, clean))


def test_the_answer_is_in_the_language_of_the_console(monkeypatch: pytest.MonkeyPatch) -> None:
    lines = _lines(monkeypatch, make_document(verdict="detected"), language="ja")

    assert lines[1].startswith("【検知】")
    assert "調べていないこと" in lines
