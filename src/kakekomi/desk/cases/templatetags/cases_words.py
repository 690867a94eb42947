"""Words that depend on what a case holds: stages, patterns, steps."""

from django import template

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
