from guide.cases import (
    ABUSED_NAME,
    DAY,
    INFECTED_OFFICE,
    NOW,
    QUIET,
    emotet,
    make_check,
    make_declaration,
    make_organization,
    make_pc,
    make_subject,
    open_case,
    pack_with,
)
from kakekomi.facts.case_tables import CheckResult
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.case import Case
from kakekomi.guide.closing import CLOSE_STEP, SPOOFS_STEP, Closing, closing
from kakekomi.guide.stage import Stage, case_stage

SUBJECTS = ("case", "sato", "PC-1", "PC-2", "sato-mail", "sato-vpn", "sato-card")
AFTER = ("partner-a", "mail-1")


def close(*subjects: SubjectFacts) -> Closing:
    case = open_case(*subjects)
    return closing(case, stage=case_stage(case))


def everything_declared(*, but: str = SPOOFS_STEP) -> list[SubjectFacts]:
    steps = [step.id for step in emotet().steps if step.id not in {but, CLOSE_STEP, SPOOFS_STEP}]
    return [
        make_subject(name, *(make_declaration(step, days=3) for step in steps))
        for name in (*SUBJECTS, *AFTER)
    ]


def checked_clean(name: str, *, second_after: float) -> SubjectFacts:
    second = NOW + (4 + second_after) * DAY
    return make_subject(
        name,
        make_check("nothing_found", days=4),
        CheckResult(kind="pc", verdict="nothing_found", checked_at=second),
        CheckResult(
            kind="pc", tool="defender", scope="full", verdict="nothing_found", checked_at=second
        ),
    )


def test_a_case_closes_when_every_step_is_proven_for_everybody() -> None:
    clean = [checked_clean(name, second_after=1) for name in ("PC-1", "PC-2")]

    result = close(*INFECTED_OFFICE, *everything_declared(), *clean)

    assert [(task.step.id, task.subject) for task in result.open_tasks] == []
    assert result.can_close


def test_two_checks_within_a_day_are_not_yet_a_proof() -> None:
    clean = [checked_clean("PC-1", second_after=1), checked_clean("PC-2", second_after=0.99)]

    result = close(*INFECTED_OFFICE, *everything_declared(), *clean)

    assert [(task.step.id, task.subject) for task in result.open_tasks] == [
        ("check-again-after-a-day", "PC-2")
    ]
    assert not result.can_close


def test_a_declaration_does_not_stand_in_for_a_check() -> None:
    result = close(*INFECTED_OFFICE, *everything_declared())

    assert [(task.step.id, task.subject) for task in result.open_tasks] == [
        ("check-pc", "PC-2"),
        ("antivirus-full-scan", "PC-1"),
        ("antivirus-full-scan", "PC-2"),
        ("check-again-after-a-day", "PC-1"),
        ("check-again-after-a-day", "PC-2"),
    ]


def test_one_step_left_for_one_subject_keeps_the_case_open() -> None:
    clean = [checked_clean(name, second_after=1) for name in ("PC-1", "PC-2")]

    result = close(*INFECTED_OFFICE, *everything_declared(but="change-mail-password"), *clean)

    assert [(task.step.id, task.subject) for task in result.open_tasks] == [
        ("change-mail-password", "sato-mail")
    ]


def test_our_side_confirmed_and_spoofs_stopped_are_two_states() -> None:
    clean = [checked_clean(name, second_after=1) for name in ("PC-1", "PC-2")]
    confirmed = [*INFECTED_OFFICE, *everything_declared(), *clean]
    stopped = make_subject("case", make_declaration(SPOOFS_STEP, days=40))

    before, after = close(*confirmed), close(*confirmed, stopped)

    assert (before.can_close, before.have_spoofs_stopped) == (True, False)
    assert (after.can_close, after.have_spoofs_stopped) == (True, True)


def test_spoofs_that_stopped_do_not_close_a_case() -> None:
    result = close(*ABUSED_NAME, make_subject("case", make_declaration(SPOOFS_STEP)))

    assert (result.can_close, result.have_spoofs_stopped) == (False, True)


def test_prevention_does_not_keep_a_quiet_case_open() -> None:
    result = close(make_organization(), make_pc("PC-1", make_check("nothing_found")))

    assert result.open_tasks == ()


def test_what_a_check_left_out_keeps_a_case_open() -> None:
    result = close(*QUIET)

    assert [(task.step.id, task.subject) for task in result.open_tasks] == [
        ("mac-or-phone", "mac"),
        ("get-it-checked", "PC-2"),
        ("check-what-was-left-out", "PC-1"),
    ]


def test_the_stage_of_the_case_is_told_along() -> None:
    assert close(*INFECTED_OFFICE).stage is Stage.INFECTED


def test_a_query_that_fails_keeps_the_case_open() -> None:
    name = "steps/isolate-pc.sql"
    broken = (
        emotet().text(name).replace("FROM   pattern p", "FROM pattern p JOIN pattern q USING (x)")
    )

    with Case(pack_with(name, broken)) as case:
        case.open(INFECTED_OFFICE)
        result = closing(case, stage=Stage.INFECTED)

    assert result.failed == (name,)
    assert not result.can_close
    assert not result.have_spoofs_stopped


def test_the_pack_has_the_two_steps_that_closing_knows_by_name() -> None:
    assert {CLOSE_STEP, SPOOFS_STEP} <= {step.id for step in emotet().steps}
