"""Tags and filters that every template has without loading them."""

from datetime import date, datetime

from django import template
from django.utils.html import conditional_escape, format_html
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt

from kakekomi.check.visible import visible as make_visible
from kakekomi.desk.house.dates import day_of, moment_of
from kakekomi.desk.house.words import word as find_word

register = template.Library()

MARKDOWN = (
    MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block"])
)
"""Step and answer texts: no HTML of their own, no pictures."""


@register.simple_tag
def word(key: str, **values: object) -> SafeString:
    """The words of a key; the values are escaped."""
    escaped = {name: conditional_escape(str(value)) for name, value in values.items()}
    return mark_safe(find_word(key, **escaped))  # noqa: S308  words are ours, values are escaped


@register.filter
def visible(text: object) -> str:
    """Hostile text with control and right-to-left characters made visible."""
    return make_visible(str(text))


@register.filter
def markdown(text: object) -> SafeString:
    """Text of the pack as HTML."""
    return mark_safe(str(MARKDOWN.render(str(text))))  # noqa: S308  HTML in it is shown as text


@register.simple_tag
def datetime_of(value: datetime | None) -> SafeString:
    """A time as people read it, with the exact one for machines."""
    if value is None:
        return mark_safe("–")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), moment_of(value))


@register.filter
def day(value: date | None) -> SafeString:
    """A day as people read it; a dash for none."""
    if value is None:
        return mark_safe("–")
    return format_html('<time datetime="{}">{}</time>', value.isoformat(), day_of(value))
