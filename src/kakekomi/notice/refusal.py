"""Why a notice is refused, in words that say which line and how to mend it."""

import tomllib
from collections.abc import Mapping
from enum import StrEnum
from functools import cache
from pathlib import Path
from typing import Final

import msgspec

from kakekomi.packs.model import Language
from kakekomi.packs.sentence import fill

WORDS: Final = Path(__file__).parent / "words"


class RefusalCode(StrEnum):
    """Reasons to refuse."""

    EMPTY = "empty"
    TOO_LONG = "too_long"
    UNFILLED = "unfilled"
    MISSING_FACT = "missing_fact"
    NOT_IN_TEXT = "not_in_text"
    COUNTS = "counts"
    """Numbers of PCs that contradict each other or the state of the infection."""
    LINK = "link"
    ADDRESS = "address"
    INVISIBLE = "invisible"
    ATTACHMENT = "attachment"
    BULK_RECIPIENTS = "bulk_recipients"
    CLAIM = "claim"
    SENDING_ACCOUNT = "sending_account"
    SENDING_PC = "sending_pc"


class Refusal(msgspec.Struct, frozen=True, kw_only=True):
    """One reason."""

    code: RefusalCode
    line: int = 0
    """From 1, the subject being line 1; 0 if it is about no one line."""
    quote: str = ""
    """What is wrong, verbatim."""
    says: str
    mend: str


class RefusalWords(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Of one reason."""

    says: str
    mend: str


@cache
def refusal_words(language: Language) -> Mapping[str, RefusalWords]:
    """The words of a language, by code."""
    text = (WORDS / f"refusals.{language}.toml").read_text("utf-8")
    return msgspec.convert(tomllib.loads(text), dict[str, RefusalWords])


def refusal(
    code: RefusalCode, language: Language, *, line: int = 0, quote: str = "", **values: str
) -> Refusal:
    """With the words of its code."""
    words = refusal_words(language)[code]
    says, mend = (fill(text, {"quote": quote, **values}) for text in (words.says, words.mend))
    return Refusal(code=code, line=line, quote=quote, says=says, mend=mend)
