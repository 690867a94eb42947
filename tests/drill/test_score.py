from datetime import UTC, datetime, timedelta

import pytest

from kakekomi.drill.answer_sheet import AnswerSheet, Expected
from kakekomi.drill.drill_log import DrillLog, Entry, What
from kakekomi.drill.score import Item, Result, score

AT = datetime(2022, 3, 8, 0, 0, tzinfo=UTC)

SHEET = AnswerSheet(
    drill="drill-1",
    seed=1,
    leaked="sato@company.example",
    detected=("PC-1",),
    clean=("PC-2",),
    partners=("p@partner.example",),
    expected=(
        Expected(step="isolate-pc", subjects=("PC-1",), within_minutes=15, points=4),
        Expected(step="save-evidence", subjects=("PC-1",), points=3, before=("reinstall",)),
        Expected(step="warn-colleagues", subjects=("case",), within_minutes=30, points=3),
    ),
)


def entry(minutes: int, what: What, subject: str, detail: str = "") -> Entry:
    return Entry(at=AT + timedelta(minutes=minutes), what=what, subject=subject, detail=detail)


PERFECT = (
    entry(5, What.STEP, "PC-1", "isolate-pc"),
    entry(20, What.STEP, "everyone", "warn-colleagues"),
    entry(30, What.CHECKED, "pc-1", "detected"),
    entry(40, What.CHECKED, "PC-2", "nothing_found"),
    entry(50, What.STEP, "PC-1", "save-evidence"),
    entry(60, What.NAMED, "SATO@company.example"),
    entry(90, What.TOLD, "p@partner.example", "partners"),
    entry(120, What.STEP, "PC-1", "reinstall"),
)


def scored(*entries: Entry) -> dict[tuple[Item, str, str], tuple[Result, int | None, float]]:
    result = score(SHEET, DrillLog(drill="drill-1", started_at=AT, entries=entries))
    assert result.of == 20
    assert result.points == max(0, sum(line.points for line in result.lines))
    return {
        (one.item, one.step, one.subject): (one.result, one.minutes, one.points)
        for one in result.lines
    }


def changed(**replaced: Entry | None) -> list[Entry]:
    """The perfect log with some entries, by number, replaced or left out."""
    by_number = {int(key.removeprefix("_")): value for key, value in replaced.items()}
    entries = [by_number.get(number, one) for number, one in enumerate(PERFECT)]
    return [one for one in entries if one is not None]


def test_all_done_in_time_earns_all_points() -> None:
    lines = scored(*PERFECT)

    assert {result for result, _, _ in lines.values()} == {Result.DONE}
    assert sum(points for _, _, points in lines.values()) == 20


def test_nothing_done_earns_nothing_and_names_everything() -> None:
    lines = scored()

    assert len(lines) == 7
    assert set(lines.values()) == {(Result.MISSED, None, 0.0)}


@pytest.mark.parametrize(
    ("log", "key", "expected"),
    [
        (
            changed(_0=entry(16, What.STEP, "PC-1", "isolate-pc")),
            (Item.STEP, "isolate-pc", "PC-1"),
            (Result.LATE, 16, 2.0),
        ),
        (
            changed(_0=entry(15, What.STEP, "PC-1", "isolate-pc")),
            (Item.STEP, "isolate-pc", "PC-1"),
            (Result.DONE, 15, 4.0),
        ),
        (
            changed(_0=entry(5, What.STEP, "PC-2", "isolate-pc")),
            (Item.STEP, "isolate-pc", "PC-1"),
            (Result.MISSED, None, 0.0),
        ),
        (
            changed(_5=entry(60, What.NAMED, "ito@company.example")),
            (Item.NAMED, "", "sato@company.example"),
            (Result.WRONG, 60, 0.0),
        ),
        (
            changed(_2=entry(30, What.CHECKED, "PC-1", "nothing_found")),
            (Item.CHECKED, "", "PC-1"),
            (Result.WRONG, 30, 0.0),
        ),
        (
            changed(_4=entry(130, What.STEP, "PC-1", "save-evidence")),
            (Item.ORDER, "save-evidence", "PC-1"),
            (Result.WRONG, 120, -5.0),
        ),
        (
            changed(_3=entry(40, What.CHECKED, "PC-2", "detected")),
            (Item.FALSE_ALARM, "", "PC-2"),
            (Result.WRONG, 40, -5.0),
        ),
        (
            [*PERFECT, entry(70, What.TOUCHED, "PC-1", "C:\\Windows\\System32\\RegSvr32.exe")],
            (Item.WINDOWS_FILE, "", "PC-1: C:\\Windows\\System32\\RegSvr32.exe"),
            (Result.WRONG, 70, -5.0),
        ),
    ],
)
def test_what_is_late_wrong_or_harmful_is_said(
    log: list[Entry], key: tuple[Item, str, str], expected: tuple[Result, int | None, float]
) -> None:
    assert scored(*log)[key] == expected


def test_ending_a_process_by_its_name_is_no_harm_to_a_file_of_windows() -> None:
    lines = scored(*PERFECT, entry(70, What.TOUCHED, "PC-1", "regsvr32.exe"))

    assert {result for result, _, _ in lines.values()} == {Result.DONE}


def test_the_last_name_counts() -> None:
    lines = scored(*PERFECT, entry(61, What.NAMED, "ito@company.example"))

    assert lines[(Item.NAMED, "", "sato@company.example")] == (Result.WRONG, 61, 0.0)
