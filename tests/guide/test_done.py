from kakekomi.facts.case_tables import Answer, Declaration, Pc
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.case import Case
from kakekomi.guide.done import done_steps
from kakekomi.packs.load import load_embedded, load_files
from packs.make_pack import make_files


def done(*subjects: tuple[str, tuple[Row, ...]]) -> tuple[str, ...]:
    facts = [SubjectFacts(subject=name, kind=Kind.CASE, rows=rows) for name, rows in subjects]
    with Case(load_files(make_files())) as case:
        case.open(facts)
        return done_steps(case)


YES = Answer(question="opened", value="yes")
SAID = Declaration(step="isolate-pc")


def test_a_step_is_done_if_it_applies_and_is_proven_for_all() -> None:
    assert done(("a", (YES, SAID)), ("b", (YES, SAID))) == ("isolate-pc",)


def test_a_step_that_is_open_for_one_is_not_done() -> None:
    assert done(("a", (YES, SAID)), ("b", (YES,))) == ()


def test_a_step_that_applies_to_nobody_is_not_done() -> None:
    assert done(("a", (SAID, Pc(hostname="a")))) == ()


def test_the_steps_of_the_pack_that_measures_name_can_be_done() -> None:
    steps = {step.id for step in load_embedded().steps}

    assert "isolate-pc" in steps
