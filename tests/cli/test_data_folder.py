from pathlib import Path

import pytest

from kakekomi.cli.data_folder import data_folder, journal_of

HOME = Path("/home/hanako")


@pytest.mark.parametrize(
    ("environment", "platform", "expected"),
    [
        ({}, "linux", HOME / ".local/share/kakekomi"),
        ({"XDG_DATA_HOME": "/data"}, "linux", Path("/data/kakekomi")),
        ({"XDG_DATA_HOME": "relative"}, "linux", HOME / ".local/share/kakekomi"),
        ({"LOCALAPPDATA": "/users/h/local"}, "win32", Path("/users/h/local/Kakekomi")),
        ({}, "win32", HOME / "AppData/Local/Kakekomi"),
    ],
)
def test_the_folder_is_where_the_system_keeps_such_things(
    environment: dict[str, str], platform: str, expected: Path
) -> None:
    assert data_folder(environment, platform=platform, home=HOME) == expected


def test_one_disk_has_one_journal_however_it_is_named(tmp_path: Path) -> None:
    (tmp_path / "disk").mkdir()
    (tmp_path / "link").symlink_to(tmp_path / "disk")

    assert journal_of(tmp_path / "link", HOME) == journal_of(
        tmp_path / "disk" / ".." / "disk", HOME
    )
    assert journal_of(tmp_path, HOME) != journal_of(tmp_path / "disk", HOME)
