import pytest
from hypothesis import given
from hypothesis import strategies as st

from guide.cases import NOW, emotet, make_answer
from kakekomi.guide.interview import (
    ActNow,
    Ask,
    Done,
    Given,
    Screen,
    answer_rows,
    next_screen,
    through_door,
)
from kakekomi.guide.triage import MAX_QUESTIONS, read_triage

TRIAGE = read_triage(emotet())
OPENED, PERHAPS, NOT_OPENED = (Given("opened", value) for value in ("yes", "not_sure", "no"))
ENABLED = Given("kind", "content_enabled")
NO_NAME = Given("our_name", "no")


def screen(*answers: Given, shown: tuple[str, ...] = ()) -> Screen:
    return next_screen(emotet(), TRIAGE, answers, shown=shown)


def asked(*answers: Given, shown: tuple[str, ...] = ()) -> tuple[str, int]:
    result = screen(*answers, shown=shown)
    assert isinstance(result, Ask)
    return result.question.id, result.number


def test_the_first_question_is_whether_it_was_opened() -> None:
    assert asked() == ("opened", 1)


@pytest.mark.parametrize("answer", [OPENED, PERHAPS])
def test_cutting_off_fills_the_screen_right_after_the_answer_that_calls_for_it(
    answer: Given,
) -> None:
    assert screen(answer) == ActNow(step=emotet().step("isolate-pc"))


def test_once_seen_it_makes_way_for_the_next_question() -> None:
    assert asked(OPENED, shown=("isolate-pc",)) == ("kind", 2)


def test_whoever_opened_nothing_is_not_asked_what_they_pressed() -> None:
    assert asked(NOT_OPENED) == ("our_name", 2)


def test_after_the_last_answer_it_is_done() -> None:
    assert screen(NO_NAME, ENABLED, OPENED, shown=("isolate-pc",)) == Done(
        given=(OPENED, ENABLED, NO_NAME)
    )


def test_the_last_answer_to_a_question_counts() -> None:
    assert screen(OPENED, ENABLED, NO_NAME, NOT_OPENED) == Done(given=(NOT_OPENED, NO_NAME))


def test_answers_that_no_question_knows_are_ignored() -> None:
    assert asked(Given("opened", "<script>"), Given("other", "yes")) == ("opened", 1)


def test_each_door_leads_to_its_screen() -> None:
    assert screen(*through_door(TRIAGE, "opened")) == ActNow(step=emotet().step("isolate-pc"))
    assert asked(*through_door(TRIAGE, "our-name")) == ("opened", 1)
    assert asked(*through_door(TRIAGE, "received")) == ("our_name", 2)
    assert through_door(TRIAGE, "no such door") == ()


def test_answers_become_facts() -> None:
    assert answer_rows((OPENED,), at=NOW) == (make_answer("opened", "yes"),)


@given(st.lists(st.integers(0, 5), max_size=12))
def test_every_way_ends_after_three_questions_at_most(choices: list[int]) -> None:
    answers: list[Given] = []
    shown: set[str] = set()
    for position in [*choices, *[0] * 12]:
        match next_screen(emotet(), TRIAGE, answers, shown=shown):
            case ActNow(step=step):
                assert step.id not in shown
                shown.add(step.id)
            case Ask(question=question):
                choice = question.choice[position % len(question.choice)]
                answers.append(Given(question.id, choice.id))
            case Done(given=given):
                assert list(given) == answers
                assert len(answers) <= MAX_QUESTIONS
                return
    pytest.fail("does not end")
