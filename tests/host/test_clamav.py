from datetime import UTC, datetime

import pytest

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.report_tables import AvScan, AvThreat
from kakekomi.host import clamav

SUMMARY = """\
/mnt/c/Users/田中/x.dll: Win.Trojan.Emotet-9934122-0 FOUND
/mnt/c/pagefile.sys: Access denied. ERROR

----------- SCAN SUMMARY -----------
Known viruses: 8600000
Engine version: 0.103.5
Scanned files: 120034
Infected files: 1
Total errors: 1
Start Date: 2022:03:14 10:15:00
End Date:   2022:03:14 11:02:11
"""


def test_a_scan_with_its_summary_is_read_whole() -> None:
    assert clamav.read(SUMMARY.encode().split(b"\n"), where="x") == (
        AvScan(
            product="clamav",
            version="0.103.5",
            started_at=datetime(2022, 3, 14, 1, 15, tzinfo=UTC),
            finished_at=datetime(2022, 3, 14, 2, 2, 11, tzinfo=UTC),
            objects=120034,
            threats=1,
        ),
        AvThreat(
            product="clamav", name="Win.Trojan.Emotet-9934122-0", path="/mnt/c/Users/田中/x.dll"
        ),
        Gap(what=What.OTHER_MALWARE, why=Why.BEYOND_THIS_CHECK, detail="ClamAV"),
        Gap(what=What.FILE, why=Why.UNREADABLE, detail="1"),
    )


def test_a_line_of_the_daemons_log_loses_its_time() -> None:
    line = rb"Mon Mar 14 10:15:00 2022 -> C:\a b\x.dll: Win.Trojan.Emotet-1 FOUND"

    rows = clamav.read([line], where="x")

    assert rows[1] == AvThreat(product="clamav", name="Win.Trojan.Emotet-1", path=r"C:\a b\x.dll")
    assert Gap(what=What.REPORT, why=Why.TRUNCATED, detail="ClamAV") in rows


def test_nothing_found_is_not_said_before_the_summary_ends() -> None:
    lines = SUMMARY.replace("Infected files: 1\n", "").encode().split(b"\n")[1:]

    with pytest.raises(ParseError, match="summary"):
        clamav.read(lines, where="x")


def test_a_count_without_its_lines_is_no_clean_scan() -> None:
    rows = clamav.read([b"SCAN SUMMARY", b"Scanned files: 9", b"Infected files: 2"], where="x")

    assert rows[:2] == (
        AvScan(product="clamav", objects=9, threats=2),
        AvThreat(product="clamav", name="unknown"),
    )


def test_a_scan_of_no_files_is_no_scan() -> None:
    with pytest.raises(ParseError, match="nothing"):
        clamav.read([b"SCAN SUMMARY", b"Scanned files: 0", b"Infected files: 0"], where="x")


def test_of_several_runs_in_one_log_the_worst_counts() -> None:
    clean = [b"SCAN SUMMARY", b"Scanned files: 90", b"Infected files: 0"]
    infected = [b"SCAN SUMMARY", b"Scanned files: 9", b"Infected files: 1"]

    for lines in (clean + infected, infected + clean):
        assert clamav.read(lines, where="x")[:2] == (
            AvScan(product="clamav", objects=90, threats=1),
            AvThreat(product="clamav", name="unknown"),
        )
