"""Score an exercise: what was done, when, and what was missed.

Pure: the same answers and log give the same score. Each line is one thing for one subject, so that
people see what to do better; the points only add up. Doing things late earns half. Harm (a file of
Windows touched, a healthy PC called infected, evidence destroyed before it was saved) costs.
"""

from collections.abc import Iterable, Iterator
from datetime import datetime
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.drill.answer_sheet import AnswerSheet, Expected
from kakekomi.drill.drill_log import CASE_WIDE, DrillLog, Entry, What

SCORE_SCHEMA: Final = "kakekomi.drill-score/1"

CHECK_MINUTES: Final = 120
"""For all PCs: a few minutes each, and somebody has to walk."""

TELL_MINUTES: Final = 180
"""For partners: spoofed mails went out within the hour in 2022, and the text needs an approval."""

CHECK_POINTS: Final = 2
NAME_POINTS: Final = 5
TELL_POINTS: Final = 1
HARM_POINTS: Final = -5

BAD: Final = frozenset({"detected", "suspicious"})

WINDOWS_FILES: Final = ("rundll32.exe", "regsvr32.exe", "explorer.exe", "svchost.exe")
"""Files of Windows that infections run in; removing them breaks the PC."""


class Result(StrEnum):
    """What became of one thing."""

    DONE = "done"
    LATE = "late"
    MISSED = "missed"
    WRONG = "wrong"


class Item(StrEnum):
    """What a line is about; for STEP its ``step`` says which."""

    STEP = "step"
    CHECKED = "checked"
    NAMED = "named"
    TOLD = "told"
    ORDER = "order"
    """The step was done after one that destroys what it needs."""
    FALSE_ALARM = "false_alarm"
    WINDOWS_FILE = "windows_file"


class ScoreLine(msgspec.Struct, frozen=True, kw_only=True):
    """One thing for one subject."""

    item: Item
    step: str = ""
    subject: str
    result: Result
    minutes: int | None = None
    """After the beginning; None if it was not done."""
    within_minutes: int | None = None
    points: float
    of: float


class Score(msgspec.Struct, frozen=True, kw_only=True):
    """All lines: what was missed or wrong first, then late, then done."""

    schema: str = SCORE_SCHEMA
    drill: str
    points: float
    of: float
    lines: tuple[ScoreLine, ...]


_ORDER: Final = (Result.WRONG, Result.MISSED, Result.LATE, Result.DONE)


def score(sheet: AnswerSheet, log: DrillLog) -> Score:
    """The score of a log."""
    began = log.began_at
    lines = [
        *_checks(sheet, log.entries, began),
        *_named(sheet, log.entries, began),
        *_told(sheet, log.entries, began),
        *(line for one in sheet.expected for line in _steps(one, log.entries, began)),
        *_harm(sheet, log.entries, began),
    ]
    lines.sort(key=lambda line: (_ORDER.index(line.result), line.item, line.step, line.subject))
    return Score(
        drill=sheet.drill,
        points=max(0.0, sum(line.points for line in lines)),
        of=sum(line.of for line in lines),
        lines=tuple(lines),
    )


