"""Read address lists: From, To, Cc, Reply-To, Sender, Return-Path.

The standard's grammar is the lesser half. Real lists have names with unquoted commas, Japanese
without encoding, brackets missing, and addresses inside the name, which is how a spoof shows a
partner's address above an unrelated one. What the mail server would use is ``address``; what the
reader sees is ``name``; both stay verbatim.

Source: RFC 5322 section 3.4; RFC 6854 (groups)
"""

import re
from functools import lru_cache
from typing import Final

import msgspec

from kakekomi.mail import japanese

MAX_MAILBOXES: Final = 2_000
"""Providers allow 500-1,000 recipients a mail."""
MAX_FIELD_BYTES: Final = 262_144
"""Room for that many recipients; what is behind is not read."""

MAX_CACHED_BYTES: Final = 200
"""Correspondents repeat from mail to mail; long lists would fill the cache."""

TOKEN: Final = re.compile(
    r'"(?:[^"\\]|\\.)*+"?|\((?:[^()\\]|\\.)*+\)?|<[^<>,;"]*+>?|[,;]|[^",;<(]++', re.DOTALL
)
"""One piece of a list: takes ``"Sato, Jiro"``, ``<a@b.example>``, ``,`` and ``Sato``."""
SIMPLE: Final = re.compile(
    rb"[ \t]*+(?:"
    rb'(?:"([ !#%->A-\[\]-~]*+)"|([ !#%-\'*+\-./0-9=A-\[\]-~]*+))'
    rb"[ \t]*+<([!#%-+\-./0-9:=@A-\[\]-~]*+)>"
    rb"|([!#%-'*+\-./0-9=A-Z^-~]++@[A-Za-z0-9_.-]*[A-Za-z0-9_])"
    rb")[ \t]*+\Z"
)
"""A list of one entry in plain ASCII, read in one go: takes ``"Sato, Jiro" <a@b.example>``,
``Sato <a@b.example>`` and ``a@b.example``; refuses ``a@b.example (Sato)``, two entries, encoded
words, an address inside the name, and ``$``, which may stand for a lost escape."""
LOCAL: Final = r"[^\s<>\"(),:;@\[\]\\「」（）＜＞【】]"
ADDRESS: Final = re.compile(rf"(?<!{LOCAL}){LOCAL}++@(?:[\w.-]++(?<=\w)|\[[\w.:]{{2,60}}\])")
"""Takes ``a.b@c.example``; refuses ``a @ b`` and ``@twitter``."""
GROUP: Final = re.compile(r"\s*([^:@\"<]{1,100}):\s*", re.DOTALL)
"""A group's name: takes ``undisclosed-recipients:``; refuses ``a@b.example:``."""
QUOTED_PAIR: Final = re.compile(r"\\(.)", re.DOTALL)
"""Takes ``\\"``; refuses a last ``\\``."""


class Mailbox(msgspec.Struct, frozen=True, gc=False):
    """One entry of a list."""

    raw: str
    """The entry as it stands, encoded words undecoded."""
    name: str
    """Display name, decoded, verbatim otherwise; empty if absent."""
    address: str
    """As written; empty if the entry has none (an empty group, a name alone)."""
    domain: str
    """Lower case; empty if there is none. Punycode stays."""
    addresses_in_name: tuple[str, ...] = ()
    """Addresses inside the display name, whether they are the same or not."""


class AddressList(msgspec.Struct, frozen=True, gc=False):
    """All entries of one field."""

    mailboxes: tuple[Mailbox, ...] = ()
    truncated: bool = False
    """True if MAX_MAILBOXES or MAX_FIELD_BYTES left some out."""


class _Entry(msgspec.Struct):
    """One entry being put together."""

    words: list[str]
    comments: list[str]
    angle: str | None = None
    is_complete: bool = False
    """It has an address: a comma ends it."""
    is_begun: bool = False
    """It has more than blanks: a comma may be part of its name."""


def parse_list(raw: bytes) -> AddressList:
    """Parse a field's value; anything gives a list."""
    return _cached(raw) if len(raw) <= MAX_CACHED_BYTES else _parse_list(raw)


