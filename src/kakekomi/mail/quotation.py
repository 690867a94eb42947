"""Tell a mail's own words from those it quotes, and replies and forwards from first mails.

Emotet answers stolen mails: above, a line or two of its own; below, the real thread. So the two
halves are judged apart: passwords and lures stand in the own text, and the quoted text says whose
mailbox was stolen. A mail can call itself a reply without being one (no References, nothing
quoted); all three signs are given apart.

Quotation begins at a marked line (``>``), at an attribution ("On … wrote:", 「…書きました」), at a
separator ("-----Original Message-----", 「--- 元のメッセージ ---」), or at a block of header lines
(From/Sent/To/Subject, 差出人/送信日時/宛先/件名). After the last two all is quoted; after an
attribution too, unless marked lines follow it.

Source: observed mail of Outlook, Gmail, Apple Mail, Thunderbird, Becky!, Yahoo! Japan
"""

import re
from typing import Final

import msgspec

from kakekomi.mail import attribution, quoted_header
from kakekomi.mail.address import ADDRESS
from kakekomi.mail.attribution import WRAPPED
from kakekomi.mail.quoted_header import (
    FIELD,
    MAX_ATTRIBUTION_CHARS,
    QuotedHeader,
    kind_of,
)

__all__ = ["FIELD", "Quotation", "QuotedHeader", "read", "split", "subject_marks"]

MAX_TEXT_CHARS: Final = 1_000_000
"""Long threads reach some hundred thousand; the rest counts as what came before it."""
MAX_SUBJECT_CHARS: Final = 2_000
"""Looked at for reply and forward marks, which stand at the beginning."""
BLOCK_LINES: Final = 5
"""Within how many lines after From a second header line must come."""

TRIGGERS: Final = (
    *(">", "＞", "|", "｜", "rote", "schrieb", "書きました", "書かれました", "riginal", "RIGINAL"),
    *("orwarded", "メッセージ", "メール -", "差出人", "送信者", "発信者", "送信元"),
    *("From:", "Von:", "De:"),
)
"""Without one of these nothing is quoted; looking for them is far cheaper than reading lines."""

MARK: Final = re.compile(r"[ \t　]{0,3}(?:[>＞]|[|｜](?=[ \t　]?\S)|[A-Za-z]{1,4}>)")
"""A quoted line: takes ``> a``, ``＞a``, ``| a`` and ``JS> a``; refuses ``a > b``."""
SEPARATOR: Final = re.compile(
    r"[ \t]*(?:[-_=*－─━]{2,20}[ \t　]*"
    r"(?:original (?:message|appointment)|forwarded (?:message|by .{0,80})|begin forwarded message"
    r"|reply message|reply separator|message transféré|ursprüngliche nachricht"
    r"|weitergeleitete nachricht|元のメッセージ|元のメール|オリジナルメッセージ"
    r"|転送(?:された)?メッセージ|転送メール|転送元のメール)"
    r"[ \t　]*[-_=*－─━]{0,20}|begin forwarded message:)[ \t]*\r?\Z",
    re.IGNORECASE,
)
"""Takes ``-----Original Message-----`` and ``----- 元のメッセージ -----``; refuses ``-----``."""
CANDIDATE: Final = re.compile(
    r"\s*+(?:[>＞|｜]|[A-Za-z]{1,4}>|[-_=*－─━]{2}|[Bb][Ee]|On |Am |Le |20)"
)
"""How a line begins that may be quoted or begin a quotation, beside those with a colon or 書: takes
``> a``, ``-----`` and ``On Mon``; refuses ``Dear all,``."""
CANDIDATE_STARTS: Final = frozenset(">＞|｜-_=*－─━BbOAL2")
"""First signs of such a line, if it is not indented and no initials stand before its ``>``."""
SEPARATOR_SIGNS: Final = "-_=*－─━Bb"
STARTS: Final = SEPARATOR_SIGNS + "OAL2"
"""First signs of a separator, or of an attribution that goes on in the next line."""
LABEL_CHARS: Final = 12
"""The longest label of a header line, its indentation and colon."""

SUBJECT_MARK: Final = re.compile(
    r"[\s　]*(?:[\[［【(（][^\]］】)）]{1,40}[\]］】)）][\s　]*)?"
    r"(?:(re|ｒｅ|ＲＥ|Ｒｅ|aw|sv|antw|返信|返|回复|答复)|(fwd?|ｆｗｄ?|ＦＷＤ?|Ｆｗｄ?|fw|wg|tr|転送|转发))"
    r"[\s　]*(?:[\[(（^*]?\d{1,3}[\])）]?)?[\s　]*[:：＞>]",
    re.IGNORECASE,
)
"""Takes ``Re:``, ``RE[2]:``, ``[list] Re:``, ``Ｒｅ：``, ``Fw:``, ``転送：``; no ``Reply:``."""