def _minutes(began: datetime | None, at: datetime) -> int:
    return 0 if began is None else max(0, int((at - began).total_seconds() // 60))


def _first(entries: Iterable[Entry], what: What, subject: str, detail: str = "") -> Entry | None:
    """The earliest; what concerns the whole company may be written down under any subject."""
    found = (
        one
        for one in entries
        if one.what is what
        and subject.casefold() in {CASE_WIDE, one.subject.casefold()}
        and detail in {"", one.detail}
    )
    return min(found, key=lambda one: one.at, default=None)


def _line(
    template: ScoreLine, entry: Entry | None, began: datetime | None, *, is_right: bool = True
) -> ScoreLine:
    """The line with what was done and when."""
    if entry is None:
        return template
    minutes = _minutes(began, entry.at)
    is_late = template.within_minutes is not None and minutes > template.within_minutes
    result = Result.WRONG if not is_right else Result.LATE if is_late else Result.DONE
    shares = {Result.WRONG: 0.0, Result.LATE: 0.5, Result.DONE: 1.0}
    return msgspec.structs.replace(
        template, result=result, minutes=minutes, points=template.of * shares[result]
    )


def _checks(
    sheet: AnswerSheet, entries: tuple[Entry, ...], began: datetime | None
) -> Iterator[ScoreLine]:
    for hostname in (*sheet.detected, *sheet.clean):
        wanted = BAD if hostname in sheet.detected else {"nothing_found"}
        checks = [
            one
            for one in entries
            if one.what is What.CHECKED and one.subject.casefold() == hostname.casefold()
        ]
        right = [one for one in checks if one.detail in wanted]
        first = min(right or checks, key=lambda one: one.at, default=None)
        empty = ScoreLine(
            item=Item.CHECKED,
            subject=hostname,
            result=Result.MISSED,
            within_minutes=CHECK_MINUTES,
            points=0.0,
            of=CHECK_POINTS,
        )
        yield _line(empty, first, began, is_right=bool(right))


def _named(
    sheet: AnswerSheet, entries: tuple[Entry, ...], began: datetime | None
) -> Iterator[ScoreLine]:
    """The last mailbox that was named counts: people may change their mind."""
    named = [one for one in entries if one.what is What.NAMED]
    last = max(named, key=lambda one: one.at, default=None)
    empty = ScoreLine(
        item=Item.NAMED,
        subject=sheet.leaked,
        result=Result.MISSED,
        points=0.0,
        of=NAME_POINTS,
    )
    is_right = last is not None and last.subject.casefold() == sheet.leaked.casefold()
    yield _line(empty, last, began, is_right=is_right)


def _told(
    sheet: AnswerSheet, entries: tuple[Entry, ...], began: datetime | None
) -> Iterator[ScoreLine]:
    for address in sheet.partners:
        empty = ScoreLine(
            item=Item.TOLD,
            subject=address,
            result=Result.MISSED,
            within_minutes=TELL_MINUTES,
            points=0.0,
            of=TELL_POINTS,
        )
        yield _line(empty, _first(entries, What.TOLD, address), began)


def _steps(
    expected: Expected, entries: tuple[Entry, ...], began: datetime | None
) -> Iterator[ScoreLine]:
    for subject in expected.subjects:
        entry = _first(entries, What.STEP, subject, expected.step)
        empty = ScoreLine(
            item=Item.STEP,
            step=expected.step,
            subject=subject,
            result=Result.MISSED,
            within_minutes=expected.within_minutes,
            points=0.0,
            of=expected.points,
        )
        yield _line(empty, entry, began)
        others = (_first(entries, What.STEP, subject, step) for step in expected.before)
        early = [one for one in others if one is not None and (entry is None or one.at < entry.at)]
        if early:
            first = min(early, key=lambda one: one.at)
            yield _harmful(Item.ORDER, subject, first, began, step=expected.step)


def _harm(
    sheet: AnswerSheet, entries: tuple[Entry, ...], began: datetime | None
) -> Iterator[ScoreLine]:
    for one in entries:
        target = one.detail.replace("/", "\\").rpartition("\\")[2].casefold()
        if one.what is What.TOUCHED and target in WINDOWS_FILES and "\\" in one.detail:
            yield _harmful(Item.WINDOWS_FILE, f"{one.subject}: {one.detail}", one, began)
    for hostname in sheet.clean:
        alarm = _first(entries, What.CHECKED, hostname, "detected")
        if alarm is not None:
            yield _harmful(Item.FALSE_ALARM, hostname, alarm, began)


def _harmful(
    item: Item, subject: str, entry: Entry, began: datetime | None, step: str = ""
) -> ScoreLine:
    return ScoreLine(
        item=item,
        step=step,
        subject=subject,
        result=Result.WRONG,
        minutes=_minutes(began, entry.at),
        points=HARM_POINTS,
        of=0,
    )
