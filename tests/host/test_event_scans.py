from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from kakekomi.drill.evtx import LogEvent, make_event_log
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.facts.event_tables import WindowsEvents
from kakekomi.facts.report_tables import AvScan
from kakekomi.host.event_scans import scans
from kakekomi.host.root import collect_root

NOW = datetime(2022, 3, 10, 18, 0, tzinfo=UTC)
BEGUN = NOW - timedelta(hours=5)
ENDED = NOW - timedelta(hours=1)
SOURCE = "Microsoft-Windows-Windows Defender/Operational"


def _event(number: int, at: datetime, data: str = "{}") -> WindowsEvents:
    return WindowsEvents(eventid=number, source=SOURCE, datetime=at.isoformat(), data=data)


def _scan(
    *, scan: str = "{1}", index: str = "2", begun: datetime = BEGUN, ended: datetime = ENDED
) -> list[WindowsEvents]:
    data = f'{{"Scan ID": "{scan}", "Scan Parameters Index": "{index}"}}'
    return [_event(1000, begun, data), _event(1001, ended, data)]


@pytest.mark.parametrize(("index", "scope"), [("1", "quick"), ("2", "full"), ("9", None)])
def test_a_scan_at_its_end_says_how_much_it_scanned(index: str, scope: str | None) -> None:
    expected = AvScan(
        product="defender", started_at=BEGUN, finished_at=ENDED, scope=scope, threats=0
    )

    assert list(scans(_scan(index=index), NOW)) == [expected]


def test_finds_between_begin_and_end_are_counted() -> None:
    finds = [_event(1116, BEGUN + timedelta(hours=hours)) for hours in (-1, 1, 2, 9)]

    assert [scan.threats for scan in scans([*_scan(), *finds], NOW)] == [2]


@pytest.mark.parametrize(
    "events",
    [
        _scan(begun=NOW - timedelta(hours=25)),
        _scan()[:1],
        _scan()[1:],
        [_scan(scan="{1}")[0], _scan(scan="{2}")[1]],
        _scan(begun=ENDED, ended=BEGUN),
        [_event(1000, BEGUN, "[]"), _event(1001, ENDED, "no JSON")],
    ],
    ids=["old", "not at its end", "begin gone", "two scans", "ends first", "no data"],
)
def test_what_does_not_prove_a_scan_is_none(events: list[WindowsEvents]) -> None:
    assert list(scans(events, NOW)) == []


@pytest.mark.parametrize(("is_recent", "scopes"), [(True, ["full"]), (False, [])])
def test_a_scan_in_the_log_of_a_disk_is_a_row_if_it_is_of_today(
    tmp_path: Path, *, is_recent: bool, scopes: list[str]
) -> None:
    root = make_pc_root(tmp_path, infection=None, is_used=False)
    data = {"Scan ID": "{1}", "Scan Parameters Index": "2", "Scan Parameters": "フル スキャン"}
    log = make_event_log(
        [
            LogEvent(event_id=number, provider="x", channel=SOURCE, at=at, data=data)
            for number, at in ((1000, BEGUN), (1001, ENDED))
        ]
    )
    folder = root / "Windows/System32/winevt/Logs"
    (folder / "Microsoft-Windows-Windows Defender%4Operational.evtx").write_bytes(log)

    facts = collect_root(root, now=NOW if is_recent else NOW + timedelta(days=2))

    assert [scan.scope for scan in facts.of(AvScan)] == scopes