class Quotation(msgspec.Struct, frozen=True, gc=False):
    """A mail's text in two halves, and the signs of an answer."""

    own: str
    """Lines that the mail adds, verbatim, line ends included."""
    quoted: str
    """The other lines, verbatim."""
    headers: tuple[QuotedHeader, ...]
    subject_is_reply: bool
    subject_is_forward: bool
    has_reply_fields: bool
    """In-Reply-To or References is there."""

    @property
    def is_reply(self) -> bool:
        """It says that it answers: by its subject, or by its header."""
        return self.subject_is_reply or (self.has_reply_fields and not self.subject_is_forward)

    @property
    def is_forward(self) -> bool:
        """It says that it passes a mail on."""
        return self.subject_is_forward


def read(text: str, subject: str = "", *, has_reply_fields: bool = False) -> Quotation:
    """Split a text and read the signs."""
    own, quoted = split(text)
    reply, forward = subject_marks(subject)
    return Quotation(own, quoted, quoted_header.read(quoted), reply, forward, has_reply_fields)


def subject_marks(subject: str) -> tuple[bool, bool]:
    """Return (is a reply, is a forward) by the outermost prefix."""
    match = SUBJECT_MARK.match(subject[:MAX_SUBJECT_CHARS])
    return (match is not None and match[1] is not None, match is not None and match[2] is not None)


def split(text: str) -> tuple[str, str]:
    """Return (own lines, quoted lines); together they are the whole text."""
    if not any(map(text.__contains__, TRIGGERS)):
        return text, ""
    own: list[str] = []
    quoted: list[str] = []
    lines = text[:MAX_TEXT_CHARS].splitlines(keepends=True)
    done = 0
    for index in _candidates(lines):
        line = lines[index]
        if done < index:
            _take_plain(lines[done:index], own, quoted)
        done = index + 1
        if line[0] == ">" or _is_marked(line):
            quoted.append(line)
        elif not _may_begin(shown := line.strip()):
            own.append(line)
        elif (says := _is_attribution(lines, index)) and _next_is_marked(lines, index):
            quoted.append(line)
        elif _all_quoted_from(lines, index, shown, says=says):
            quoted += lines[index:]
            done = len(lines)
            break
        else:
            own.append(line)
    _take_plain(lines[done:], own, quoted)
    (quoted or own).append(text[MAX_TEXT_CHARS:])
    return "".join(own), "".join(quoted)


def _candidates(lines: list[str]) -> list[int]:
    """Lines to be looked at one by one; most are not, and are what the lines before them are."""
    begins = CANDIDATE.match
    if all(map(str.isascii, lines)):
        return [
            index
            for index, line in enumerate(lines)
            if ":" in line
            or ((line[0] in CANDIDATE_STARTS or ">" in line or line[0].isspace()) and begins(line))
        ]
    return [
        index
        for index, line in enumerate(lines)
        if ":" in line
        or "：" in line
        or "書" in line
        or ((line[0] in CANDIDATE_STARTS or ">" in line or line[0].isspace()) and begins(line))
    ]


def _take_plain(lines: list[str], own: list[str], quoted: list[str]) -> None:
    """Lines without any mark are own, but for the empty ones behind a quotation at the top."""
    start = 0
    if quoted and not own:
        start = next((at for at, line in enumerate(lines) if not line.isspace()), len(lines))
        quoted += lines[:start]
    own += lines[start:]


def _may_begin(shown: str) -> bool:
    """Look cheaply whether the line may be an attribution, a separator or a header line."""
    if not shown:
        return False
    head = shown[:LABEL_CHARS]
    return shown[0] in STARTS or ":" in head or "：" in head or attribution.may_end(shown)


def _is_marked(line: str) -> bool:
    if MARK.match(line) is None:
        return False
    is_table = line.rstrip()[-1] in "|｜"
    return not is_table


def _is_attribution(lines: list[str], index: int) -> bool:
    """Look at the line, and at it with the next one, since mail programs wrap it."""
    shown = lines[index].strip()
    if len(shown) > MAX_ATTRIBUTION_CHARS:
        return False
    if attribution.may_end(shown) and attribution.is_one(shown):
        return True
    if not shown.startswith(WRAPPED) or index + 1 >= len(lines):
        return False
    return attribution.is_one(f"{shown} {lines[index + 1].strip()[:MAX_ATTRIBUTION_CHARS]}")


def _next_is_marked(lines: list[str], index: int) -> bool:
    """Tell whether quoted lines follow, so that answers may stand between them."""
    following = (line for line in lines[index + 1 : index + BLOCK_LINES] if line.strip())
    return any(_is_marked(line) for line in following)


def _all_quoted_from(lines: list[str], index: int, shown: str, *, says: bool) -> bool:
    """Tell whether this line and all behind it are quoted; ``says``: it is an attribution."""
    if shown[0] in SEPARATOR_SIGNS and SEPARATOR.match(shown):
        return True
    if _is_header_start(lines, index, shown):
        return True
    if not says:
        return False
    both = shown + "".join(lines[index + 1 : index + 2])
    return ADDRESS.search(both) is not None and any(sign.isdigit() for sign in both)


def _is_header_start(lines: list[str], index: int, shown: str) -> bool:
    field = FIELD.match(shown)
    if field is None or kind_of(field) not in {"from", "date"}:
        return False
    kinds = {
        kind_of(found)
        for line in lines[index + 1 : index + BLOCK_LINES]
        if (found := FIELD.match(line))
    }
    return bool(kinds & {"from", "date", "to", "subject"} - {kind_of(field)})
