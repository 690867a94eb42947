from pathlib import Path

from host.antivirus_fakes import Clock, FakeProgram, summary
from host.test_antivirus_clamav import MARKER, make_disk, make_real_scanner
from host.test_antivirus_defender import CLEAN, FOUND
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.report_tables import AvScan
from kakekomi.facts.row import Row
from kakekomi.host.antivirus import missing, scan_by_clamav, scan_by_defender
from kakekomi.host.antivirus_clamav import ClamScanner
from kakekomi.host.antivirus_defender import DefenderScanner
from kakekomi.host.antivirus_ledger import ScanLedger

CLOCK = Clock()


def scan(program: FakeProgram, root: Path, ledger: Path | None = None) -> tuple[Row, ...]:
    scanner = ClamScanner(program="clamscan", is_daemon=False, run=program)
    return scan_by_clamav(scanner, root, ledger=ScanLedger(ledger), clock=CLOCK)


def test_a_whole_scan_is_full_and_finished(tmp_path: Path) -> None:
    program = FakeProgram(lambda _arguments: (summary(files=3), 0))

    (row,) = scan(program, make_disk(tmp_path))

    assert isinstance(row, AvScan)
    assert (row.scope, row.objects, row.threats, row.version) == ("full", 18, 0, "1.4.6/27800")
    assert row.started_at is not None
    assert row.finished_at is not None
    assert row.started_at < row.finished_at


def test_a_scan_that_is_cut_is_not_finished_and_goes_on_where_it_was(tmp_path: Path) -> None:
    root, ledger, interrupted = make_disk(tmp_path / "pc"), tmp_path / "l.jsonl", [True]

    def says(arguments: list[str]) -> tuple[list[bytes], int]:
        if arguments[-1].endswith("Program Files") and interrupted:
            interrupted.clear()
            raise KeyboardInterrupt
        return summary(files=2), 0

    program = FakeProgram(says)
    first = scan(program, root, ledger)
    program.calls.clear()
    second = scan(program, root, ledger)

    assert isinstance(first[0], AvScan)
    assert (first[0].objects, first[0].finished_at) == (8, None)
    assert first[1] == Gap(what=What.ANTIVIRUS_SCAN, why=Why.TRUNCATED, detail="ClamAV")
    assert [call[-1].rpartition("/")[2] for call in program.calls[1:]] == [
        "Program Files",
        "Windows",
    ]
    (row,) = second
    assert isinstance(row, AvScan)
    assert (row.objects, row.finished_at is not None) == (12, True)
    assert not ledger.exists()


def test_what_fails_in_the_middle_is_not_finished_and_keeps_what_was_found(tmp_path: Path) -> None:
    def says(arguments: list[str]) -> tuple[list[bytes], int]:
        if arguments[-1].endswith("Windows"):
            return [b"LibClamAV Error: out of memory\n"], 2
        return [b"/a.dll: Win.Trojan.Emotet-1 FOUND\n", *summary(files=1, infected=1)], 1

    rows = scan(FakeProgram(says), make_disk(tmp_path))

    assert isinstance(rows[0], AvScan)
    assert (rows[0].finished_at, rows[0].threats) == (None, 5)
    assert isinstance(rows[-1], Gap)
    assert (rows[-1].what, rows[-1].why) == (What.ANTIVIRUS_SCAN, Why.FAILED)


def test_files_that_could_not_be_read_are_a_gap(tmp_path: Path) -> None:
    program = FakeProgram(lambda _arguments: (summary(files=1, errors=2), 2))

    assert scan(program, make_disk(tmp_path))[1:] == (
        Gap(what=What.FILE, why=Why.UNREADABLE, detail="12"),
    )


def test_old_signatures_are_a_gap(tmp_path: Path) -> None:
    for version in (b"ClamAV 1.4.6\n", b"ClamAV 1.4.6/1/Mon Nov 02 08:30:00 2026\n"):
        program = FakeProgram(lambda _arguments: (summary(files=1), 0), version=version)

        (gap,) = scan(program, tmp_path)[1:]

        assert isinstance(gap, Gap)
        assert (gap.what, gap.why) == (What.ANTIVIRUS_SCAN, Why.OUTDATED)


def test_clamscan_itself_is_cut_and_taken_up_again(tmp_path: Path) -> None:
    scanner, root = make_real_scanner(tmp_path), make_disk(tmp_path / "pc")
    (root / "Users/tanaka/a.txt").write_text(MARKER)
    (root / "Windows/b.txt").write_text("nothing")
    ledger = ScanLedger(tmp_path / "l.jsonl")

    def cut(_count: int, now: str) -> None:
        if now.endswith("Windows"):
            raise KeyboardInterrupt

    first = scan_by_clamav(scanner, root, ledger=ledger, clock=CLOCK, progress=cut)
    second = scan_by_clamav(scanner, root, ledger=ledger, clock=CLOCK)

    assert [type(row).__name__ for row in first] == ["AvScan", "AvThreat", "Gap"]
    scan_row, threat, gap = second
    assert isinstance(scan_row, AvScan)
    assert (scan_row.objects, scan_row.threats, scan_row.finished_at is not None) == (2, 1, True)
    assert isinstance(gap, Gap)
    assert (threat, gap.why) == (first[1], Why.OUTDATED)


def test_defenders_scan_is_full_and_finished() -> None:
    program = FakeProgram(lambda _arguments: ([*FOUND], 2))
    said: list[str] = []

    rows = scan_by_defender(
        DefenderScanner(program="m", run=program),
        clock=Clock(),
        progress=lambda _count, text: said.append(text),
    )

    assert isinstance(rows[0], AvScan)
    assert (rows[0].product, rows[0].scope, rows[0].threats) == ("defender", "full", 1)
    assert rows[0].finished_at is not None
    assert len(rows) == 2
    assert said[0] == "Scan starting..."


def test_a_defender_that_does_not_scan_is_a_gap_and_no_scan() -> None:
    program = FakeProgram(lambda _arguments: ([CLEAN[0]], 2))

    (gap,) = scan_by_defender(DefenderScanner(program="m", run=program), clock=Clock())

    assert isinstance(gap, Gap)
    assert (gap.what, gap.why) == (What.ANTIVIRUS_SCAN, Why.FAILED)
    assert missing("ClamAV").why is Why.MISSING
