r"""Turn the Rich Text body of an Outlook message back into what was written: HTML or text.

Outlook wraps an HTML body into RTF: tags stand in ``{\*\htmltag64 <p>}``, text stands between them,
and what is there for readers of RTF only stands between ``\htmlrtf`` and ``\htmlrtf0``. A plain
text is wrapped too (``\fromtext``). Any other RTF was written as such; its text is given.

Source: [MS-OXRTFEX]; Rich Text Format Specification 1.9.1
"""

import re
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.mail import japanese
from kakekomi.mail.mapi import charset

MAX_TOKENS: Final = 1_000_000
"""Of one body, a second of work; the text of a long thread has some ten thousand."""
MAX_DEPTH: Final = 1_000
"""Groups inside groups; deeper ones are skipped."""
MAX_HEAD_BYTES: Final = 4_096
"""Within which the wrapping says what it wraps."""

TOKEN: Final = re.compile(
    rb"\\'(?P<byte>[0-9a-fA-F]{2})|\\(?P<word>[a-zA-Z]{1,32})(?P<number>-?[0-9]{1,9})? ?"
    rb"|\\(?P<sign>[^a-zA-Z'])|(?P<brace>[{}])|(?P<text>[^\\{}\r\n]+)|[\r\n]+|\\'?"
)
r"""One piece of RTF: takes ``\par ``, ``\'e9``, ``\{``, ``{`` and ``abc``."""
FONT: Final = re.compile(rb"\\f([0-9]{1,5})\b[^{};]{0,200}?\\fcharset([0-9]{1,3})")
r"""A font with its set: takes ``{\f1\fnil\fcharset128 ``; refuses ``{\f1\fnil ``."""
CODE_PAGE: Final = re.compile(rb"\\ansicpg([0-9]{1,5})")
r"""Takes ``\ansicpg932``; refuses ``\ansi``."""
FONT_PAGES: Final = {
    0: 1252,
    128: 932,
    129: 949,
    134: 936,
    136: 950,
    161: 1253,
    162: 1254,
    177: 1255,
    178: 1256,
    186: 1257,
    204: 1251,
    222: 874,
    238: 1250,
}
"""Character set of a font to code page; 1 (default) and 2 (symbol) say nothing."""
SKIPPED: Final = frozenset(
    {b"fonttbl", b"colortbl", b"stylesheet", b"info", b"pict", b"objdata", b"listtable"}
)
"""Groups without text of the body."""
SIGNS: Final = {
    b"par": "\r\n",
    b"line": "\r\n",
    b"tab": "\t",
    b"lquote": "\u2018",
    b"rquote": "\u2019",
    b"ldblquote": "\u201c",
    b"rdblquote": "\u201d",
    b"bullet": "\u2022",
    b"endash": "\u2013",
    b"emdash": "\u2014",
    b"cell": "\t",
    b"row": "\r\n",
}
PLAIN_SIGNS: Final = {b"~": "\u00a0", b"_": "\u00ad", b"\n": "\r\n", b"\r": "\r\n"}


class Wrapped(StrEnum):
    """What the RTF was made from."""

    HTML = "html"
    TEXT = "text"
    NOTHING = "nothing"


class RtfBody(msgspec.Struct, frozen=True):
    """A body taken out of its RTF."""

    wrapped: Wrapped
    text: str


class _State(msgspec.Struct):
    """What holds up to the end of the group."""

    is_skipped: bool = False
    is_tag: bool = False
    is_rtf_only: bool = False
    fallback_chars: int = 1
    page: int | None = None
    is_starred: bool = False


def read(data: bytes) -> RtfBody:
    """Read any bytes; what is no RTF comes out as it stands."""
    head = data[:MAX_HEAD_BYTES]
    if b"\\fromhtml" in head:
        wrapped = Wrapped.HTML
    else:
        wrapped = Wrapped.TEXT if b"\\fromtext" in head else Wrapped.NOTHING
    return RtfBody(wrapped, _Reader(data, wrapped).read())


