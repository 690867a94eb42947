"""Ask whether the pages that a pack names as sources are still there.

The only part of the pack room that uses the network, and only when somebody asks for it. A page is
asked for by HEAD; a server that refuses HEAD is asked by GET, of which nothing but the status is
read. Each redirect is followed by hand, so that a page that moved is said to have moved.

A look-up that failed is never "gone": gone means that the server says so (404, 410).
"""

import http.client
import ipaddress
import socket
import ssl
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from enum import StrEnum
from http import HTTPStatus
from typing import Final
from urllib.parse import quote, urljoin, urlsplit

TIMEOUT_S: Final = 15.0
"""Public offices' servers take some seconds; a quarter of a minute is no answer."""

MAX_HOPS: Final = 5
"""Redirects in a row: a site that needs more is in a loop."""

MAX_LINKS: Final = 500
"""Of one pack: each may take as long as the timeout, twice."""

MAX_URL_CHARS: Final = 2_000
"""Longer ones are data and no address of a page."""

AGENT: Final = "kakekomi-check-links"
"""Who asks, for the logs of the one who is asked."""

MOVED: Final = frozenset({301, 308})
"""The page says that it lives elsewhere now."""

ELSEWHERE: Final = frozenset({302, 303, 307})
"""For this time only."""

NO_HEAD: Final = frozenset({403, 404, 405, 400, 501})
"""Some servers answer so to HEAD though the page is there."""


class LinkState(StrEnum):
    """What is known about a page."""

    OK = "ok"
    MOVED = "moved"
    """There, at another address for good."""
    GONE = "gone"
    """The server says that there is no such page."""
    FORBIDDEN = "forbidden"
    """There or not: we are not let in."""
    UNREACHABLE = "unreachable"
    """Nobody answered, or with an error of the server's own."""
    REFUSED = "refused"
    """Not asked: no address of a public web page."""


@dataclass(frozen=True, slots=True)
class Answer:
    """What a server said."""

    status: int
    location: str = ""


@dataclass(frozen=True, slots=True, kw_only=True)
class Link:
    """A page and what became of it."""

    source: str
    url: str
    state: LinkState
    status: int | None = None
    moved_to: str = ""


Ask = Callable[[str, str], Answer]
"""Method and address to answer. Raises: OSError, http.client.HTTPException, ValueError."""


def check_links(sources: Iterable[tuple[str, str]], ask: Ask) -> Iterator[Link]:
    """State of each page, from pairs of source id and address; at most ``MAX_LINKS``."""
    for number, (source, url) in enumerate(sources):
        if number >= MAX_LINKS:
            return
        yield check_link(source, url, ask)


def check_link(source: str, url: str, ask: Ask) -> Link:
    """State of one page."""
    here, moved_to, status = url, "", None
    is_permanent = True
    for _ in range(MAX_HOPS + 1):
        if not _is_web(here):
            return Link(source=source, url=url, state=LinkState.REFUSED, moved_to=moved_to)
        try:
            answer = _asked(here, ask)
        except (OSError, http.client.HTTPException, ValueError):
            return Link(source=source, url=url, state=LinkState.UNREACHABLE, moved_to=moved_to)
        status = answer.status
        if status not in MOVED | ELSEWHERE or not answer.location:
            return Link(
                source=source,
                url=url,
                state=_state(status, is_moved=bool(moved_to)),
                status=status,
                moved_to=moved_to,
            )
        here = urljoin(here, answer.location)
        is_permanent = is_permanent and status in MOVED
        moved_to = here if is_permanent else moved_to
    return Link(source=source, url=url, state=LinkState.UNREACHABLE, status=status)


def ask_web(method: str, url: str) -> Answer:
    """Ask in earnest. Raises: OSError, http.client.HTTPException, ValueError."""
    parts = urlsplit(url)
    host = (parts.hostname or "").encode("idna").decode("ascii")
    _check_public(host)
    connection: http.client.HTTPConnection
    if parts.scheme == "https":
        connection = http.client.HTTPSConnection(
            host, parts.port, timeout=TIMEOUT_S, context=ssl.create_default_context()
        )
    else:
        connection = http.client.HTTPConnection(host, parts.port, timeout=TIMEOUT_S)
    try:
        connection.request(method, _path(parts.path, parts.query), headers={"User-Agent": AGENT})
        response = connection.getresponse()
        return Answer(response.status, response.headers.get("Location", "")[:MAX_URL_CHARS])
    finally:
        connection.close()


def _check_public(host: str) -> None:
    """Refuse what lies inside: a redirect must not make us knock at doors of our own network."""
    if not all(ipaddress.ip_address(address).is_global for address in _addresses(host)):
        raise ValueError(f"{host!r} is no public address")


def _addresses(host: str) -> list[str]:
    try:
        return [str(ipaddress.ip_address(host))]
    except ValueError:
        found = socket.getaddrinfo(host, None, type=socket.SOCK_STREAM)
        return [str(address[0]) for *_, address in found]


def _path(path: str, query: str) -> str:
    shown = quote(path or "/", safe="/%:@!$&'()*+,;=~-._")
    return f"{shown}?{quote(query, safe='/%:@!$&()*+,;=~-._?')}" if query else shown


def _is_web(url: str) -> bool:
    if len(url) > MAX_URL_CHARS:
        return False
    try:
        parts = urlsplit(url)
        return parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:
        return False


def _asked(url: str, ask: Ask) -> Answer:
    answer = ask("HEAD", url)
    return ask("GET", url) if answer.status in NO_HEAD else answer


def _state(status: int, *, is_moved: bool) -> LinkState:
    if status < HTTPStatus.MULTIPLE_CHOICES:
        return LinkState.MOVED if is_moved else LinkState.OK
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return LinkState.GONE
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN, HTTPStatus.TOO_MANY_REQUESTS}:
        return LinkState.FORBIDDEN
    return LinkState.UNREACHABLE
