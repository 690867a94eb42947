import pytest

from guide.cases import (
    NOW,
    emotet,
    make_answer,
    make_judgement,
    make_subject,
    opened_pack,
    pack_with,
)
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.report_tables import EmocheckReport
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.answer import advise, answer, answer_in, answers_in_all
from kakekomi.guide.document import (
    EvidenceDocument,
    FindingDocument,
    GapDocument,
    NextStep,
    PackDocument,
    VerdictDocument,
)
from kakekomi.guide.situation import FILLED_TO, MAX_NEXT_STEPS, Situations, next_steps
from kakekomi.judge.verdict import Evidence, Finding, Judgement, Verdict
from kakekomi.packs.model import LANGUAGES, Language

CHECKED_KINDS = (Kind.MAIL, Kind.PC, Kind.REPORT)
DISCONNECT = "LANケーブルを抜き、Wi-Fiを切ってください。電源は切らないでください。"
NOT_WINDOWS = Gap(what=What.PC, why=Why.NOT_APPLICABLE)


def make_facts(*rows: Row, kind: Kind = Kind.PC) -> SubjectFacts:
    return make_subject("it", *rows, kind=kind)


def steps_for(verdict: Verdict, *rows: Row, kind: Kind = Kind.PC) -> list[str]:
    document = answer_in(
        Situations(opened_pack()),
        make_judgement(verdict, kind=kind),
        make_facts(*rows, kind=kind),
        language=Language.JA,
        now=NOW,
    )
    return [step.step for step in document.next_steps]


def test_a_document_says_all_of_the_judgement_and_what_to_do() -> None:
    rule = next(rule for rule in emotet().rules if rule.id.startswith("mail/"))
    finding = Finding(
        rule=rule.id,
        weight_db=8.0,
        attack=("T1566.001",),
        evidence=(Evidence("attachment", "name", "\u202egpj.zip"),),
        values={"name": "\u202egpj.zip"},
    )
    gap = Gap(what=What.ATTACHMENT, why=Why.ENCRYPTED, detail="a.zip")
    judgement = make_judgement(Verdict.SUSPICIOUS, kind=Kind.MAIL, findings=(finding,), gaps=(gap,))

    document = answer(judgement, make_facts(kind=Kind.MAIL), emotet(), Language.EN, NOW)

    says = document.findings[0].says
    assert document == VerdictDocument(
        subject="it",
        kind="mail",
        verdict="suspicious",
        weight_db=0.0,
        pattern="received_only",
        stage="prevention",
        findings=(
            FindingDocument(
                rule=rule.id,
                title=rule.title.en,
                says=says,
                weight_db=8.0,
                attack=("T1566.001",),
                evidence=(
                    EvidenceDocument(table="attachment", column="name", value="\u202egpj.zip"),
                ),
            ),
        ),
        gaps=(
            GapDocument(
                what="attachment", why="encrypted", detail="a.zip", says=document.gaps[0].says
            ),
        ),
        pack=PackDocument(id="emotet", version=emotet().version),
        checked_at=NOW,
        next_steps=tuple(
            NextStep(step=name, says=emotet().step(name).says.en)
            for name in (
                "dont-open-delete-or-report",
                "if-already-opened",
                "tell-the-administrator",
                "confirm-by-phone",
                "warn-colleagues",
            )
        ),
    )
    assert "{" not in says
    assert "a.zip" in document.gaps[0].says


@pytest.mark.parametrize("kind", CHECKED_KINDS)
@pytest.mark.parametrize("verdict", Verdict)
@pytest.mark.parametrize("language", LANGUAGES)
def test_whatever_the_verdict_there_is_something_to_do_and_not_too_much(
    kind: Kind, verdict: Verdict, language: Language
) -> None:
    document = answer_in(
        Situations(opened_pack()),
        make_judgement(verdict, kind=kind),
        make_facts(kind=kind),
        language=language,
        now=NOW,
    )

    assert 1 <= len(document.next_steps) <= MAX_NEXT_STEPS
    assert all(step.says for step in document.next_steps)


@pytest.mark.parametrize("kind", [Kind.PC, Kind.REPORT])
@pytest.mark.parametrize("verdict", [Verdict.DETECTED, Verdict.SUSPICIOUS])
def test_a_pc_with_signs_is_cut_off_first(kind: Kind, verdict: Verdict) -> None:
    document = answer(
        make_judgement(verdict, kind=kind), make_facts(kind=kind), emotet(), Language.JA, NOW
    )

    assert document.pattern == "opened_attachment"
    assert document.next_steps[0] == NextStep(step="isolate-pc", says=DISCONNECT)


def test_a_detected_pc_has_its_evidence_saved_before_the_file_is_quarantined() -> None:
    steps = steps_for(Verdict.DETECTED)

    assert steps.index("save-evidence") < steps.index("end-and-quarantine")


