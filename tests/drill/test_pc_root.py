from pathlib import Path

import pytest

from kakekomi.drill.infection import INFECTIONS
from kakekomi.drill.pc_root import Owner, make_pc_root
from kakekomi.host.hive import open_hive
from kakekomi.host.scheduled_task import parse_task

HIVES = ("Windows/System32/config/SYSTEM", "Windows/System32/config/SOFTWARE", "Users/u/NTUSER.DAT")


@pytest.mark.parametrize("infection", [*INFECTIONS, None])
def test_every_pc_has_hives_and_tasks_that_can_be_read(
    tmp_path: Path, infection: str | None
) -> None:
    root = make_pc_root(tmp_path, infection=infection, owner=Owner(user="u"))

    for name in HIVES:
        assert any(open_hive((root / name).read_bytes(), where=name).root.keys())
    for path in (root / "Windows/System32/Tasks").rglob("*"):
        if path.is_file():
            assert parse_task(path.read_bytes(), where=str(path)).actions


def test_the_same_pc_is_made_twice_alike(tmp_path: Path) -> None:
    one, other = (make_pc_root(tmp_path / name) for name in "ab")

    assert _state(one) == _state(other)


def _state(root: Path) -> dict[str, tuple[bytes, float]]:
    return {
        str(path.relative_to(root)): (
            path.read_bytes() if path.is_file() else b"",
            path.stat().st_mtime,
        )
        for path in root.rglob("*")
    }


def test_padding_takes_no_space(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection="2023-03")
    large = [path for path in root.rglob("*") if path.stat().st_size > 10**8]

    assert {path.suffix for path in large} == {".dll", ".exe"}
    assert all(path.stat().st_blocks * 512 < 10**6 for path in large)


def test_the_file_was_set_back_by_seven_days(tmp_path: Path) -> None:
    root = make_pc_root(tmp_path, infection="2022-03")
    folder = root / "Users/tanaka/AppData/Local/Phxnzljad"

    difference = folder.stat().st_mtime - (folder / "wcgzvziqg.ljk").stat().st_mtime

    assert difference == 7 * 24 * 3600
