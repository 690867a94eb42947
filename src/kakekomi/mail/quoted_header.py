"""Read from a quotation who wrote the mail that is quoted: header blocks and attributions.

A block is some lines like From/Sent/To/Subject, 差出人/送信日時/宛先/件名; an attribution is one
line ("On … wrote:", 「…書きました」), or two if it was wrapped.

Source: observed mail of Outlook, Gmail, Apple Mail, Thunderbird, Becky!, Yahoo! Japan
"""

import re
from typing import Final

import msgspec

from kakekomi.mail import attribution, date
from kakekomi.mail.address import ADDRESS
from kakekomi.mail.attribution import WRAPPED
from kakekomi.mail.date import MailDate

MAX_TEXT_CHARS: Final = 1_000_000
"""Long threads reach some hundred thousand."""
MAX_QUOTED_HEADERS: Final = 200
"""Threads of a hundred answers exist."""
MAX_ATTRIBUTION_CHARS: Final = 400
"""A name, an address and a date."""
QUOTE_SIGNS: Final = " \t>＞|"
"""What stands around a quoted line."""

FIELD: Final = re.compile(
    r"[ \t　>*]{0,6}(From|Sent|Date|To|Cc|Subject|Von|Gesendet|An|Betreff|De|Envoyé|À|Objet"
    r"|差出人|送信者|発信者|送信元|送信日時|送信日|日時|日付|宛先|宛て先|受信者"
    r"|件名|題名|タイトル)\*?"
    r"[ \t　]*[:：][*]?[ \t　]*([^\r\n]{0,1000})",
    re.IGNORECASE,
)
"""A line of a quoted header: takes ``差出人: 山田`` and ``From: a``; refuses ``Fromage: a``."""

KINDS: Final = {
    **dict.fromkeys(("from", "von", "de", "差出人", "送信者", "発信者", "送信元"), "from"),
    **dict.fromkeys(
        ("sent", "date", "gesendet", "envoyé", "送信日時", "送信日", "日時", "日付"), "date"
    ),
    **dict.fromkeys(("to", "an", "à", "cc", "宛先", "宛て先", "受信者"), "to"),
    **dict.fromkeys(("subject", "betreff", "objet", "件名", "題名", "タイトル"), "subject"),
}
"""Label of a quoted header line to what it says."""


class QuotedHeader(msgspec.Struct, frozen=True, gc=False):
    """Who wrote a quoted mail, as the quotation says; texts are empty where it says nothing."""

    sender: str
    """Verbatim: name, address or both."""
    recipients: str
    date_raw: str
    date: MailDate
    subject: str
    addresses: tuple[str, ...]
    """All addresses in it, in order, without repeats."""


def read(quoted: str) -> tuple[QuotedHeader, ...]:
    """Read the header blocks and attributions in a quoted text, in order."""
    found: list[QuotedHeader] = []
    block: dict[str, str] = {}
    before = ""
    if not quoted:
        return ()
    for line in quoted[:MAX_TEXT_CHARS].splitlines():
        has_colon = ":" in line or "：" in line
        field = FIELD.match(line) if has_colon else None
        if field:
            block.setdefault(kind_of(field), field[2].strip(" \t　*"))
            continue
        if block:
            found += [_header(block)] if len(block) > 1 or "from" in block else []
            block = {}
        if has_colon or "書" in line:
            found += _attributions(before, line)
        before = line
        if len(found) >= MAX_QUOTED_HEADERS:
            return tuple(found)
    if len(block) > 1 or "from" in block:
        found.append(_header(block))
    return tuple(found)


def _attributions(before: str, line: str) -> list[QuotedHeader]:
    """What a quoted line says that is an attribution; it may have begun in the line before."""
    bare = line.strip(QUOTE_SIGNS)
    if not bare or len(bare) >= MAX_ATTRIBUTION_CHARS or not attribution.may_end(bare):
        return []
    if not attribution.is_one(bare):
        return []
    begun = before.strip(QUOTE_SIGNS)
    whole = f"{begun} {bare}" if begun.startswith(WRAPPED) else bare
    return [_header({"from": whole, "date": whole})]


def _header(block: dict[str, str]) -> QuotedHeader:
    whole = " ".join(block.values())
    date_raw = block.get("date", "")
    addresses = tuple(dict.fromkeys(ADDRESS.findall(whole))) if "@" in whole else ()
    return QuotedHeader(
        sender=block.get("from", ""),
        recipients=block.get("to", ""),
        date_raw=date_raw,
        date=date.parse(date_raw),
        subject=block.get("subject", ""),
        addresses=addresses,
    )


def kind_of(field: re.Match[str]) -> str:
    """Fold the case as the regex does: it takes ``ſent`` for ``sent``."""
    return KINDS.get(field[1].casefold(), "subject")
