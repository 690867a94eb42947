"""The playbook of the Emotet pack as a whole: reachable, provable, said in both languages."""

import re

import pytest

from guide.cases import (
    CASES,
    DAY,
    NOW,
    emotet,
    make_answer,
    make_check,
    make_declaration,
    make_subject,
    open_case,
)
from kakekomi.facts.case_tables import Action, CheckResult, Deadline, Notice, Organization, Pc
from kakekomi.facts.mail_tables import Message
from kakekomi.facts.pc_setting_tables import OfficePolicy, Programs
from kakekomi.facts.pc_tables import Patches, SharedResources, WindowsSecurityProducts
from kakekomi.facts.report_tables import AvScan
from kakekomi.facts.row import Row
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.tasks import tasks
from kakekomi.packs.model import LANGUAGES, Language, Proof, Step

STEPS = emotet().steps
SECTIONS = {
    Language.JA: ["やり方", "なぜそうするのか", "書きとめること", "終わったと分かるしるし"],
    Language.EN: ["How", "Why", "What to write down", "How you know it is done"],
}
FULL_SCAN = CheckResult(kind="pc", tool="defender", scope="full", verdict="nothing_found")
FACT_PROOFS: dict[str, tuple[Row, ...]] = {
    "isolate-pc": (Action(kind="isolate_network", status="verified"),),
    "keep-power-on": (Action(kind="save_evidence", status="verified"),),
    "if-already-opened": (make_answer("opened", "no"),),
    "doubt-a-clean-result": (make_answer("opened", "no"),),
    "get-it-checked": (make_check("nothing_found"),),
    "warn-colleagues": (Notice(kind="internal", status="sent"),),
    "save-evidence": (Action(kind="save_evidence", status="verified"),),
    "end-and-quarantine": (Action(kind="quarantine_file", status="verified"),),
    "remove-autostart": (Action(kind="remove_autorun", status="verified"),),
    "check-pc": (make_check("nothing_found", tool="emocheck"),),
    "antivirus-full-scan": (FULL_SCAN,),
    "scan-with-antivirus-too": (AvScan(product="clamav", scope="full", finished_at=NOW),),
    "check-for-other-malware": (FULL_SCAN,),
    "collect-original-mails": (Message(),),
    "ask-partners-to-check": (Notice(kind="telephone", status="sent"),),
    "check-again-after-a-day": (
        make_check("nothing_found", days=5),
        make_check("nothing_found", days=6),
    ),
    "notify-partners": (Notice(kind="partners", status="sent"),),
    "notify-sender": (Notice(kind="sender", status="sent"),),
    "notify-affected": (Notice(kind="affected", status="sent"),),
    "public-notice": (Notice(kind="public", status="sent"),),
    "legal-report": (
        Deadline(kind="first_report", due_at=NOW + 5 * DAY, met_at=NOW + DAY),
        Deadline(kind="final_report", due_at=NOW + 60 * DAY),
    ),
    "keep-antivirus-updated": (
        WindowsSecurityProducts(
            type="Antivirus", name="Defender", state="On", signatures_up_to_date=True
        ),
    ),
    "keep-windows-updated": (
        make_check("nothing_found", kind="pc"),
        Patches(hotfix_id="KB5011487", installed_on="2022-03-01"),
    ),
    "keep-software-supported": (
        make_check("nothing_found", kind="pc"),
        Programs(name="7-Zip 22.01 (x64)", version="22.01"),
    ),
    "check-shared-folders": (SharedResources(name="share", everyone="read"),),
}
"""For each step that facts of its own subject can prove, such facts."""

PROVEN_BY_OTHERS = {
    "check-every-pc",
    "check-own-side-first",
    "ask-the-shown-sender",
    "estimate-leaked-mail",
    "disable-macros",
}
"""Steps that facts about other subjects prove; each has a test below."""


def applying(step: Step) -> tuple[tuple[SubjectFacts, ...], str]:
    """A case in which the step is a task, and for whom."""
    for subjects in CASES.values():
        for task in tasks(open_case(*subjects)):
            if task.step.id == step.id:
                return subjects, task.subject
    pytest.fail(f"{step.id} applies to nobody in any case")


def is_task(step_id: str, subject: str, *subjects: SubjectFacts) -> bool:
    left = {(task.step.id, task.subject) for task in tasks(open_case(*subjects))}
    return (step_id, subject) in left


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_step_applies_to_somebody_in_some_case(step: Step) -> None:
    assert applying(step)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_step_can_be_proven(step: Step) -> None:
    subjects, subject = applying(step)
    rows = FACT_PROOFS.get(step.id, (make_declaration(step.id),))

    assert not is_task(step.id, subject, *subjects, make_subject(subject, *rows))


def test_every_step_said_to_be_proven_by_facts_has_such_facts_here() -> None:
    by_fact = {step.id for step in STEPS if step.proof is Proof.FACT}

    assert by_fact == FACT_PROOFS.keys() | PROVEN_BY_OTHERS


