"""Read the passwords that a mail gives in words.

Emotet's encrypted ZIPs came with their password in the body (Japan: September 2020 to 2022), as
do those of honest Japanese senders (PPAP). A password counts only if a label and a value stand
together: 「パスワードは別メールでお送りします」 and "your password expires" give none.
"""

import re
import unicodedata
from collections.abc import Iterable
from typing import Final

import msgspec

MAX_CANDIDATES: Final = 20
"""Tried on each archive; a mail that means it gives one or two."""
MAX_LABELS: Final = 500
"""Places looked at in one mail; a log full of the word must not cost more."""
MIN_VALUE_CHARS: Final = 3
"""Shorter ones are counters; nobody encrypts with them."""
MAX_VALUE_CHARS: Final = 64
"""Longer ones are sentences or keys."""

MARKS: Final = (
    "パス",
    "ﾊﾟｽ",
    "暗証",
    "ｐ",
    "pass",
    "pw",
    "p/w",
    "kennwort",
    "contraseñ",
)
"""How labels begin, in lower case; a plain look for them is ten times as fast as ``LABEL``."""
ASCII_MARKS: Final = tuple(mark for mark in MARKS if mark.isascii())
"""Those that can stand in a text of ASCII."""
LEAD_IN: Final = "mot de "
"""The label that has its mark inside."""
LABEL: Final = re.compile(
    r"パスワ[ー一]ド|ﾊﾟｽﾜｰﾄﾞ|パスコード|暗証番号|ｐａｓｓｗｏｒｄ|passwords?|passwd|passcode|passphrase"
    r"|passwort|kennwort|contraseña|mot de passe|パス(?=[:：=＝は「『])"
    r"|(?<![a-z0-9&?_./=\-])(?:pass|pw|pwd|p/w)(?![a-z0-9])|(?<![ａ-ｚ])(?:ｐｗ|ｐａｓｓ)(?![ａ-ｚ])"
)
"""A label in lower-case text: takes ``pw`` and パスワード; refuses ``compass``."""
BEFORE: Final = re.compile(
    r"(?:添付|圧縮|ファイル|フォルダ|解凍|開封|展開|復号|閲覧|共通|データ|資料|書類|メール|用|の|時|ＺＩＰ|zip"
    r"|archive|attachment|document|file|unzip|open(?:ing)?|extract(?:ion)?|[ \t])++\Z",
    re.IGNORECASE,
)
"""Words that belong to the label: takes 解凍 before パスワード; refuses 秘密の before it."""
MAX_BEFORE_CHARS: Final = 24
"""Looked at before a label."""
SEPARATOR: Final = re.compile(
    r"[ \t\u3000]*(?:[（(][^（()）\n]{0,20}[)）]|(?:for|to|of|to open)[ ][^:\n]{1,40}(?=:))?"
    r"[ \t\u3000]*[】』」\]］>》*_]{0,3}[ \t\u3000]*"
    r"(?:(は|とは|が|を|(?:is|ist|es)(?=[^A-Za-z]))[、，,]?[ \t\u3000]*)?"
    r"(?:([:：=＝⇒→])|([-–—−ー]{1,2})(?=[\s「『\"]))?"
    r"[ \t\u3000]*[*_]{0,2}[ \t\u3000]*"
)
"""Between label and value: takes `` （半角）： `` and ``は``; refuses nothing, may be empty."""
NEXT_LINE: Final = re.compile(
    r"(?:[、，,]?(?:下記|以下|次|本メール)[^\n]{0,20}?)?[。．.:：]?[ \t\u3000]*"
    r"(?:\r?\n[ \t\u3000>＞|*・\-=─━]*+){1,4}"
)
"""From the label to a value on a line below: takes ``下記の通りです。\\n\\n``; refuses ``別途``."""
QUOTED: Final = re.compile(
    r"「([^「」\n]{1,64})」|『([^『』\n]{1,64})』|【([^【】\n]{1,64})】|“([^“”\n]{1,64})”|\"([^\"\n]{1,64})\"|"
    r"'([^'\n]{1,64})'|［([^［］\n]{1,64})］|《([^《》\n]{1,64})》|\[([^\[\]\n]{1,64})\]|`([^`\n]{1,64})`"
)
"""A value in quotes: takes 「ab12」; refuses an unclosed 「ab12."""
TOKEN: Final = re.compile(r"[!-~！-～]{1,65}")
"""A bare value: takes ``ab12!`` and ａｂ１２; ends at a blank or Japanese letter."""
TAIL: Final = re.compile(
    r"[ \t\u3000]*[。．.、,]?[ \t\u3000]*"
    r"(?:です|でございます|となります|になります|と(?:なって|して)|$|\r?\n)",
    re.MULTILINE,
)
"""What stands behind a value that has the rest of its line for itself."""
SENTENCE_WORD: Final = re.compile(
    r"(?:an?|and|are|as|at|be|been|below|but|by|can|changed?|compromised|correct|do|expire[ds]|field"
    r"|follows|for|forgotten|from|has|have|here|i|if|in|incorrect|into|invalid|is|its?|just|known"
    r"|link|lost|may|must|need(?:s|ed)?|never|no|none|not|now|of|on|only|or|our|passwords?|please"
    r"|protected|protection|provided|required|reset|same|see|sent|separate(?:ly)?|set|should|so|sms"
    r"|stored|that|the|their|then|there|they|this|to|unknown|used|user|via|was|we|weak|when|which"
    r"|will|with|would|wrong|you|your)",
    re.IGNORECASE,
)
"""A word behind "password is" in prose: takes ``required``; refuses ``ab1``."""
PLACEHOLDER: Final = re.compile(
    r"[*＊xX•●\-_.=~#]{1,65}|https?:.*|[\w.+-]+@[\w-]+\.[\w.-]+|<.*|&\w+[;=].*"
)
"""No value: takes ``********``, a link, an address, a tag; refuses ``ab12``."""
DOTTED_I: Final = "\u0130"
"""The one letter whose lower case is longer than itself."""
CLOSING: Final = ".,;:。、．，；)]}>」』】）］"
"""Punctuation of the sentence behind a bare value."""


