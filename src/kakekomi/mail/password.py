"""Read the passwords that a mail gives in words.

Emotet's encrypted ZIPs came with their password in the body (Japan: September 2020 to 2022), as
do those of honest Japanese senders (PPAP). A password counts only if a label and a value stand
together: 「パスワードは別メールでお送りします」 and "your password expires" give none.
"""

import re
import unicodedata
from collections.abc import Iterable
from itertools import islice
from typing import Final

import msgspec

from kakekomi.mail import password_label, password_value
from kakekomi.mail.password_label import Label

MAX_CANDIDATES: Final = 20
"""Tried on each archive; a mail that means it gives one or two."""
MAX_ROW_CHARS: Final = 400
"""Of a table's row; longer lines are prose."""
MAX_COLUMNS: Final = 20
"""Of a table that lists files and passwords; those have two to four."""
PIPES: Final = frozenset({"|", "｜"})
"""Marks that may divide the cells of a table in plain text."""
CELL: Final = re.compile(r"[\t|｜]")
"""Between two cells of a row: takes a tab and ``|``; refuses a blank."""


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
    found: dict[str, Password] = {}
    last = range(0)
    for label in password_label.find(text):
        raw = None if label.start in last else _value(text, label)
        if raw is None:
            continue
        last = _covered(text, label, raw)
        found.setdefault(raw, _password(raw, password_label.spelled(text, label)))
        if len(found) == MAX_CANDIDATES:
            break
    return tuple(found.values())


def candidates(passwords: Iterable[str], found: Iterable[Password]) -> tuple[str, ...]:
    """What to try on archives, each once: those given by the user, then each as it is written."""
    every = tuple(found)
    tried = dict.fromkeys(passwords)
    for place in range(max((len(one.readings) for one in every), default=0)):
        tried.update(
            dict.fromkeys(one.readings[place] for one in every if len(one.readings) > place)
        )
    return tuple(islice(tried, MAX_CANDIDATES))


def _password(raw: str, label: str) -> Password:
    value = password_value.trimmed(raw)
    readings = (
        value,
        raw,
        unicodedata.normalize("NFKC", value),
        unicodedata.normalize("NFKC", raw),
    )
    return Password(value=value, raw=raw, label=label, readings=tuple(dict.fromkeys(readings)))


def _covered(text: str, label: Label, raw: str) -> range:
    """Where no further label counts: "Password1" is a value and no label of 1."""
    start = text.find(raw, label.end)
    is_one_line = "\n" not in text[label.end : start]
    return range(label.start if is_one_line else start, start + len(raw))


def _value(text: str, label: Label) -> str | None:
    separator = password_label.SEPARATOR.match(text, label.end)
    at = separator.end() if separator else label.end
    particle, mark, dash = separator.groups() if separator else (None, None, None)
    quoted = password_value.QUOTED.match(text, at)
    if particle == "を":
        if quoted:
            return password_value.quoted_or_set(text, quoted)
        return password_value.set_to(text, at) or _below(text, label.end)
    if quoted and (particle or mark or not _is_code(quoted, label)):
        return password_value.quoted(text, quoted)
    if not (particle or mark or dash):
        return _unmarked(text, label, at)
    is_marked = bool(mark) or particle in {"は", "が"}
    if label.is_short and not is_marked:
        return None
    value = _in_column(text, label) if mark in PIPES else None
    value = value or password_value.bare(text, at, is_marked=is_marked)
    if value is None and particle == "は":
        value = password_value.quoted_later(text, at)
    return value or _in_column(text, label) or _below(text, label.end)


def _is_code(quoted: re.Match[str], label: Label) -> bool:
    """``pass "pci=bios"`` is no password."""
    return label.is_short and quoted[0][0] in password_value.ASCII_QUOTES


def _unmarked(text: str, label: Label, at: int) -> str | None:
    """The value behind a label and a blank, in the next cell, or below."""
    is_apart = at > label.end
    if not is_apart and text[label.end - 1].isascii():
        return None
    if label.is_short and not (label.begins_line and is_apart) and "\t" not in text[label.end : at]:
        return None
    value = password_value.alone(text, at, is_apart=is_apart) or _in_column(text, label)
    return value or (None if label.is_short else _below(text, label.end))


def _below(text: str, at: int) -> str | None:
    """A value alone on one of the next lines, or behind the colon of a sentence."""
    announced = password_label.ANNOUNCED.match(text, at)
    is_told = announced is not None and password_label.IS_BELOW.search(announced[0]) is not None
    at = announced.end() if announced else _behind_particle(text, at)
    gap = password_label.NEXT_LINE.match(text, at)
    if gap is None and announced:
        gap = password_label.SAME_LINE.match(text, at)
    if gap is None:
        return None
    quoted = password_value.QUOTED.match(text, gap.end())
    if quoted:
        return password_value.quoted(text, quoted)
    return password_value.alone(text, gap.end(), is_told=is_told)


def _behind_particle(text: str, at: int) -> int:
    separator = password_label.SEPARATOR.match(text, at)
    return separator.end() if separator else at


def _in_column(text: str, label: Label) -> str | None:
    """The value below a label that is the head of a table's column."""
    end = text.find("\n", label.end, label.end + MAX_ROW_CHARS)
    earliest = max(label.start - MAX_ROW_CHARS, 0)
    start = text.rfind("\n", earliest, label.start) + 1
    if end < 0 or (start == 0 and earliest > 0):
        return None
    heads = CELL.split(text[start:end], MAX_COLUMNS)
    column = len(CELL.findall(text[start : label.start]))
    is_head = column < len(heads) and heads[column].strip()[-1:] == text[label.end - 1]
    if len(heads) < 2 or not is_head:  # noqa: PLR2004  one cell is no table
        return None
    behind = text.find("\n", end + 1, end + 1 + MAX_ROW_CHARS)
    cells = CELL.split(text[end + 1 : behind if behind >= 0 else end + MAX_ROW_CHARS], MAX_COLUMNS)
    value = cells[column].strip() if column < len(cells) else ""
    return password_value.alone(value, 0)
