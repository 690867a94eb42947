"""Split a mail into what its reader sees at once, and the files that come with it.

Of a multipart/alternative the HTML is shown if it says anything, else the plain text. A text part
with a file name, or marked as attachment, is a file; a multipart in which no part was found is
text. A mail inside the mail is a file too, and is read the same way.
"""

from typing import Final

import msgspec

from kakekomi.mail import html, japanese, smuggling, url
from kakekomi.mail.defect import Defect
from kakekomi.mail.entity import Entity
from kakekomi.mail.html import HtmlPage, Link
from kakekomi.mail.smuggling import Smuggled

MAX_TEXT_CHARS: Final = 200_000
"""Kept of the text of one mail; longer ones are logs."""
MAX_LINKS: Final = 500
"""Kept of the links of one mail."""
MAX_TEXT_BYTES: Final = 4_000_000
"""Decoded of one text part."""

BODY_TYPES: Final = frozenset({"text/plain", "text/html", "text/enriched", "text/x-amp-html"})
MAIL_TYPES: Final = frozenset({"message/rfc822", "message/global", "message/news"})


class File(msgspec.Struct, frozen=True, gc=False):
    """A part that is no body text."""

    entity: Entity
    mail: "MailBody | None" = None
    """What a mail inside the mail shows."""


class MailBody(msgspec.Struct, frozen=True, kw_only=True, gc=False):
    """One mail as its reader sees it."""

    text: str = ""
    """Of all shown parts, an empty line between them."""
    other_text: str = ""
    """Plain text that an HTML alternative hides, and text that is styled invisible."""
    links: tuple[Link, ...] = ()
    files: tuple[File, ...] = ()
    parts: int = 0
    is_html: bool = False
    is_cut: bool = False
    """Text or links exceeded a cap."""
    lossy_charset: str | None = None
    """Character set of the first text in which some bytes could not be read."""
    smuggled: tuple[Smuggled, ...] = ()
    """Files in the source of its pages."""
    pictures: int = 0
    """Pictures that are shown: referred to by HTML, or parts of the mail."""
    defects: tuple[Defect, ...] = ()
    """Of this mail and its parts, without those of mails inside."""


class _Shown:
    """What is gathered while the parts are walked."""

    __slots__ = (
        "defects",
        "files",
        "is_cut",
        "links",
        "lossy_charset",
        "other",
        "pages",
        "parts",
        "pictures",
        "smuggled",
        "texts",
    )

    def __init__(self) -> None:
        self.texts: list[str] = []
        self.other: list[str] = []
        self.links: list[Link] = []
        self.files: list[File] = []
        self.smuggled: list[Smuggled] = []
        self.defects: list[Defect] = []
        self.pages = 0
        self.parts = 0
        self.pictures = 0
        self.is_cut = False
        self.lossy_charset: str | None = None


def read(mail: Entity) -> MailBody:
    """Read one mail; never fails."""
    shown = _Shown()
    _walk(mail, shown)
    text = "\n\n".join(filter(None, shown.texts)) if len(shown.texts) != 1 else shown.texts[0]
    return MailBody(
        text=text[:MAX_TEXT_CHARS],
        other_text="\n\n".join(shown.other)[:MAX_TEXT_CHARS],
        links=tuple(shown.links[:MAX_LINKS]),
        files=tuple(shown.files),
        parts=shown.parts,
        is_html=shown.pages > 0,
        is_cut=shown.is_cut or len(text) > MAX_TEXT_CHARS or len(shown.links) > MAX_LINKS,
        lossy_charset=shown.lossy_charset,
        smuggled=tuple(shown.smuggled),
        pictures=shown.pictures,
        defects=tuple(shown.defects),
    )


def _walk(entity: Entity, shown: _Shown) -> None:
    shown.parts += 1
    if entity.defects:
        shown.defects += entity.defects
    if entity.content_type in MAIL_TYPES and entity.children:
        shown.files.append(File(entity, read(entity.children[0])))
    elif entity.is_multipart:
        _walk_parts(entity, shown)
    else:
        _leaf(entity, shown)
        for child in entity.children:
            _walk(child, shown)


def _walk_parts(entity: Entity, shown: _Shown) -> None:
    if entity.content_type != "multipart/alternative":
        for child in entity.children:
            _walk(child, shown)
        return
    first = len(shown.texts)
    pages = shown.pages
    plain: list[int] = []
    for child in entity.children:
        before = len(shown.texts)
        _walk(child, shown)
        if child.content_type == "text/plain":
            plain += range(before, len(shown.texts))
    if shown.pages > pages and any(
        text for at, text in enumerate(shown.texts[first:], first) if at not in plain
    ):
        shown.other += [shown.texts[at] for at in plain]
        shown.texts = [text for at, text in enumerate(shown.texts) if at not in plain]


def _leaf(entity: Entity, shown: _Shown) -> None:
    is_text = entity.content_type in BODY_TYPES or entity.content_type.startswith("multipart/")
    is_body = is_text and entity.filename is None and entity.disposition != "attachment"
    if not is_body:
        shown.files.append(File(entity))
        shown.pictures += entity.content_type.startswith("image/")
        return
    if entity.children and entity.children[0].transfer_encoding != "x-uuencode":
        return
    content = entity.content()
    shown.defects += content.defects
    shown.is_cut = shown.is_cut or len(content.data) > MAX_TEXT_BYTES
    decoded = japanese.decode(content.data[:MAX_TEXT_BYTES], entity.charset)
    text = decoded.text
    if decoded.lossy and shown.lossy_charset is None:
        shown.lossy_charset = entity.charset or decoded.charset
    if entity.content_type == "text/html":
        page = html.parse(text)
        _page(page, shown)
        shown.smuggled += smuggling.find(text, has_script=page.has_script)
    else:
        shown.texts.append(text)
        shown.links += [Link(link, link) for link in url.find(text)]


def _page(page: HtmlPage, shown: _Shown) -> None:
    shown.pages += 1
    shown.texts.append(page.text)
    shown.links += page.links
    linked = {link.href for link in page.links}
    shown.links += [Link(link, link) for link in url.find(page.text) if link not in linked]
    shown.pictures += page.images
    shown.is_cut = shown.is_cut or page.is_cut
    if page.hidden_text:
        shown.other.append(page.hidden_text)
