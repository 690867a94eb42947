from pathlib import Path

import pytest

from kakekomi.host.disk import Disk
from kakekomi.host.namesake import Namesakes

LOCAL = "C:\\Users\\u\\AppData\\Local"


@pytest.fixture
def namesakes(tmp_path: Path) -> Namesakes:
    folder = tmp_path / "Windows/System32"
    folder.mkdir(parents=True)
    for name in ("SyncHost.exe", "subst.exe", "notes.txt"):
        (folder / name).write_bytes(b"")
    return Namesakes(Disk(tmp_path))


@pytest.mark.parametrize(
    ("path", "expected"),
    [
        (f"{LOCAL}\\synchost\\SUBST.exe", (True, True)),
        (f"{LOCAL}\\slack\\subst.exe", (True, False)),
        (f"{LOCAL}\\SyncHost\\a.dll", (False, True)),
        (f"{LOCAL}\\notes\\notes.exe", (False, False)),
        ("C:\\Windows\\System32\\subst.exe", (False, False)),
    ],
)
def test_file_and_folder_are_compared_with_windows_programs(
    namesakes: Namesakes, path: str, expected: tuple[bool, bool]
) -> None:
    assert namesakes.of(path) == expected


def test_without_system32_nothing_can_be_said(tmp_path: Path) -> None:
    assert Namesakes(Disk(tmp_path)).of(f"{LOCAL}\\SyncHost\\subst.exe") == (None, None)