SHORT: Final = frozenset({"pass", "pw", "pwd", "p/w", "ｐｗ", "ｐａｓｓ", "パス"})
"""Labels that are also other words: they need a mark or は between them and the value."""


class Password(msgspec.Struct, frozen=True, gc=False):
    """A label and the value behind it."""

    value: str
    """Verbatim, without the sentence's punctuation."""
    raw: str
    """As it stands, with the punctuation behind it, which may be part of it after all."""
    label: str
    """The words it stood behind, verbatim."""
    readings: tuple[str, ...]
    """What to try: the value, with the punctuation, and both in NFKC form."""


def find(text: str) -> tuple[Password, ...]:
    """Passwords in the order of the text, each value once, at most ``MAX_CANDIDATES``."""
    lower = text.replace(DOTTED_I, "i").lower()
    found: dict[str, Password] = {}
    for label in _labels(lower):
        value = _value(text, label)
        if value is not None:
            before = BEFORE.search(text[max(0, label.start() - MAX_BEFORE_CHARS) : label.start()])
            words = (before.group() if before else "") + text[label.start() : label.end()]
            found.setdefault(value, _password(value, words.strip()))
            if len(found) == MAX_CANDIDATES:
                break
    return tuple(found.values())


def _labels(lower: str) -> list[re.Match[str]]:
    """Labels in order of the text, whose length the lower-case form has kept."""
    found: dict[int, re.Match[str]] = {}
    for mark in ASCII_MARKS if lower.isascii() else MARKS:
        at = lower.find(mark)
        while at >= 0 and len(found) < MAX_LABELS:
            start = max(at - len(LEAD_IN), 0)
            label = LABEL.match(lower, start if lower.startswith(LEAD_IN, start) else at)
            if label is not None:
                found[label.start()] = label
            at = lower.find(mark, label.end() if label else at + len(mark))
    return [found[at] for at in sorted(found)]


