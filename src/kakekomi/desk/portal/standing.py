"""Where somebody stands by the answers alone: pattern, stage, and what to do in which order."""

from collections.abc import Iterable
from dataclasses import dataclass
from functools import lru_cache
from typing import Final

from kakekomi.desk.house.knowledge import current_pack
from kakekomi.guide.answer import advise
from kakekomi.guide.case import Case
from kakekomi.guide.interview import Given, answer_rows
from kakekomi.guide.pattern import case_patterns
from kakekomi.guide.stage import case_stage
from kakekomi.packs.model import Step

MAX_GIVEN: Final = 10
"""Answers taken from an address; there are three questions."""

KEPT: Final = 200
"""Sets of answers whose steps are kept: more than three questions have."""


@dataclass(frozen=True, slots=True)
class Standing:
    """What the pack's queries say."""

    patterns: tuple[str, ...]
    stage: str
    steps: tuple[Step, ...]


def standing(given: Iterable[Given]) -> Standing:
    """For these answers."""
    pack = current_pack()
    return _standing((pack.id, pack.version), tuple(given))


@lru_cache(maxsize=KEPT)
def _standing(version: tuple[str, str], given: tuple[Given, ...]) -> Standing:  # noqa: ARG001
    with Case(current_pack()) as case:
        steps = advise(case, answer_rows(given))
        return Standing(case_patterns(case), case_stage(case).value, steps)


def given_of(texts: Iterable[str]) -> tuple[Given, ...]:
    """Answers from an address, ``question:choice`` each; what is none of ours is ignored later."""
    pairs = [text.partition(":") for text in texts][:MAX_GIVEN]
    return tuple(Given(question, choice) for question, _, choice in pairs if choice)


def text_of(given: Given) -> str:
    """An answer for an address."""
    return f"{given.question}:{given.choice}"
