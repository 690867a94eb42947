"""Decide which enquiry comes first.

What has happened counts, not how loudly it is told: a file that was opened before a file that came,
mails that go out before mails that come in. Each level has a time within which somebody should
have answered; what waits longer is shown as overdue and goes up the ladder.

============ ========================================================== =============
level        because                                                    answer within
============ ========================================================== =============
critical     a check detected something, mails go out in our name and   15 minutes
             something was opened, or what is stolen is being used
high         something was opened, enabled or run; a PC may be infected 1 hour
normal       a suspicious mail came; something was found suspicious     8 hours
low          a question in general                                      3 days
============ ========================================================== =============

Words are read with the words that turn them round: 「開いていません」 is no opening.
"""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import IntEnum, StrEnum
from typing import Final

from kakekomi.judge.verdict import Verdict

MAX_CHARS: Final = 4_000
"""Of an enquiry that is read for urgency: who needs help says so on the first pages."""

OPENED: Final = re.compile(
    r"(?:開|ひら)(?:いて(?:しまっ|みた)|いてしま|いちゃ|いた|きました|封した)"
    r"|クリックし(?:た|て|ちゃ)|(?:有効|ゆうこう)(?:化)?にし(?:た|て|ちゃ|まし)|実行し(?:た|て|まし)"
    r"|\b(?:opened|clicked|enabled|ran)\b",
    re.IGNORECASE,
)
"""Something was opened or run: takes ``開いてしまいました``, ``I opened it``; refuses ``開く``."""

NOT_OPENED: Final = re.compile(
    r"(?:開|ひら)い?(?:て|いては)?(?:い)?(?:ません|ない|ず)|開く前|(?:開|ひら)いて(?:い)?(?:ない|ません)"
    r"|クリックし(?:て)?(?:い)?(?:ない|ません)|有効にし(?:て)?(?:い)?(?:ない|ません)"
    r"|\b(?:not|never|didn.?t|haven.?t|without)\b[\w ,]{0,20}"
    r"\b(?:open(?:ed|ing)?|click(?:ed|ing)?|enabled?|run)\b|\bnobody opened\b",
    re.IGNORECASE,
)
"""It was not: takes ``開いていません``, ``have not opened``; refuses ``開いた``."""

OUR_NAME: Final = re.compile(
    r"(?:当社|弊社|自社|うち|わが社|社員|私)(?:の)?(?:名|をかた|を名乗|を騙|になりすま)"
    r"|なりすまし(?:メール)?が|送った覚え(?:の|が)な"
    r"|\bin (?:our|my) name\b|\bpretend(?:s|ing)? to be us\b",
    re.IGNORECASE,
)
"""Mails go out in the name of who asks: takes ``当社名の``; refuses ``銀行の名``."""

INFECTED: Final = re.compile(
    r"感染(?:し(?:た|て|まし)|の(?:疑い|おそれ|恐れ)|が(?:判明|見つか|確認))|検知され|検出され"
    r"|emotet was (?:found|detected)|\b(?:is|are|got|was|been) infected\b",
    re.IGNORECASE,
)
"""A PC is said to be infected: takes ``感染しました``; refuses ``感染を防ぐ``."""

NOT_INFECTED: Final = re.compile(
    r"感染(?:し)?(?:て)?(?:い)?(?:ない|ません)|検[知出]され(?:な|ませ)|\bnot (?:been )?infected\b",
    re.IGNORECASE,
)
"""It is not: takes ``感染していません``; refuses ``感染した``."""

DAMAGE: Final = re.compile(
    r"(?:不正(?:送金|ログイン|アクセス))|(?:ファイル|データ)が(?:暗号化|開けな)|身代金|個人情報(?:が|の)(?:漏|流出)"
    r"|\bransom|\bencrypted all\b|\bmoney (?:is|was) (?:gone|sent)\b",
    re.IGNORECASE,
)
"""What was stolen is in use: takes ``不正ログイン``, ``身代金``; refuses ``暗号化されたZIP``."""


class Level(IntEnum):
    """How soon somebody must answer."""

    LOW = 0
    NORMAL = 1
    HIGH = 2
    CRITICAL = 3


class Reason(StrEnum):
    """What makes an enquiry urgent."""

    DETECTED = "detected"
    SUSPICIOUS = "suspicious"
    DAMAGE = "damage"
    INFECTED = "infected"
    OPENED = "opened"
    OUR_NAME = "our_name"
    SEVERAL = "several"
    """Others ask about the same wave."""


WITHIN: Final = {
    Level.CRITICAL: timedelta(minutes=15),
    Level.HIGH: timedelta(hours=1),
    Level.NORMAL: timedelta(hours=8),
    Level.LOW: timedelta(days=3),
}
"""Spam went out 46 minutes after an infection (step ``isolate-pc``): an hour is the outer limit."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Urgency:
    """How urgent, and why."""

    level: Level
    reasons: tuple[Reason, ...]


def urgency(text: str, verdicts: Iterable[Verdict] = (), *, wave_size: int = 1) -> Urgency:
    """How urgent an enquiry of that text is, with the verdicts on what was handed in with it."""
    reasons = frozenset({*_by_text(text[:MAX_CHARS]), *_by_verdict(verdicts)})
    if wave_size > 1:
        reasons |= {Reason.SEVERAL}
    ordered = tuple(reason for reason in Reason if reason in reasons)
    return Urgency(level=_level(reasons), reasons=ordered)


def is_overdue(level: Level, since: datetime, now: datetime) -> bool:
    """Whether somebody should have answered by now."""
    return now - since > WITHIN[level]


def _by_text(text: str) -> Iterator[Reason]:
    if DAMAGE.search(text):
        yield Reason.DAMAGE
    if INFECTED.search(NOT_INFECTED.sub(" ", text)):
        yield Reason.INFECTED
    if OPENED.search(NOT_OPENED.sub(" ", text)):
        yield Reason.OPENED
    if OUR_NAME.search(text):
        yield Reason.OUR_NAME


def _by_verdict(verdicts: Iterable[Verdict]) -> Iterator[Reason]:
    given = frozenset(verdicts)
    if Verdict.DETECTED in given:
        yield Reason.DETECTED
    if Verdict.SUSPICIOUS in given:
        yield Reason.SUSPICIOUS


def _level(reasons: frozenset[Reason]) -> Level:
    """A detected mail that nobody opened is a mail that came."""
    if Reason.DAMAGE in reasons or {Reason.DETECTED, Reason.OPENED} <= reasons:
        return Level.CRITICAL
    if {Reason.OUR_NAME, Reason.OPENED} <= reasons or {Reason.DETECTED, Reason.INFECTED} <= reasons:
        return Level.CRITICAL
    if reasons & {Reason.OPENED, Reason.INFECTED, Reason.DETECTED}:
        return Level.HIGH
    return Level.NORMAL if reasons else Level.LOW
