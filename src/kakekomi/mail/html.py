"""Turn the HTML of a mail into what its reader sees: text, links, and what is hidden.

No page is built. Mail HTML is broken as a rule, and hostile where it matters; a handful of
expressions, each linear in the page, find the same text and links at a fraction of the cost. A
``<`` always begins anew, so that no unclosed tag can swallow the rest.
"""

import html as entities
import re
from typing import Final

import msgspec

MAX_HTML_CHARS: Final = 2_000_000
"""The largest newsletters have some hundred thousand; the rest is not looked at."""
MAX_LINKS: Final = 500
"""A newsletter has about fifty."""
MAX_LINK_TEXT_CHARS: Final = 1_000
"""Kept of what a link shows; whole mails have been wrapped in one link."""
MAX_TAG_CHARS: Final = 5_000
"""Looked at of one tag's attributes; longer ones are data: links."""
MAX_HIDDEN: Final = 100
"""Hidden elements cut out; a newsletter has one, its preview line."""

OPAQUE: Final = re.compile(
    r"<(?:!--[^-]*+(?:-(?!->)[^-]*+)*+(?:-->|\Z)|(script|style|title|xml|template)\b[^<>]*+>?"
    r"[^<]*+(?:<(?!/\1)[^<]*+)*+(?:</\1[^<>]*+>?|\Z))",
    re.IGNORECASE,
)
"""Takes a comment or ``<style>…</style>`` as a whole, to the end if unclosed; refuses ``<p>``."""
OPAQUE_TAGS: Final = ("<script", "<style", "<title", "<xml", "<template")
TAG: Final = re.compile(r"<([A-Za-z/!?][A-Za-z0-9]*+)[^<>]*+>?")
"""Takes ``<b class="x">`` (``b``) and ``</p>`` (``/p``); refuses ``a < b``."""
BREAKS: Final = (
    *("p", "div", "br", "tr", "li", "ul", "ol", "h1", "h2", "h3", "h4", "h5", "h6", "table"),
    *("blockquote", "hr", "pre", "section", "article", "center", "dd", "dt", "form"),
)
"""Tags that end a line."""
CELLS: Final = ("td", "th")
"""Tags of a table's cells, which a tab divides in the text."""
SHOWN: Final = {
    slash + name: text
    for tags, text in ((BREAKS, "\n"), (CELLS, "\t"))
    for tag in tags
    for name in (tag, tag.upper(), tag.capitalize())
    for slash in ("", "/")
}
"""What tags show, in the spellings that occur; those that are not here show nothing."""
LINK: Final = re.compile(r"<(?:a|area|form|iframe|base)\b", re.IGNORECASE)
"""Takes ``<a href=``; refuses ``<abbr>``."""
LINK_END: Final = re.compile(r"</a\b|<a\b|</td\b", re.IGNORECASE)
"""Where the visible text of a link ends at the latest."""
ATTRIBUTE: Final = re.compile(
    r"(?<![A-Za-z0-9:\-])([A-Za-z][A-Za-z0-9:\-]*+)\s*+=\s*+"
    r"""(?:"([^"]*+)(?:"|\Z)|'([^']*+)(?:'|\Z)|([^\s"'>][^\s>]*+))|(>)"""
)
"""Takes ``href="a>b"``, ``href=a`` and a value that is cut off; its last group takes the ``>`` that
ends the tag; refuses ``href``."""
PLAIN_LINK: Final = re.compile(
    r"""\s++[Hh][Rr][Ee][Ff]="([^"]++)"(?:\s++[A-Za-z][A-Za-z0-9:\-]*+="""
    r"""(?:"[^"]*+"|'[^']*+'|[^\s"'>][^\s>]*+))*+\s*+>"""
)
"""The rest of a tag like most, read in one go: takes `` href="a" class="b">``; refuses
`` class="b" href="a">``, which ``ATTRIBUTE`` takes apart."""
IMAGE: Final = re.compile(
    r"<(?:img|v:imagedata)\b[^<>]{0,400}?\bsrc\s*=\s*[\"']?\s*(https?:)?", re.IGNORECASE
)
"""Takes ``<img src="https:`` (remote) and ``<img src="cid:`` (not); refuses ``<p>``."""
LONG_NUMBER: Final = re.compile(r"&#([0-9]{20,}+);?")
"""Takes ``&#00000000000000000000065;``; refuses ``&#65;``."""
MAX_NUMBER_DIGITS: Final = 8
"""The last letter of Unicode is 1114111."""
HIDING: Final = re.compile(
    r"display\s*:\s*none|visibility\s*:\s*hidden|font-size\s*:\s*0(?![.\d]*[1-9])"
    r"|opacity\s*:\s*0(?![.\d]*[1-9])|mso-hide\s*:\s*all"
)
"""In lower case: takes ``display: none``; refuses ``font-size:0.9em``."""
PROPERTIES: Final = ("display", "visibility", "font-size", "opacity", "mso-hide")
"""How each of them begins; a plain look for these is ten times as fast."""
ELEMENT: Final = re.compile(r"<([a-z][a-z0-9]*)\b[^<>]*+>")
"""An opening tag in lower case: takes ``<p style="x">``; refuses ``</p>``."""
MAX_ELEMENT_CHARS: Final = 200_000
"""How far the end of a hidden element is looked for."""
BLANKS: Final = re.compile("  +")
"""Takes two blanks; refuses one."""
AROUND_CELLS: Final = " \xa0"
"""Blanks around the tags of two cells."""
BLANK: Final = " \t\xa0\u200b\u200c\u200d\u2060\ufeff\u034f\u00ad"
"""Blanks and characters of no width: a line of nothing else is empty."""
DOTTED_I: Final = "\u0130"
"""The one letter whose lower case is longer than itself."""
VOID: Final = frozenset({"br", "hr", "img", "input", "meta", "link", "area", "base", "col", "wbr"})
"""Elements without content."""


