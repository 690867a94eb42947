"""The questions of a pack (``triage.toml``): doors, questions and their choices.

Three questions at most tell which pattern it is and how far it went; each answer becomes a row of
``answer`` and is judged by the pack's queries like any other fact. What to do at once must not wait
for the last question: a choice can name the step that fills the screen as soon as it is made.
"""

import tomllib
from typing import Final

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.model import Pack, Text

TRIAGE_FILE: Final = "triage.toml"

MAX_QUESTIONS: Final = 3
"""A frightened person answers three."""


class Condition(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Answers to one question, any of which will do."""

    question: str
    values: tuple[str, ...]


class Choice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One answer that can be chosen."""

    id: str
    says: Text
    now: str | None = None
    """Step to show at once; None if nothing is that urgent."""


class Question(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One question, one screen."""

    id: str
    asks: Text
    why: Text
    """Why it is asked, for the one who hesitates."""
    choice: tuple[Choice, ...]
    when: tuple[Condition, ...] = ()
    """Asked only if each of these was answered so; empty: always."""


class Door(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A way in that answers one question by itself."""

    id: str
    title: Text
    says: Text
    question: str
    value: str


class Triage(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of ``triage.toml``, in its order."""

    door: tuple[Door, ...]
    question: tuple[Question, ...]


def read_triage(pack: Pack) -> Triage:
    """The questions of the pack. Raises: ConfigurationError naming all that is wrong with them."""
    try:
        triage = msgspec.convert(tomllib.loads(pack.text(TRIAGE_FILE)), Triage)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{TRIAGE_FILE} of pack {pack.id!r}: {error}") from error
    if problems := _problems(triage, frozenset(step.id for step in pack.steps)):
        raise ConfigurationError(f"{TRIAGE_FILE} of pack {pack.id!r}: {'; '.join(problems)}")
    return triage


def _problems(triage: Triage, steps: frozenset[str]) -> list[str]:
    known: dict[str, set[str]] = {}
    problems: list[str] = []
    if not 1 <= len(triage.question) <= MAX_QUESTIONS:
        problems.append(f"has {len(triage.question)} questions, not 1 to {MAX_QUESTIONS}")
    for question in triage.question:
        for condition in question.when:
            missing = set(condition.values) - known.get(condition.question, set())
            problems += [
                f"question {question.id!r} asks for {condition.question}={value}, which can't have"
                " been answered before it"
                for value in sorted(missing)
            ]
        known[question.id] = {choice.id for choice in question.choice}
        wanted = {choice.now for choice in question.choice if choice.now}
        problems += [f"step {step!r} is unknown" for step in sorted(wanted - steps)]
    problems += [
        f"door {door.id!r} answers {door.question}={door.value}, which is no choice"
        for door in triage.door
        if door.value not in known.get(door.question, set())
    ]
    return problems
