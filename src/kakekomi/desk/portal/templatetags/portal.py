"""Pages of the pack as HTML: links to steps, answers and desks become addresses of this site.

Other links are shown as text: a reader under stress should not be led away, and an address can be
told by telephone.
"""

from collections.abc import Sequence
from functools import lru_cache
from typing import Any, Final

from django import template
from django.utils.safestring import SafeString, mark_safe
from markdown_it import MarkdownIt
from markdown_it.renderer import RendererHTML
from markdown_it.token import Token

register = template.Library()

PLACES: Final = {
    "step": "/steps/{}/",
    "faq": "/faq/{}/",
    "contact": "/contacts/#{}",
    "announcement": "/announcements/{}/",
    "source": "/sources/#{}",
}
"""Schemes of the pack's links, and where they lead."""

MARKDOWN: Final = (
    MarkdownIt("commonmark", {"html": False}).enable("table").disable(["image", "html_block"])
)

MAX_RENDERED: Final = 500
"""Texts kept as HTML: twice those of a pack in both languages."""


def _open(
    self: RendererHTML,
    tokens: Sequence[Token],
    index: int,
    options: Any,
    env: dict[str, Any],
) -> str:
    scheme, _, target = str(tokens[index].attrs.get("href", "")).partition(":")
    place = PLACES.get(scheme)
    env.setdefault("open", []).append(place is not None)
    if place is None or not target.replace("-", "").isalnum():
        env["open"][-1] = False
        return "<span>"
    tokens[index].attrSet("href", place.format(target))
    return self.renderToken(tokens, index, options, env)


def _close(
    self: RendererHTML,  # noqa: ARG001  as the renderer calls it
    tokens: Sequence[Token],  # noqa: ARG001
    index: int,  # noqa: ARG001
    options: Any,  # noqa: ARG001
    env: dict[str, Any],
) -> str:
    return "</a>" if env["open"].pop() else "</span>"


MARKDOWN.add_render_rule("link_open", _open)
MARKDOWN.add_render_rule("link_close", _close)


@register.filter
def page(text: object) -> SafeString:
    """Text of the pack as HTML."""
    return _rendered(str(text))


@lru_cache(maxsize=MAX_RENDERED)
def _rendered(text: str) -> SafeString:
    return mark_safe(str(MARKDOWN.render(text, {})))  # noqa: S308  HTML in it is shown as text
