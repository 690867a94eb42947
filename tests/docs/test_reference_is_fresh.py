import shutil
import subprocess
import sys
from pathlib import Path

from docs.pages import ROOT


def generate(root: Path, *arguments: str) -> tuple[int, str]:
    done = subprocess.run(  # noqa: S603  our own script
        [sys.executable, root / "docs" / "generate.py", *arguments],
        stderr=subprocess.PIPE,
        text=True,
        encoding="utf-8",
        check=False,
    )
    return done.returncode, done.stderr


def copy_of_docs(tmp_path: Path) -> Path:
    """The docs beside the source they describe."""
    shutil.copytree(ROOT / "docs", tmp_path / "docs")
    (tmp_path / "src").symlink_to(ROOT / "src")
    return tmp_path


def test_the_reference_is_what_the_code_and_the_pack_say() -> None:
    assert generate(ROOT, "--check") == (0, ""), "run: make docs"


def test_each_stale_missing_or_left_over_page_is_named_with_the_way_to_refresh_it(
    tmp_path: Path,
) -> None:
    reference = copy_of_docs(tmp_path) / "docs" / "reference"
    written = generate(tmp_path)
    (reference / "cli.md").unlink()
    (reference / "gaps.md").write_text("old", "utf-8")
    (reference / "nobody-writes-this.md").write_text("old", "utf-8")

    status, complaint = generate(tmp_path, "--check")

    assert written == (0, "")
    assert status == 1
    assert sorted(complaint.splitlines()) == [
        "docs/reference/cli.md is stale; refresh it: make docs",
        "docs/reference/gaps.md is stale; refresh it: make docs",
        "docs/reference/nobody-writes-this.md is not generated any more; refresh: make docs",
    ]