def candidates(passwords: Iterable[str], found: Iterable[Password]) -> tuple[str, ...]:
    """What to try on archives, those given by the user first, each once."""
    tried = dict.fromkeys(passwords)
    tried.update(dict.fromkeys(reading for one in found for reading in one.readings))
    return tuple(tried)[:MAX_CANDIDATES]


def _password(raw: str, label: str) -> Password:
    value = _without_closing(raw)
    readings = (
        value,
        raw,
        unicodedata.normalize("NFKC", value),
        unicodedata.normalize("NFKC", raw),
    )
    return Password(value=value, raw=raw, label=label, readings=tuple(dict.fromkeys(readings)))


def _without_closing(raw: str) -> str:
    """Drop the sentence's punctuation, but no bracket that the value itself opens."""
    value = raw
    while len(value) > 1 and value[-1] in CLOSING:
        opening = {")": "(", "]": "[", "}": "{", ">": "<"}.get(value[-1])
        if opening and value.count(opening) >= value.count(value[-1]):
            break
        value = value[:-1]
    return value


def _value(text: str, label: re.Match[str]) -> str | None:
    separator = SEPARATOR.match(text, label.end())
    at = separator.end() if separator else label.end()
    particle, mark, dash = separator.groups() if separator else (None, None, None)
    if particle == "を":
        return None
    quoted = QUOTED.match(text, at)
    is_short = label.group() in SHORT
    if quoted and not (is_short and quoted.group()[0] in "\"'`[" and not (particle or mark)):
        return _quoted_value(next(filter(None, quoted.groups()), ""))
    token = TOKEN.match(text, at)
    if not (particle or mark or dash):
        return None if is_short else _value_alone(text, token) or _value_below(text, label.end())
    if token is None:
        return None if dash else _value_below(text, at)
    is_marked = bool(mark) or particle in {"は", "が"}
    return None if is_short and not is_marked else _bare_value(text, token, is_marked=is_marked)


def _quoted_value(value: str) -> str | None:
    """A value is typed on a keyboard: 「マイページ」 is a place, no password."""
    value = value.strip(" \t\u3000")
    is_typed = len(value) >= MIN_VALUE_CHARS and any(
        "!" <= char <= "~" or "！" <= char <= "～" for char in value
    )
    is_value = is_typed and not PLACEHOLDER.fullmatch(value) and value.count(" ") <= 2  # noqa: PLR2004
    return value if is_value else None


def _bare_value(text: str, token: re.Match[str], *, is_marked: bool) -> str | None:
    raw = token.group()
    value = _without_closing(raw)
    if not MIN_VALUE_CHARS <= len(value) <= MAX_VALUE_CHARS or PLACEHOLDER.fullmatch(value):
        return None
    if SENTENCE_WORD.fullmatch(value) or not any(char.isalnum() for char in value):
        return None
    is_word = value.isalpha() and value.isascii()
    if is_word and not TAIL.match(text, token.end()):
        return None
    return raw if is_marked or not is_word or value != value.lower() or len(value) > 3 else None  # noqa: PLR2004


def _value_below(text: str, at: int) -> str | None:
    """A value alone on one of the next lines."""
    gap = NEXT_LINE.match(text, at)
    if gap is None:
        return None
    quoted = QUOTED.match(text, gap.end())
    if quoted:
        return _quoted_value(next(filter(None, quoted.groups()), ""))
    return _value_alone(text, TOKEN.match(text, gap.end()))


def _value_alone(text: str, token: re.Match[str] | None) -> str | None:
    """A value without a word or mark between it and its label: it has a digit and the line."""
    if token is None or not any(char.isdigit() for char in token.group()):
        return None
    if not TAIL.match(text, token.end()):
        return None
    return _bare_value(text, token, is_marked=True)
