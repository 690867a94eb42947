import json
import os
import shutil
import subprocess
from pathlib import Path

import pytest

from cli.command import COMMAND
from host.test_antivirus_clamav import MARKER, make_real_scanner
from kakekomi.drill.pc_root import make_pc_root


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_pc_root(tmp_path / "pc", infection=None)


def check(tmp_path: Path, root: Path, path: str, product: str = "clamav") -> dict[str, object]:
    done = subprocess.run(  # noqa: S603  our own program
        [COMMAND, "check", "pc", "--root", root, "--antivirus", product, "--format", "json"],
        env={**os.environ, "XDG_DATA_HOME": str(tmp_path / "data"), "PATH": path, "LANG": "C"},
        stdin=subprocess.DEVNULL,
        capture_output=True,
        check=False,
        timeout=120,
    )
    (verdict,) = json.loads(done.stdout)
    return dict(verdict)


def gaps(verdict: dict[str, object]) -> set[tuple[str, str]]:
    found = verdict["gaps"]
    assert isinstance(found, list)
    return {(one["what"], one["why"]) for one in found}


def make_clamscan(tmp_path: Path) -> str:
    """ClamAV itself, with a signature of our own for a harmless text; the search path."""
    real = make_real_scanner(tmp_path)
    folder = tmp_path / "bin"
    folder.mkdir()
    script = folder / "clamscan"
    script.write_text(f'#!/bin/sh\nexec "{real.program}" "{real.options[0]}" "$@"\n')
    script.chmod(0o755)
    return f"{folder}:/usr/bin:/bin"


def test_what_clamav_finds_on_a_disk_is_in_the_verdict(tmp_path: Path, root: Path) -> None:
    (root / "Users" / "tanaka" / "x.txt").write_text(MARKER)

    verdict = check(tmp_path, root, make_clamscan(tmp_path))

    text = json.dumps(verdict)
    assert "Kakekomi.Test.Marker.UNOFFICIAL" in text
    assert ("antivirus_scan", "outdated") in gaps(verdict)
    assert ("antivirus_scan", "truncated") not in gaps(verdict)


@pytest.mark.parametrize("product", ["auto", "clamav", "clamd", "defender"])
def test_without_the_program_the_check_goes_on_and_says_so(
    tmp_path: Path, root: Path, product: str
) -> None:
    python = shutil.which("python3") or ""

    verdict = check(tmp_path, root, str(Path(python).parent / "none"), product)

    assert verdict["verdict"] == "nothing_found"
    assert ("antivirus_scan", "missing") in gaps(verdict)
