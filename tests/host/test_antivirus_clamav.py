import shutil
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host.antivirus_fakes import FakeProgram, summary
from kakekomi.facts.errors import UnavailableError
from kakekomi.facts.report_tables import AvThreat
from kakekomi.host.antivirus_clamav import (
    MAX_PORTIONS,
    VERSION_PATTERN,
    ClamScanner,
    Found,
    Portion,
    portions_of,
)
from kakekomi.host.antivirus_program import run_program

MARKER = "kakekomi-harmless-marker-4f1c"


def make_scanner(*lines: bytes, status: int = 0, is_daemon: bool = False) -> ClamScanner:
    program = FakeProgram(lambda _arguments: ([*lines], status))
    return ClamScanner(program="clamscan", is_daemon=is_daemon, run=program)


def scan(scanner: ClamScanner) -> Found:
    return scanner.scan(Portion(path=Path("/pc"), is_deep=True), lambda _line: None)


def test_what_is_found_counts_though_files_could_not_be_read() -> None:
    found = scan(
        make_scanner(
            b"/pc/a.txt: OK\n",
            b"/pc/x.dll: Win.Trojan.Emotet-1 FOUND\n",
            b"/pc/pagefile.sys: Access denied. ERROR\n",
            *summary(files=2, infected=1, errors=1),
            status=2,
        )
    )

    threat = AvThreat(product="clamav", name="Win.Trojan.Emotet-1", path="/pc/x.dll")
    assert found == Found(objects=2, errors=1, threats=(threat,))


def test_an_empty_folder_is_scanned() -> None:
    assert scan(make_scanner(*summary(files=0))) == Found(objects=0, errors=0, threats=())


@pytest.mark.parametrize(
    ("lines", "status"),
    [
        ((), 0),
        ((b"ERROR: Can't open file or directory\n",), 2),
        ((b"LibClamAV Error: no database\n", *summary(files=0)), 2),
        ((b"/pc/x.dll: Win.Trojan.Emotet-1 FOUND\n",), 1),
    ],
)
def test_a_scan_that_did_not_come_to_its_end_is_none(lines: tuple[bytes, ...], status: int) -> None:
    with pytest.raises(UnavailableError, match="end"):
        scan(make_scanner(*lines, status=status))


def test_a_file_named_like_a_summary_does_not_end_a_scan() -> None:
    with pytest.raises(UnavailableError):
        scan(make_scanner(b"/pc/Scanned files: 5: OK\n", b"/pc/Infected files: 0: OK\n"))


@given(st.lists(st.binary(max_size=60), max_size=20), st.integers(0, 3))
def test_any_lines_are_a_result_or_none(lines: list[bytes], status: int) -> None:
    try:
        found = scan(make_scanner(*lines, status=status))
    except UnavailableError:
        return
    assert found.objects >= 0


def test_the_version_names_the_signatures_and_their_day() -> None:
    found = make_scanner().version()

    assert found.text == "1.4.6/27800"
    assert found.signatures_at is not None
    assert found.signatures_at.isoformat() == "2026-11-23T08:30:00+00:00"
    assert VERSION_PATTERN.match("clamscan: not found") is None


def test_the_daemon_is_asked_for_the_whole_and_is_told_no_limits() -> None:
    program = FakeProgram(lambda _arguments: (summary(files=1), 0))
    scanner = ClamScanner(program="clamdscan", is_daemon=True, run=program)

    assert scan(scanner).objects == 1
    assert program.calls == [["clamdscan", "--multiscan", "--stdout", "/pc"]]


def test_a_program_that_is_no_clamav_is_told() -> None:
    program = FakeProgram(lambda _arguments: ([], 0), version=b"hello\n")

    with pytest.raises(UnavailableError):
        ClamScanner(program="x", is_daemon=False, run=program).version()


def make_disk(root: Path) -> Path:
    for folder in ("Windows/System32", "Users/tanaka", "Users/山田", "Program Files/A"):
        (root / folder).mkdir(parents=True)
    (root / "link").symlink_to(root / "Windows")
    return root


def test_users_come_first_and_no_folder_is_in_two_portions(tmp_path: Path) -> None:
    root = make_disk(tmp_path)

    names = [one.name.removeprefix(str(root)) for one in portions_of(root, is_daemon=False)]

    assert names == [
        "/*",
        "/Users/*",
        "/Users/tanaka/**",
        "/Users/山田/**",
        "/Program Files/**",
        "/Windows/**",
    ]


def test_a_disk_with_too_many_folders_and_the_daemon_take_it_whole(tmp_path: Path) -> None:
    whole = (Portion(path=tmp_path, is_deep=True),)
    assert portions_of(make_disk(tmp_path), is_daemon=True) == whole
    for number in range(MAX_PORTIONS):
        (tmp_path / f"{number}").mkdir()

    assert portions_of(tmp_path, is_daemon=False) == whole


def make_real_scanner(folder: Path) -> ClamScanner:
    """ClamAV with one signature of our own for a harmless text."""
    program = shutil.which("clamscan")
    if program is None:
        pytest.skip("clamscan is not installed")
    database = folder / "own.ndb"
    database.write_text(f"Kakekomi.Test.Marker:0:*:{MARKER.encode().hex()}\n")
    return ClamScanner(
        program=program, is_daemon=False, run=run_program, options=(f"--database={database}",)
    )


def test_clamscan_itself_finds_a_marker_in_a_padded_file_and_follows_no_link(
    tmp_path: Path,
) -> None:
    scanner, root = make_real_scanner(tmp_path), make_disk(tmp_path / "pc")
    padded = root / "Users/山田/請求書 1.dll"
    padded.write_bytes(MARKER.encode())
    with padded.open("r+b") as out:
        out.truncate(60 * 1024 * 1024)
    (root / "Windows/System32/a.txt").write_text("nothing")
    (tmp_path / "outside.txt").write_text(MARKER)
    (root / "Users/tanaka/l.txt").symlink_to(tmp_path / "outside.txt")

    found = scan_all(scanner, root)

    assert [(one.name, one.path) for one in found.threats] == [
        ("Kakekomi.Test.Marker.UNOFFICIAL", str(padded))
    ]
    assert (found.objects, found.errors) == (2, 0)


def scan_all(scanner: ClamScanner, root: Path) -> Found:
    parts = [scanner.scan(one, lambda _line: None) for one in portions_of(root, is_daemon=False)]
    return Found(
        objects=sum(one.objects for one in parts),
        errors=sum(one.errors for one in parts),
        threats=tuple(threat for one in parts for threat in one.threats),
    )