class Link(msgspec.Struct, frozen=True, gc=False):
    """A link and what the reader sees of it."""

    href: str
    """Entities undone, otherwise verbatim; capped by the caller."""
    text: str
    """Visible text, blanks collapsed; empty if there is none."""


class HtmlPage(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """What a page shows."""

    text: str
    """Readable text, a line for each block."""
    links: tuple[Link, ...] = ()
    """In order of the page; form targets and frames too."""
    hidden_text: str = ""
    """Text that is there but not shown."""
    images: int = 0
    remote_images: int = 0
    has_script: bool = False
    has_form: bool = False
    is_cut: bool = False
    """The page is longer than ``MAX_HTML_CHARS``."""


def parse(page: str) -> HtmlPage:
    """Read a page; any text gives a value."""
    is_cut = len(page) > MAX_HTML_CHARS
    page = page[:MAX_HTML_CHARS]
    lower = page.lower()
    images = IMAGE.findall(page) if "<img" in lower or "<v:imagedata" in lower else []
    has_script, has_form = "<script" in lower, "<form" in lower
    if "<!--" in page or any(map(lower.__contains__, OPAQUE_TAGS)):
        page = OPAQUE.sub(" ", page)
        lower = page.lower()
    hidden = ""
    if any(map(lower.__contains__, PROPERTIES)):
        page, hidden = _without_hidden(page)
    return HtmlPage(
        text=text_of(page),
        links=_links(page),
        hidden_text=hidden,
        images=len(images),
        remote_images=sum(1 for scheme in images if scheme),
        has_script=has_script,
        has_form=has_form,
        is_cut=is_cut,
    )


def text_of(fragment: str) -> str:
    """Readable text of a page or a piece of one: blanks collapsed, no empty lines."""
    text = fragment.replace("\r", " ").replace("\n", " ").replace("\t", " ")
    text = _without_tags(text) if "<" in text else text
    if "&" in text:
        text = unescape(text.replace("&nbsp;", "\xa0"))
    text = BLANKS.sub(" ", text)
    if "\t" in text:
        text = _divided_once(text)
    lines = [line.strip(BLANK) for line in text.split("\n")]
    return "\n".join(filter(None, lines))


def _divided_once(text: str) -> str:
    """One tab between two cells, however many there are, and no blanks around it."""
    first, *others = text.split("\t")
    *middle, last = others
    inner = [cell for one in middle if (cell := one.strip(AROUND_CELLS))]
    return "\t".join((first.rstrip(AROUND_CELLS), *inner, last.lstrip(AROUND_CELLS)))


def _without_tags(text: str) -> str:
    pieces = TAG.split(text)
    shown = SHOWN.get
    pieces[1::2] = [shown(name, "") for name in pieces[1::2]]
    return "".join(pieces)


def unescape(text: str) -> str:
    """Undo entities; numbers beyond any letter become U+FFFD, however many digits they have."""
    if "&#" in text:
        text = LONG_NUMBER.sub(_short_number, text)
    return entities.unescape(text)


def _short_number(found: re.Match[str]) -> str:
    digits = found.group(1).lstrip("0")
    return f"&#{digits};" if digits and len(digits) < MAX_NUMBER_DIGITS else "\ufffd"


def _links(page: str) -> tuple[Link, ...]:
    found: list[Link] = []
    start = LINK.search(page)
    while start is not None and len(found) < MAX_LINKS:
        href, end = _target(page, start.end())
        if href:
            is_anchor = start.end() - start.start() == len("<a")
            found.append(Link(href, _link_text(page, end) if is_anchor else ""))
        start = LINK.search(page, end)
    return tuple(found)


def _target(page: str, at: int) -> tuple[str, int]:
    """The target named by the attributes from ``at`` on, and where the tag ends."""
    href = ""
    limit = min(at + MAX_TAG_CHARS, len(page))
    plain = PLAIN_LINK.match(page, at, limit)
    if plain is not None and (href := plain.group(1).strip()):
        return unescape(href) if "&" in href else href, plain.end()
    for found in ATTRIBUTE.finditer(page, at, limit):
        if found.group(5):
            return href, found.end()
        if not href and found.group(1).lower() in {"href", "action", "src"}:
            href = (found.group(2) or found.group(3) or found.group(4) or "").strip()
            href = unescape(href) if "&" in href else href
    return href, page.find(">", limit) + 1 or limit


def _link_text(page: str, at: int) -> str:
    limit = min(at + 4 * MAX_LINK_TEXT_CHARS, len(page))
    end = LINK_END.search(page, at, limit)
    inside = page[at : end.start() if end else limit]
    text = text_of(inside) if "<" in inside or "&" in inside else inside
    return " ".join(text.split())[:MAX_LINK_TEXT_CHARS]


def _without_hidden(page: str) -> tuple[str, str]:
    """Cut out the elements whose style hides them; give the page without them, and their text."""
    lower = page.replace(DOTTED_I, "i").lower()
    shown: list[str] = []
    hidden: list[str] = []
    at = 0
    for start in _hiding_tags(lower):
        if start.start() < at:
            continue
        name = start.group(1)
        end = start.end() if name in VOID else _element_end(lower, start.end(), name)
        shown.append(page[at : start.start()])
        hidden.append(text_of(page[start.end() : end]))
        at = end
    shown.append(page[at:])
    return "".join(shown), "\n".join(filter(None, hidden))


def _hiding_tags(lower: str) -> list[re.Match[str]]:
    """Opening tags with a style that hides, in order."""
    found: dict[int, re.Match[str]] = {}
    for name in PROPERTIES:
        at = lower.find(name)
        while at >= 0 and len(found) < MAX_HIDDEN:
            if HIDING.match(lower, at):
                start = lower.rfind("<", max(0, at - MAX_TAG_CHARS), at)
                tag = ELEMENT.match(lower, start, start + 2 * MAX_TAG_CHARS) if start >= 0 else None
                if tag is not None and tag.end() > at:
                    found[start] = tag
            at = lower.find(name, at + len(name))
    return [found[start] for start in sorted(found)]


def _element_end(lower: str, at: int, name: str) -> int:
    """Where the element ends; one that is never closed hides nothing, as its end is unknown."""
    depth = 1
    tags = re.compile(rf"<(/?){name}\b")
    for tag in tags.finditer(lower, at, min(at + MAX_ELEMENT_CHARS, len(lower))):
        depth += -1 if tag.group(1) else 1
        if depth == 0:
            return tag.start()
    return at
