"""Find links in text, and tell the host a link leads to from the host its text names.

In Japanese no blank follows a link: any character outside ASCII ends it. Hosts are compared in
lower case; punycode is kept, because it is what the browser asks for.
"""

import re
from functools import lru_cache
from typing import Final
from urllib.parse import unquote

MAX_URLS: Final = 500
"""A newsletter has about fifty links; the rest of thousands would be the same again."""
MAX_URL_CHARS: Final = 4_096
"""Browsers take more, mail does not; data: links carry whole files."""

SCHEME: Final = re.compile(r"(?:https?|ftp|hxxps?)\Z", re.IGNORECASE)
"""Takes ``see:HTTP``; refuses ``mailto``. Matched on the few characters before ``://``."""
REST: Final = re.compile(r"[!#-;=?-\[\]_a-z|~]++", re.IGNORECASE)
"""Takes ``a.example/x?y=1`` out of ``a.example/x?y=1。」``; refuses ``"a.example"``."""
TRAILING: Final = ".,:;!?'|*_~"
"""Punctuation of the sentence around the link, not of the link."""
AUTHORITY: Final = re.compile(r"\s*(?:[a-z][a-z0-9+.\-]*:)?[/\\]{2,}+([^/\\?#\s]*)", re.IGNORECASE)
"""Takes ``https://user@host:80/path`` (``user@host:80``); refuses ``mailto:a@b``."""
PLAIN: Final = re.compile(r"https?://([A-Za-z0-9.-]++)(?:[/?#]|\Z)")
"""A link like most: takes ``https://a.example/x``; refuses ``https://user@a.example:80``."""
BARE_HOST: Final = re.compile(
    r"(?:www\.)?(?:[a-z0-9](?:[a-z0-9\-]{0,62})\.){1,8}(?:[a-z]{2,24}|xn--[a-z0-9\-]{2,59})",
    re.IGNORECASE,
)
"""Takes ``www.example.co.jp`` as a whole text; refuses ``invoice`` and ``3.14``."""
FILE_ENDING: Final = re.compile(
    r"bat|bmp|csv|dll|docx?|docm|exe|gif|html?|jpe?g|js|lnk|mp3|msi|one|pdf|php|png|pptx?|py|rar|rtf"
    r"|txt|vbs|wsf|xls[bmx]?|xml|zip"
)
"""Ends a file's name, though it may look like a host's: takes ``pdf``; refuses ``com``."""
MAX_EXTENSION_CHARS: Final = 10
"""Longer endings are words."""


def find(text: str) -> tuple[str, ...]:
    """Links in the text, each once, in order of their first place; at most ``MAX_URLS``."""
    found: dict[str, None] = {}
    at = text.find("://")
    while at >= 0 and len(found) < MAX_URLS:
        end = at + 3
        start = _scheme_start(text, at)
        rest = REST.match(text, end) if start < at else None
        if rest:
            end = rest.end()
            found[_trimmed(text[start : min(end, start + MAX_URL_CHARS)])] = None
        at = text.find("://", end)
    return tuple(found)


def _scheme_start(text: str, at: int) -> int:
    """Where the scheme begins that ends at ``at``; ``at`` itself if none does."""
    if text.startswith("http", at - 4) and at >= len("http"):
        return at - 4
    if text.startswith("https", at - 5) and at >= len("https"):
        return at - 5
    before = max(0, at - 5)
    scheme = SCHEME.search(text[before:at])
    return before + scheme.start() if scheme else at


def _trimmed(link: str) -> str:
    link = link.rstrip(TRAILING)
    if link[-1:] not in ")]":
        return link
    for opening, closing in ("()", "[]"):
        if link.endswith(closing) and link.count(closing) > link.count(opening):
            link = link[:-1].rstrip(TRAILING)
    return link


@lru_cache(maxsize=4096)
def host(href: str) -> str | None:
    """Host in lower case without user, port and final dot; None if the link has none.

    As browsers do, backslashes count as slashes and percent codes are undone.
    """
    match = AUTHORITY.match(href)
    if match is None:
        return None
    name = match.group(1).rpartition("@")[2]
    name = name.partition("]")[0] + "]" if name.startswith("[") else name.partition(":")[0]
    if "%" in name:
        name = unquote(name)
    return name.lower().rstrip(".") or None


def text_host(text: str) -> str | None:
    """Host that visible text names: of its first link, or the text is a host and nothing else."""
    if "." not in text:
        return None
    plain = PLAIN.match(text)
    if plain is not None:
        return plain.group(1).lower().rstrip(".") or None
    links = find(text)
    if links:
        return host(links[0])
    bare = text.strip().partition("/")[0]
    if not BARE_HOST.fullmatch(bare) or FILE_ENDING.fullmatch(bare.rpartition(".")[2].lower()):
        return None
    return bare.lower()


def extension(href: str) -> str:
    """Extension of the last part of the path in lower case; empty if it has none."""
    last = href.partition("?")[0].partition("#")[0].rpartition("/")[2]
    if "." not in last:
        return ""
    match = AUTHORITY.match(href)
    path = href[match.end() :] if match else href
    last = path.partition("?")[0].partition("#")[0].rpartition("/")[2]
    ending = last.rpartition(".")[2] if "." in last else ""
    return ending.lower() if ending.isalnum() and len(ending) <= MAX_EXTENSION_CHARS else ""
