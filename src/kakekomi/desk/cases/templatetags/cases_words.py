"""Words that depend on what a case holds: stages, patterns, steps, the draft of a report."""

from collections.abc import Sequence

from django import template

from kakekomi.desk.cases.deadlines import Item
from kakekomi.desk.cases.page import FoundRow
from kakekomi.desk.cases.standing import Standing
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.words import current, word

register = template.Library()


@register.simple_tag
def ledger_word(family: str, value: str) -> str:
    """The word of a closed set of the case pages."""
    return word(f"cases.{family}.{value}")


@register.simple_tag
def stage_word(stage: str) -> str:
    """The stage in the pack's words."""
    for query in current_pack().stages:
        if query.id == stage:
            return query.title.of(current.get())
    return word("cases.stage.none")


@register.simple_tag
def pattern_word(pattern: str) -> str:
    """The pattern in the pack's words."""
    for query in current_pack().patterns:
        if query.id == pattern:
            return query.title.of(current.get())
    return pattern


@register.simple_tag
def step_title(step: str) -> str:
    """The step's title; its id if the pack has forgotten it."""
    for known in current_pack().steps:
        if known.id == step:
            return known.title.of(current.get())
    return step


@register.simple_tag
def draft_text(item: str, standing: Standing, found: Sequence[FoundRow]) -> str:
    """What the facts of the case say for one item of the report; what they don't is left open."""
    case = standing.case
    match Item(item):
        case Item.OUTLINE:
            detected = [row.verdict for row in found if row.verdict]
            return word(
                "cases.draft_text.outline",
                organization=case.organization.name,
                date=f"{case.known_at or case.opened_at:%Y-%m-%d}",
                pcs=len(standing.ledger),
                detected=sum(one.verdict == "detected" for one in detected),
            )
        case Item.CAUSE:
            return word("cases.draft_text.cause")
        case Item.PERSONS:
            return word("cases.draft_text.persons", count=case.partners.count())
        case Item.TOLD_PERSONS:
            return word(
                "cases.draft_text.told_persons", count=case.notices.filter(status="sent").count()
            )
        case Item.PREVENTION:
            return word("cases.draft_text.prevention", count=case.declarations.count())
        case _:
            return word("cases.draft_text.open")
