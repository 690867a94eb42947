from datetime import timedelta
from pathlib import Path

import msgspec
import pytest
from hypothesis import given
from hypothesis import strategies as st

from host.antivirus_fakes import NOW
from kakekomi.facts.report_tables import AvThreat
from kakekomi.host.antivirus_ledger import MAX_AGE, ScanLedger, ScannedPortion

ONE = ScannedPortion(
    portion="/pc/Users/*",
    version="1.4.6/27800",
    started_at=NOW - timedelta(hours=1),
    finished_at=NOW,
    objects=7,
    errors=1,
    threats=(AvThreat(product="clamav", name="Win.Trojan.Emotet-1", path="C:\\a.dll"),),
)


def test_what_is_done_is_known_to_the_next_scan(tmp_path: Path) -> None:
    ScanLedger(tmp_path / "a" / "l.jsonl").add(ONE)

    again = ScanLedger(tmp_path / "a" / "l.jsonl")

    assert again.done(ONE.version, now=NOW + MAX_AGE) == {ONE.portion: ONE}


@pytest.mark.parametrize(
    ("version", "later"),
    [
        ("1.4.6/27801", timedelta(0)),
        (ONE.version, MAX_AGE + timedelta(seconds=1)),
        (ONE.version, timedelta(hours=-1)),
    ],
)
def test_other_signatures_and_long_ago_are_scanned_again(
    tmp_path: Path, version: str, later: timedelta
) -> None:
    ledger = ScanLedger(tmp_path / "l.jsonl")
    ledger.add(ONE)

    assert ledger.done(version, now=NOW + later) == {}


def test_a_line_that_was_cut_is_scanned_again_and_hides_no_other(tmp_path: Path) -> None:
    path = tmp_path / "l.jsonl"
    ScanLedger(path).add(ONE)
    ScanLedger(path).add(msgspec.structs.replace(ONE, portion="/pc/Windows/**"))
    path.write_bytes(path.read_bytes()[:-20])

    assert list(ScanLedger(path).done(ONE.version, now=NOW)) == [ONE.portion]


def test_when_all_is_done_the_next_scan_begins_anew(tmp_path: Path) -> None:
    ledger = ScanLedger(tmp_path / "l.jsonl")
    ledger.add(ONE)

    ledger.close()
    ledger.close()

    assert ledger.done(ONE.version, now=NOW) == {}


def test_without_a_file_nothing_is_kept() -> None:
    ledger = ScanLedger(None)

    ledger.add(ONE)
    ledger.close()

    assert ledger.done(ONE.version, now=NOW) == {}


@given(st.binary(max_size=300))
def test_any_bytes_are_a_ledger(data: bytes) -> None:
    import tempfile  # noqa: PLC0415  a file for each example

    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / "l.jsonl"
        path.write_bytes(data)
        assert ScanLedger(path).done("1", now=NOW) == {}
