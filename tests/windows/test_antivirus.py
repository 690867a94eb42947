"""The PC's antivirus is found, started and read; a stub plays its part."""

import json
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from windows.planting import Planted, planted

PLATFORM = Path("C:\\ProgramData\\Microsoft\\Windows Defender\\Platform")


@pytest.fixture
def place() -> Iterator[Planted]:
    with planted() as one:
        yield one


def check(*arguments: str) -> dict[str, object]:
    done = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "kakekomi", "check", "pc", *arguments, "--format", "jsonl"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
        env={**os.environ, "PROGRAMDATA": "C:\\ProgramData"},
    )
    return dict(json.loads(done.stdout))


@pytest.mark.parametrize("choice", ["auto", "defender"])
def test_what_defender_finds_is_in_the_verdict(place: Planted, choice: str) -> None:
    place.copy("mpcmdrun.exe", f"{PLATFORM}\\4.18.9.1-0\\MpCmdRun.exe").write_bytes(b"old")
    place.copy("mpcmdrun.exe", f"{PLATFORM}\\4.18.23110.3-0\\MpCmdRun.exe")

    verdict = check("--antivirus", choice)

    assert verdict["verdict"] == "detected"
    assert "Trojan:Win32/Emotet.PDE!MTB" in json.dumps(verdict)
    assert "antivirus_scan" not in json.dumps(verdict["gaps"])


def test_a_pc_without_defender_says_so() -> None:
    verdict = check("--antivirus", "defender")

    assert '"antivirus_scan", "why": "missing"' in json.dumps(verdict["gaps"])