class _Reader:
    """One run over one body."""

    __slots__ = ("_data", "_fonts", "_groups", "_is_html", "_out", "_raw", "_skip", "_state")

    def __init__(self, data: bytes, wrapped: Wrapped) -> None:
        page = CODE_PAGE.search(data, 0, MAX_HEAD_BYTES)
        self._data = data
        self._is_html = wrapped is Wrapped.HTML
        self._fonts = {int(font): FONT_PAGES.get(int(kind)) for font, kind in FONT.findall(data)}
        self._state = _State(page=int(page[1]) if page else 1252)
        self._groups: list[_State] = []
        self._out: list[str] = []
        self._raw = bytearray()
        self._skip = 0

    def read(self) -> str:
        """Give the text of the body."""
        at = 0
        for _ in range(MAX_TOKENS):
            token = TOKEN.match(self._data, at)
            if token is None:
                break
            at = token.end()
            if token["word"] == b"bin":
                at += max(int(token["number"] or 0), 0)
            self._take(token)
        self._flush()
        return (
            "".join(self._out).encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
        )

    def _take(self, token: re.Match[bytes]) -> None:
        match token.lastgroup:
            case "brace":
                self._brace(token[0])
            case "word" | "number":
                number = token["number"]
                self._word(token["word"], None if number is None else int(number))
            case "byte":
                self._bytes(bytes([int(token["byte"], 16)]))
            case "text":
                self._bytes(token["text"])
            case "sign":
                self._sign(token["sign"])

    def _brace(self, brace: bytes) -> None:
        self._flush()
        self._skip = 0
        if brace == b"{" and len(self._groups) < MAX_DEPTH:
            self._groups.append(msgspec.structs.replace(self._state))
            self._state.is_starred = False
        elif brace == b"}" and self._groups:
            self._state = self._groups.pop()

    def _sign(self, sign: bytes) -> None:
        if sign == b"*":
            self._state.is_starred = True
        elif sign in PLAIN_SIGNS:
            self._text(PLAIN_SIGNS[sign])
        elif sign in b"\\{}":
            self._bytes(sign)

    def _word(self, word: bytes, number: int | None) -> None:
        state = self._state
        if state.is_starred:
            state.is_starred = False
            state.is_tag = word == b"htmltag" and self._is_html
            state.is_skipped = state.is_skipped or not state.is_tag
            state.is_rtf_only = state.is_rtf_only and not state.is_tag
        elif word in SKIPPED:
            state.is_skipped = True
        elif word == b"htmlrtf":
            self._flush()
            state.is_rtf_only = number != 0
        elif word == b"u" and number is not None:
            self._text(chr(number & 0xFFFF))
            self._skip = state.fallback_chars
        elif word == b"uc":
            state.fallback_chars = min(max(number or 0, 0), 16)
        elif word == b"f" and number in self._fonts:
            self._flush()
            state.page = self._fonts[number] or state.page
        elif word in SIGNS:
            self._text(SIGNS[word])

    def _is_shown(self) -> bool:
        return not self._state.is_skipped and not (self._is_html and self._state.is_rtf_only)

    def _bytes(self, data: bytes) -> None:
        """Gather bytes: the two of one character may come as text and as code."""
        if self._skip:
            left = min(self._skip, len(data))
            self._skip -= left
            data = data[left:]
        if data and self._is_shown():
            self._raw += data

    def _text(self, text: str) -> None:
        self._flush()
        if self._is_shown():
            self._out.append(text)

    def _flush(self) -> None:
        if self._raw:
            raw = bytes(self._raw)
            self._raw.clear()
            page = charset(self._state.page)
            self._out.append(raw.decode("ascii") if raw.isascii() else _decoded(raw, page))


def _decoded(raw: bytes, label: str | None) -> str:
    return japanese.decode(raw, label).text