def test_a_wrong_second_check_does_not_prove_a_step() -> None:
    subjects, subject = applying(emotet().step("check-again-after-a-day"))
    detected_between = (
        make_check("nothing_found", days=5),
        make_check("detected", days=6),
        make_check("nothing_found", days=7),
    )

    assert is_task(
        "check-again-after-a-day", subject, *subjects, make_subject(subject, *detected_between)
    )


def test_a_failed_action_proves_nothing() -> None:
    subjects, subject = applying(emotet().step("isolate-pc"))
    failed = make_subject(subject, Action(kind="isolate_network", status="failed"))

    assert is_task("isolate-pc", subject, *subjects, failed)


def test_all_pcs_are_checked_when_each_has_a_result_and_none_is_missing() -> None:
    one = make_subject("PC-1", make_check("nothing_found"))
    two = make_subject("PC-2", make_check("nothing_found"))
    office = CASES["infected office"]

    assert is_task("check-every-pc", "case", *office, one)
    assert not is_task("check-every-pc", "case", *office, one, two)
    more = make_subject("case", Organization(name="Example", pcs_total=3))
    assert is_task("check-every-pc", "case", more, *office[1:], one, two)


def test_the_own_side_is_looked_at_when_every_known_pc_was_checked() -> None:
    case = CASES["abused name"]
    total = make_subject("case", Organization(name="Example", pcs_total=1))
    checked = make_subject("PC-1", make_check("nothing_found"))

    assert is_task("check-own-side-first", "sato", *case, checked)
    assert not is_task("check-own-side-first", "sato", *case, checked, total)


def test_the_shown_sender_was_asked_when_they_answered() -> None:
    case = CASES["abused name"]
    mail = make_subject("mail-1", Message(from_address="Sato@Example.jp"))
    other = make_subject("mail-1", Message(from_address="abe@example.jp"))

    assert is_task("ask-the-shown-sender", "sato", *case, other)
    assert not is_task("ask-the-shown-sender", "sato", *case, mail)


def test_leaked_mail_is_estimated_when_partners_are_listed() -> None:
    case = CASES["reinstalled"]
    partners = CASES["infected office"][7]

    assert is_task("estimate-leaked-mail", "PC-1", *case)
    assert not is_task("estimate-leaked-mail", "PC-1", *case, partners)


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_step_says_how_why_what_to_note_and_when_it_is_done(
    step: Step, language: Language
) -> None:
    body = emotet().step_body(step, language)

    assert re.findall(r"^## (.+)$", body, re.MULTILINE) == SECTIONS[language]
    assert all(len(part.strip()) > 4 for part in re.split(r"^## .+$", body, flags=re.MULTILINE)[1:])


@pytest.mark.parametrize("step", STEPS, ids=lambda step: step.id)
def test_every_step_names_its_danger_its_length_and_its_source(step: Step) -> None:
    assert step.danger is not None
    assert step.minutes >= 1
    assert step.sources
    assert step.stages


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_step_calls_anything_safe_or_has_a_windows_file_deleted(language: Language) -> None:
    words = "\n".join(
        f"{step.title.of(language)} {step.says.of(language)} {emotet().step_body(step, language)}"
        for step in STEPS
    )

    assert not re.search(r"安全です|is safe\b|are safe\b", words)
    assert not re.search(r"(rundll32|regsvr32)\S*を?(削除して|消して)ください", words)


def test_the_most_urgent_step_cuts_off_and_leaves_the_power_on() -> None:
    says = emotet().step("isolate-pc").says

    assert "LANケーブル" in says.ja
    assert "電源は切らない" in says.ja
    assert "Leave the power on" in says.en


def test_passwords_are_changed_from_another_device() -> None:
    for name in ("change-mail-password", "change-other-passwords"):
        says = emotet().step(name).says
        assert "別の" in says.ja
        assert "another" in says.en


def test_orders_are_distinct_so_that_the_list_has_one_order() -> None:
    orders = [step.order for step in STEPS]

    assert sorted(set(orders)) == sorted(orders)


def make_strict_office() -> OfficePolicy:
    return OfficePolicy(
        application="Word", version="16.0", name="vbawarnings", value=4, is_enforced=True
    )


def test_macros_are_off_when_every_pc_of_the_organization_shows_it() -> None:
    office = make_subject("case", Organization(name="Office", pcs_total=2))
    first = make_subject("PC-1", Pc(hostname="PC-1"), make_strict_office())
    second = make_subject("PC-2", Pc(hostname="PC-2"))
    strict = make_subject("PC-2", Pc(hostname="PC-2"), make_strict_office())

    assert is_task("disable-macros", "case", office, first)
    assert is_task("disable-macros", "case", office, first, second)
    assert not is_task("disable-macros", "case", office, first, strict)
