from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from host.antivirus_fakes import FakeProgram
from kakekomi.facts.errors import UnavailableError
from kakekomi.host.antivirus_defender import (
    CALL_OFF,
    FULL_SCAN,
    PLATFORM_PATTERN,
    PROGRAM,
    DefenderScanner,
    Outcome,
    find_defender,
)

CLEAN = (b"Scan starting...\r\n", b"Scan finished.\r\n", b"Scanning C:\\ found no threats.\r\n")
FOUND = (
    b"Scan starting...\r\n",
    b"Scan finished.\r\n",
    b"Scanning C:\\ found 1 threats.\r\n",
    b"Cleaning started...\r\n",
    b"LIST OF DETECTED THREATS\r\n",
    b"Threat                  : Trojan:Win32/Emotet.PDE!MTB\r\n",
    b"    file                : C:\\Users\\a\\x.dll\r\n",
    b"Cleaning finished.\r\n",
)


def scan(*lines: bytes, status: int = 0) -> Outcome:
    program = FakeProgram(lambda _arguments: ([*lines], status))
    return DefenderScanner(program=PROGRAM, run=program).scan(lambda _line: None)


def test_a_scan_without_threats_says_so() -> None:
    assert scan(*CLEAN) == Outcome(threats=(), count=0)


@pytest.mark.parametrize("status", [0, 2])
def test_threats_are_read_whether_dealt_with_or_not(status: int) -> None:
    found = scan(*FOUND, status=status)

    assert found.count == 1
    assert [(one.name, one.path) for one in found.threats] == [
        ("Trojan:Win32/Emotet.PDE!MTB", "C:\\Users\\a\\x.dll")
    ]


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (b"Scan starting...\r\n",),
        (b"Scan starting...\r\n", b"CmdTool: Failed with hr = 0x80508023.\r\n"),
        (b"Threat  : Trojan:Win32/Emotet.PDE!MTB\r\n", b"    file  : C:\\a.dll\r\n"),
    ],
)
def test_a_scan_that_did_not_come_to_its_end_is_none(lines: tuple[bytes, ...]) -> None:
    with pytest.raises(UnavailableError):
        scan(*lines, status=2)


def test_a_scan_that_is_cut_is_called_off() -> None:
    def interrupt(arguments: list[str]) -> tuple[list[bytes], int]:
        if arguments[1:] == list(FULL_SCAN):
            raise KeyboardInterrupt
        return [], 0

    program = FakeProgram(interrupt)

    with pytest.raises(KeyboardInterrupt):
        DefenderScanner(program=PROGRAM, run=program).scan(lambda _line: None)
    assert program.calls == [[PROGRAM, *FULL_SCAN], [PROGRAM, *CALL_OFF]]


@given(st.lists(st.binary(max_size=60), max_size=20))
def test_any_lines_are_a_result_or_none(lines: list[bytes]) -> None:
    try:
        assert scan(*lines).count >= 0
    except UnavailableError:
        return


def test_the_newest_program_is_taken(tmp_path: Path) -> None:
    platform = tmp_path / "Microsoft" / "Windows Defender" / "Platform"
    for version in ("4.18.9.1-0", "4.18.23110.3-0", "Backup"):
        (platform / version).mkdir(parents=True)
        (platform / version / PROGRAM).touch()
    environment = {"PROGRAMDATA": str(tmp_path), "PROGRAMFILES": str(tmp_path / "none")}

    assert find_defender(environment) == str(platform / "4.18.23110.3-0" / PROGRAM)
    assert PLATFORM_PATTERN.match("Backup") is None


def test_the_old_place_is_looked_at_too_and_none_is_none(tmp_path: Path) -> None:
    place = tmp_path / "Windows Defender"
    assert find_defender({"PROGRAMFILES": str(tmp_path)}) is None
    place.mkdir()
    (place / PROGRAM).touch()

    assert find_defender({"PROGRAMFILES": str(tmp_path)}) == str(place / PROGRAM)
    assert find_defender({}) is None
