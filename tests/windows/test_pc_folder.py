"""The PC folder as it is built, double-clicked: with its own Python and nothing of this one."""

import json
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest

from kakekomi.drill.infection import INFECTIONS, LOCAL
from windows.planting import Planted, planted

BUILT = Path("C:\\pc-folder")
pytestmark = pytest.mark.skipif(
    not BUILT.is_dir(), reason="no PC folder: tools/windows-lab.sh test"
)


@pytest.fixture
def place() -> Iterator[Planted]:
    with planted() as one:
        yield one


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Where a stick may be mounted: a name with blanks, an ampersand and brackets."""
    copy = tmp_path / "a & b (2022)" / "kakekomi pc"
    shutil.copytree(BUILT, copy)
    return copy


def double_click(folder: Path, *arguments: str, **more: str) -> subprocess.CompletedProcess[bytes]:
    """With the quotes that Windows' Explorer puts around it."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith("PYTHON")}
    return subprocess.run(  # noqa: S603  our own program
        f'cmd.exe /c ""{folder / "kakekomi-pc.cmd"}" {" ".join(arguments)}"',
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
        env={**kept, **more},
    )


KEPT = [".html", ".json", ".json", ".kksnap", ".txt"]
"""Page, verdict, EmoCheck's form, facts and text."""


def kept(folder: Path) -> list[str]:
    """Endings of the result files."""
    return sorted(path.suffix for path in (folder / "results").iterdir())


def test_a_double_click_finds_what_is_there_and_keeps_it_below_the_folder(
    place: Planted, folder: Path
) -> None:
    place.plan(INFECTIONS["2022-03"])

    ran = double_click(folder)

    assert ran.returncode == 20, ran
    assert ran.stdout.startswith(b"Kakekomi: ")
    assert kept(folder) == KEPT
    (found,) = (folder / "results").glob("*-detected.json")
    verdict = json.loads(found.read_text("utf-8"))
    assert (verdict["verdict"], verdict["gaps"] != []) == ("detected", True)
    assert place.owner.fill(LOCAL).casefold() in found.read_text("utf-8").casefold().replace(
        "\\\\", "\\"
    )
    (text,) = (folder / "results").glob("*-detected.txt")
    assert text.read_bytes().startswith(b"\xef\xbb\xbf")


def test_a_clean_pc_is_not_even_suspicious_and_quiet_says_nothing(folder: Path) -> None:
    ran = double_click(folder, "--quiet")

    assert (ran.returncode, ran.stdout, ran.stderr) == (0, b"", b"")
    assert kept(folder) == KEPT


def test_a_folder_with_a_japanese_name_is_as_good(tmp_path: Path) -> None:
    """Without its command: Wine's cmd has no Japanese where the system's language has none."""
    copy = tmp_path / "配布用"
    shutil.copytree(BUILT, copy)

    ran = subprocess.run(  # noqa: S603  our own program
        [str(copy / "program" / "python.exe"), "-B", "-m", "kakekomi.cli.pc_folder"],
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )

    assert ran.returncode == 0, ran
    assert kept(copy) == KEPT


def test_nothing_of_the_pc_gets_into_the_program(folder: Path, tmp_path: Path) -> None:
    (tmp_path / "kakekomi.py").write_text("print('mine')")

    ran = double_click(folder, "--version", PYTHONPATH=str(tmp_path), PYTHONHOME=str(tmp_path))

    assert (ran.returncode, ran.stdout.startswith(b"kakekomi ")) == (0, True)


def test_the_whole_command_is_in_it(place: Planted, folder: Path) -> None:
    place.plan(INFECTIONS["2022-03"])

    ran = double_click(folder, "respond", "plan", "--format", "json")

    plan = json.loads(ran.stdout)
    assert plan["schema"] == "kakekomi.plan/1"
    assert "quarantine_file" in {one["action"] for one in plan["actions"]}


def test_no_cache_is_written_into_the_folder(folder: Path) -> None:
    before = {path.relative_to(folder) for path in folder.rglob("*")}

    double_click(folder, "--version")

    assert {path.relative_to(folder) for path in folder.rglob("*")} == before


def test_mails_reports_and_saved_facts_are_judged_in_it_too(folder: Path, tmp_path: Path) -> None:
    mail, report = tmp_path / "a.eml", tmp_path / "clamscan.txt"
    mail.write_bytes(b"From: a@example.jp\r\nSubject: x\r\n\r\nhello\r\n")
    report.write_bytes(
        b"C:\\a.dll: Win.Trojan.Emotet-1 FOUND\n"
        b"----------- SCAN SUMMARY -----------\nScanned files: 2\nInfected files: 1\n"
    )
    saved = tmp_path / "pc.kksnap"

    checked = double_click(folder, "check", "mail", f'"{mail}"', "--format", "jsonl")
    read = double_click(folder, "read-report", f'"{report}"', "--format", "jsonl")
    kept = double_click(folder, "check", "pc", "--save", f'"{saved}"', "--format", "jsonl")
    judged = double_click(folder, "judge", f'"{saved}"', "--format", "html")

    assert (checked.returncode, read.returncode) == (0, 20), (checked.stderr, read.stderr)
    assert (kept.returncode, judged.returncode) == (0, 0), (kept.stderr, judged.stderr)
    assert b"</html>" in judged.stdout
