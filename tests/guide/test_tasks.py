from hypothesis import given
from hypothesis import strategies as st

from guide.cases import (
    CASES,
    INFECTED_OFFICE,
    emotet,
    make_answer,
    make_check,
    make_declaration,
    make_subject,
    open_case,
)
from kakekomi.facts.row import Row
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.tasks import is_lasting, tasks

STEP_IDS = [step.id for step in emotet().steps]
ROWS = st.one_of(
    st.builds(
        make_check,
        st.sampled_from(["detected", "suspicious", "nothing_found", "not_checked"]),
        kind=st.sampled_from(["mail", "pc", "report"]),
        days=st.integers(0, 3),
    ),
    st.builds(make_answer, st.just("opened"), st.sampled_from(["yes", "no", "not_sure"])),
    st.builds(make_answer, st.just("kind"), st.sampled_from(["script", "viewed_only"])),
    st.builds(make_answer, st.just("our_name"), st.sampled_from(["yes", "no"])),
    st.builds(make_declaration, st.sampled_from(STEP_IDS)),
)


@given(st.lists(ROWS, max_size=6), st.sampled_from(list(CASES.values())))
def test_tasks_are_exactly_who_a_step_applies_to_without_who_it_is_proven_for(
    rows: list[Row], fixed: tuple[SubjectFacts, ...]
) -> None:
    case = open_case(*fixed, make_subject("it", *rows))

    expected = {
        (step.id, subject)
        for step in emotet().steps
        for subject in case.subjects(step.applies_sql, file=step.file)
        - case.subjects(step.proven_sql, file=step.file)
    }

    assert [(task.step.id, task.subject) for task in tasks(case)] == sorted(
        expected, key=lambda pair: _order(*pair)
    )
    assert case.failed == ()


def _order(step_id: str, subject: str) -> tuple[bool, float, str, str]:
    step = emotet().step(step_id)
    return is_lasting(step), step.order, step_id, subject


def test_a_declared_step_leaves_the_list_and_nothing_else_does() -> None:
    before = {(t.step.id, t.subject) for t in tasks(open_case(*INFECTED_OFFICE))}
    done = make_subject("PC-1", make_declaration("isolate-pc"))

    after = {(t.step.id, t.subject) for t in tasks(open_case(*INFECTED_OFFICE, done))}

    assert before - after == {("isolate-pc", "PC-1")}
    assert after < before


def test_cutting_off_comes_first_and_lasting_prevention_last() -> None:
    order = [task.step for task in tasks(open_case(*INFECTED_OFFICE))]

    assert order[0].id == "isolate-pc"
    assert [is_lasting(step) for step in order] == sorted(is_lasting(step) for step in order)
    assert is_lasting(order[-1])


def test_evidence_is_saved_before_anything_is_cured() -> None:
    steps = {step.id: step.order for step in emotet().steps}

    for cure in ("end-and-quarantine", "remove-autostart", "antivirus-full-scan", "reinstall"):
        assert steps["isolate-pc"] < steps["save-evidence"] < steps[cure]
