"""From the answers so far to the next screen: the same for the terminal and the web.

Nothing is remembered here. Whoever asks keeps the answers (and which urgent step was shown), gives
them again, and gets the screen that follows; so going back, reloading and coming in by a door cost
nothing. An answer that no question knows is ignored.
"""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import datetime

from kakekomi.facts.case_tables import Answer
from kakekomi.guide.triage import Choice, Question, Triage
from kakekomi.packs.model import Pack, Step


@dataclass(frozen=True, slots=True)
class Given:
    """A choice that was made."""

    question: str
    choice: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ActNow:
    """A screen with the one thing to do before anything else is asked."""

    step: Step


@dataclass(frozen=True, slots=True, kw_only=True)
class Ask:
    """A screen with one question."""

    question: Question
    number: int
    """From 1, counting only the questions of this way."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Done:
    """No more to ask: show the next steps for these answers."""

    given: tuple[Given, ...]


Screen = ActNow | Ask | Done


def next_screen(
    pack: Pack, triage: Triage, given: Sequence[Given], *, shown: Collection[str] = ()
) -> Screen:
    """The screen after these answers; ``shown`` are the urgent steps that were seen already."""
    chosen = _chosen(triage, given)
    for choice in chosen.values():
        if choice.now is not None and choice.now not in shown:
            return ActNow(step=pack.step(choice.now))
    asked = [question for question in triage.question if _is_asked(question, chosen)]
    for number, question in enumerate(asked, 1):
        if question.id not in chosen:
            return Ask(question=question, number=number)
    return Done(given=tuple(Given(name, choice.id) for name, choice in chosen.items()))


def through_door(triage: Triage, door_id: str) -> tuple[Given, ...]:
    """The answer that a door gives; empty if there is no such door."""
    return tuple(Given(door.question, door.value) for door in triage.door if door.id == door_id)


def answer_rows(given: Sequence[Given], *, at: datetime | None = None) -> tuple[Answer, ...]:
    """The answers as facts."""
    return tuple(
        Answer(question=item.question, value=item.choice, answered_at=at) for item in given
    )


def _chosen(triage: Triage, given: Sequence[Given]) -> dict[str, Choice]:
    """The last choice for each question that is asked, in the order of the questions."""
    last = {item.question: item.choice for item in given}
    chosen: dict[str, Choice] = {}
    for question in triage.question:
        choice = next((item for item in question.choice if item.id == last.get(question.id)), None)
        if choice is not None and _is_asked(question, chosen):
            chosen[question.id] = choice
    return chosen


def _is_asked(question: Question, chosen: dict[str, Choice]) -> bool:
    return all(
        condition.question in chosen and chosen[condition.question].id in condition.values
        for condition in question.when
    )
