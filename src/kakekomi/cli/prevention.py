"""``check pc --prevention``: how the PC is prepared, besides whether it is infected.

In every form the measures that are not done join the next steps. As text they are also listed with
what was read: done, open, or for the reader to answer.
"""

from collections.abc import Mapping, Sequence
from typing import Final

import msgspec

from kakekomi.check.judging import Collected, Result, load_pack
from kakekomi.check.visible import visible
from kakekomi.cli.common import Common
from kakekomi.cli.console import Style
from kakekomi.cli.formats import Format
from kakekomi.cli.width import wrap
from kakekomi.guide.case import Case
from kakekomi.guide.document import NextStep, VerdictDocument
from kakekomi.guide.prevention import Measure, State, measures
from kakekomi.packs import model

HEADINGS: Final[Mapping[State, str]] = {
    State.OPEN: "prevention.open",
    State.ASK: "prevention.ask",
    State.DONE: "prevention.done",
}
"""Words above the measures that stand so, in this order."""


def measures_of(one: Collected, results: Sequence[Result], common: Common) -> tuple[Measure, ...]:
    """How the PC stands; nothing if it could not be looked at."""
    document = next((item for item in results if isinstance(item, VerdictDocument)), None)
    if document is None or not one.facts:
        return ()
    with Case(load_pack(common.judging.choice)) as case:
        return measures(case, one.facts[0], verdict=document.verdict, now=common.judging.now)


def with_measures(
    results: Sequence[Result], found: Sequence[Measure], common: Common
) -> list[Result]:
    """The results with what is not done among the next steps."""
    language = model.Language(common.judging.language)
    steps = [
        NextStep(step=one.step.id, says=one.step.says.of(language))
        for one in found
        if one.state is not State.DONE
    ]
    return [
        _with_steps(item, steps) if isinstance(item, VerdictDocument) else item for item in results
    ]


def _with_steps(document: VerdictDocument, steps: Sequence[NextStep]) -> VerdictDocument:
    known = {step.step for step in document.next_steps}
    added = tuple(step for step in steps if step.step not in known)
    return msgspec.structs.replace(document, next_steps=(*document.next_steps, *added))


def say(found: Sequence[Measure], common: Common) -> None:
    """List the measures by how they stand, if a person reads along."""
    if common.form is not Format.TEXT:
        return
    console, language = common.console, model.Language(common.judging.language)
    for state, heading in HEADINGS.items():
        listed = [one.step for one in found if one.state is state]
        if not listed:
            continue
        console.say("")
        console.say(console.styled(console.words(heading), Style.HEADING))
        for step in listed:
            text = visible(f"{step.title.of(language)}: {step.says.of(language)}")
            console.say(wrap(text, console.width, indent="  - ", hanging="    "))
