import json
import os
import subprocess
import sys
from pathlib import Path

from kakekomi.cli.pc_folder import FIRST_LINE


def double_click(folder: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    environment = {**os.environ, "KAKEKOMI_PC_FOLDER": str(folder), "PYTHONUTF8": "1"}
    return subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-m", "kakekomi.cli.pc_folder", *arguments],
        env=environment,
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )


def test_verdict_and_facts_are_kept_below_the_folder(tmp_path: Path) -> None:
    ran = double_click(tmp_path)

    assert ran.stdout.startswith(FIRST_LINE)
    kept = sorted((tmp_path / "results").iterdir())
    assert [path.suffix for path in kept] == [".html", ".json", ".txt", ".kksnap"]
    assert kept[2].read_bytes().startswith("\ufeff".encode())
    verdict = json.loads(kept[1].read_text("utf-8"))
    assert (verdict["schema"], verdict["verdict"]) == ("kakekomi.verdict/1", "not_checked")
    assert kept[1].name.endswith("-not_checked.json")
    assert (ran.returncode, all(str(path) in ran.stderr for path in kept[:3])) == (30, True)


def test_quiet_says_nothing_and_tells_by_its_status(tmp_path: Path) -> None:
    ran = double_click(tmp_path, "--quiet")

    assert (ran.returncode, ran.stdout, ran.stderr) == (30, "", "")
    assert len(list((tmp_path / "results").iterdir())) == 4


def test_settings_that_do_not_verify_are_told_and_not_used(tmp_path: Path) -> None:
    (tmp_path / "kakekomi-pc.json").write_text('{"results": "elsewhere"}')

    ran = double_click(tmp_path)

    assert "kakekomi-pc.json" in ran.stderr
    assert (tmp_path / "results").is_dir()
    assert not (tmp_path / "elsewhere").exists()


def test_with_arguments_it_is_the_whole_command(tmp_path: Path) -> None:
    ran = double_click(tmp_path, "--version")

    assert (ran.returncode, ran.stdout.startswith("kakekomi ")) == (0, True)
    assert list(tmp_path.iterdir()) == []


SCRIPT = """
import sys
from kakekomi.cli import pc_folder
sys.argv = ["kakekomi-pc"]
pc_folder.main()
names = {name.partition(".")[0] for name, module in sys.modules.items()
         if "site-packages" in (getattr(module, "__file__", None) or "")}
print("MODULES", *sorted(names))
"""
LIGHT = {
    *("_cffi_backend", "construct", "inflection", "msgspec", "pybase64", "pytz", "regipy"),
    *("typing_extensions", "yara_x", "cryptography", "evtx", "_distutils_hack"),
}
"""What a check needs; whoever adds to it makes every double-click slower."""


def test_a_double_click_imports_nothing_heavy(tmp_path: Path) -> None:
    ran = subprocess.run(  # noqa: S603  our own program
        [sys.executable, "-c", SCRIPT],
        env={**os.environ, "KAKEKOMI_PC_FOLDER": str(tmp_path), "PYTHONUTF8": "1"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        text=True,
        check=False,
        timeout=60,
    )

    (line,) = [one for one in ran.stdout.splitlines() if one.startswith("MODULES")]
    assert set(line.split()[1:]) - LIGHT == set()