def _parse_short(raw: bytes) -> AddressList:
    simple = SIMPLE.match(raw)
    return _parse_list(raw) if simple is None else AddressList((_simple(simple),))


def _simple(found: re.Match[bytes]) -> Mailbox:
    """What ``_finish`` would make of it."""
    quoted, plain, angle, bare = (piece.decode("ascii") for piece in found.groups(b""))
    if bare:
        return Mailbox(bare, "", bare, domain_of(bare))
    raw = f'"{quoted}"' if found[1] is not None else plain.strip(" ")
    name = (quoted or plain).strip(" ,")
    return Mailbox(f"{raw} <{angle}>".strip(), name, angle, domain_of(angle))


def domain_of(address: str) -> str:
    """Return the lower-case domain behind the last ``@``."""
    return address.rpartition("@")[2].rstrip(".").lower() if "@" in address else ""


def _parse_list(raw: bytes) -> AddressList:
    text = japanese.unfold(raw[:MAX_FIELD_BYTES])
    mailboxes: list[Mailbox] = []
    entry = _Entry([], [])
    for piece in TOKEN.findall(text):
        if piece in {",", ";"}:
            if piece == "," and entry.is_begun and not entry.is_complete:
                entry.words.append(piece)
                continue
            mailboxes += _finish(entry)
            entry = _Entry([], [])
            if len(mailboxes) >= MAX_MAILBOXES:
                return AddressList(tuple(mailboxes), truncated=True)
        else:
            _add(entry, piece)
    mailboxes += _finish(entry)
    return AddressList(tuple(mailboxes), truncated=len(raw) > MAX_FIELD_BYTES)


_cached = lru_cache(maxsize=4096)(_parse_short)


def _add(entry: _Entry, piece: str) -> None:
    if piece[0] == "<" and (">" in piece or "@" in piece):
        if entry.angle:
            entry.words.append(f"<{entry.angle}>")
        entry.angle = piece.strip("<> \t\r\n")
        entry.is_complete = True
    elif piece[0] == "(":
        entry.comments.append(piece)
    else:
        _add_word(entry, piece)


def _add_word(entry: _Entry, piece: str) -> None:
    group = GROUP.match(piece) if piece[0] != '"' and not entry.is_begun else None
    if group:
        entry.words = [group[1]] if group.end() == len(piece) else []
        piece = piece[group.end() :]
    if piece:
        entry.words.append(piece)
        entry.is_begun = entry.is_begun or not piece.isspace()
        entry.is_complete = entry.is_complete or ("@" in piece and bool(ADDRESS.search(piece)))


def _finish(entry: _Entry) -> list[Mailbox]:
    raw = "".join(entry.words).strip(" \t,")
    if entry.angle is None and not raw:
        return []
    bare = None if entry.angle is not None else _bare_address(entry.words)
    name = "".join(_unquote(word) for word in entry.words)
    address = entry.angle if entry.angle is not None else (bare or "")
    if bare:
        name = name.replace(bare, "", 1)
        comment = "".join(entry.comments)[1:-1].strip()
        name = name.strip(" \t<>") or comment
    decoded = japanese.decode_words(name.strip(" \t,")) if "=?" in name else name.strip(" \t,")
    address = japanese.decode_words(address) if "=?" in address else address
    shown = f"{raw} <{entry.angle}>" if entry.angle is not None else raw
    inside = tuple(ADDRESS.findall(decoded)) if "@" in decoded else ()
    return [Mailbox(shown.strip(), decoded, address, domain_of(address), inside)]


def _bare_address(words: list[str]) -> str | None:
    """Return the last address outside quotes, else the last one inside."""
    outside = [found for word in words if word[0] != '"' for found in ADDRESS.findall(word)]
    return outside[-1] if outside else next(iter(ADDRESS.findall("".join(words))), None)


def _unquote(word: str) -> str:
    if word[0] != '"':
        return word
    inner = word[1:-1] if len(word) > 1 and word.endswith('"') else word[1:]
    return QUOTED_PAIR.sub(r"\1", inner)