def test_a_bad_mail_that_was_opened_is_pattern_one_and_cuts_the_pc_off() -> None:
    document = answer(
        make_judgement(Verdict.DETECTED, kind=Kind.MAIL),
        make_facts(kind=Kind.MAIL),
        emotet(),
        Language.JA,
        NOW,
        (make_answer("opened", "yes"), make_answer("kind", "content_enabled")),
    )

    assert (document.pattern, document.stage) == ("opened_attachment", "infected")
    assert document.next_steps[0].step == "isolate-pc"
    assert "if-already-opened" not in [step.step for step in document.next_steps]


def test_a_bad_mail_of_which_nobody_knows_whether_it_was_opened_asks_so() -> None:
    assert steps_for(Verdict.DETECTED, kind=Kind.MAIL)[:2] == [
        "dont-open-delete-or-report",
        "if-already-opened",
    ]


def test_a_mac_is_told_why_it_was_not_checked_and_what_to_do_anyway() -> None:
    steps = steps_for(Verdict.NOT_CHECKED, NOT_WINDOWS)

    assert steps[0] == "mac-or-phone"
    assert "get-it-checked" not in steps


def test_an_encrypted_attachment_is_to_be_checked_with_its_password() -> None:
    closed = Gap(what=What.ARCHIVE, why=Why.ENCRYPTED, detail="a.zip")

    assert steps_for(Verdict.NOTHING_FOUND, closed, kind=Kind.MAIL) == [
        "check-with-the-password",
        "stay-careful",
    ]


@pytest.mark.parametrize(
    "gap",
    [
        Gap(what=What.HIVE, why=Why.UNREADABLE, detail="sato"),
        Gap(what=What.REPORT, why=Why.OUTDATED, detail="EmoCheck 1.0"),
    ],
)
def test_what_was_left_out_of_a_check_is_to_be_checked(gap: Gap) -> None:
    assert steps_for(Verdict.NOTHING_FOUND, gap) == [
        "doubt-a-clean-result",
        "scan-with-antivirus-too",
        "check-what-was-left-out",
    ]


def test_what_could_not_be_checked_is_to_be_checked() -> None:
    assert steps_for(Verdict.NOT_CHECKED)[0] == "get-it-checked"


def test_lasting_prevention_only_fills_up_where_little_is_to_do() -> None:
    quiet = steps_for(Verdict.NOTHING_FOUND, kind=Kind.MAIL)
    busy = steps_for(Verdict.DETECTED, kind=Kind.MAIL)

    assert len(quiet) == FILLED_TO
    assert "know-the-tricks" in quiet
    assert "know-the-tricks" not in busy


def test_a_subject_leaves_no_trace_in_the_next_one() -> None:
    before = steps_for(Verdict.NOTHING_FOUND)
    steps_for(Verdict.DETECTED)

    assert steps_for(Verdict.NOTHING_FOUND) == before


def test_facts_that_the_database_refuses_still_get_an_answer_and_a_gap() -> None:
    facts = make_facts(EmocheckReport(hostname="\ud800"), kind=Kind.REPORT)
    judgement: Judgement = make_judgement(Verdict.DETECTED, kind=Kind.REPORT)

    document = answer(judgement, facts, emotet(), Language.JA, NOW)

    assert document.next_steps[0].step == "isolate-pc"
    assert [(gap.what, gap.why, gap.detail) for gap in document.gaps] == [
        ("rule", "failed", "facts")
    ]


def test_a_step_that_cannot_be_asked_about_is_a_gap() -> None:
    name = "steps/keep-power-on.sql"
    broken = (
        emotet().text(name).replace("FROM   pattern p", "FROM pattern p JOIN pattern q USING (z)")
    )

    document = answer(
        make_judgement(Verdict.DETECTED), make_facts(), pack_with(name, broken), Language.JA, NOW
    )

    assert [(gap.what, gap.why, gap.detail) for gap in document.gaps] == [("rule", "failed", name)]


def test_who_only_answers_questions_is_advised_too() -> None:
    case = opened_pack()

    opened = advise(case, (make_answer("opened", "yes"),))
    told = advise(case, (make_answer("our_name", "yes"),))
    nothing = advise(case, ())

    assert opened[0].id == "isolate-pc"
    assert told[0].id == "stop-abused-account"
    assert nothing[0].id == "know-the-tricks"
    assert next_steps(case) == nothing


def test_the_answers_in_all_languages_are_those_in_each() -> None:
    situations = Situations(opened_pack())
    judgement, facts = make_judgement(Verdict.DETECTED, kind=Kind.PC), make_facts()

    assert answers_in_all(situations, judgement, facts, now=NOW) == tuple(
        answer_in(situations, judgement, facts, language=language, now=NOW)
        for language in LANGUAGES
    )
