import os
from pathlib import Path

import pytest

from kakekomi.facts.errors import ParseError
from kakekomi.host.disk import Disk, leads_elsewhere


@pytest.fixture
def disk(tmp_path: Path) -> Disk:
    folder = tmp_path / "root" / "WINDOWS" / "system32"
    folder.mkdir(parents=True)
    (folder / "Regsvr32.exe").write_bytes(b"MZ")
    (tmp_path / "secret").write_bytes(b"outside")
    return Disk(tmp_path / "root")


def test_paths_are_found_in_any_case_and_shown_as_stored(disk: Disk) -> None:
    entry = disk.find("c:\\Windows\\SYSTEM32\\regsvr32.EXE")

    assert entry is not None
    assert entry.path == "C:\\WINDOWS\\system32\\Regsvr32.exe"
    assert disk.head(entry, 10) == b"MZ"


def test_other_drives_and_missing_files_are_not_there(disk: Disk) -> None:
    assert disk.find("D:\\WINDOWS") is None
    assert disk.find("C:\\WINDOWS\\a.exe") is None
    assert disk.find("C:\\WINDOWS\\system32\\Regsvr32.exe\\a") is None
    assert not disk.is_file("C:\\WINDOWS")


def test_no_path_and_no_link_leads_out_of_the_root(disk: Disk, tmp_path: Path) -> None:
    (disk.root / "link").symlink_to(tmp_path / "secret")
    (disk.root / "loop").symlink_to(disk.root)

    assert disk.find("C:\\..\\secret") is None
    assert disk.find("C:\\link") is None
    assert disk.find("C:\\loop\\WINDOWS") is None
    assert [entry.name for entry in disk.folder("C:\\") if entry.is_link] == ["link", "loop"]


def test_a_short_name_finds_the_only_file_that_fits(disk: Disk) -> None:
    (disk.root / "Program Files").mkdir()
    (disk.root / "Program Files" / "wcgzvziqg.ljk").write_bytes(b"")
    found = disk.find("C:\\PROGRA~1\\WCGZVZ~1.LJK")

    assert found is not None
    assert found.path == "C:\\Program Files\\wcgzvziqg.ljk"

    (disk.root / "ProgramData").mkdir()
    assert Disk(disk.root).find("C:\\PROGRA~1") is None


def test_a_pipe_is_not_opened(disk: Disk) -> None:
    os.mkfifo(disk.root / "pipe")
    entry = disk.find("C:\\pipe")

    assert entry is not None
    assert disk.status(entry) is None
    with pytest.raises(ParseError, match="no plain file"):
        disk.head(entry, 1)


def test_a_name_that_is_no_text_is_shown_readably_and_still_opens(disk: Disk) -> None:
    Path(os.fsdecode(os.fsencode(disk.root) + b"/\x83\x5c.txt")).write_bytes(b"x")
    entry = next(entry for entry in disk.folder("C:\\") if entry.name.endswith(".txt"))

    assert entry.name == "\ufffd\\.txt"
    assert disk.head(entry, 1) == b"x"


@pytest.mark.skipif(not hasattr(os, "O_NOATIME"), reason="the system cannot read without a trace")
def test_reading_and_listing_leave_the_time_of_access_alone(disk: Disk) -> None:
    folder = disk.root / "WINDOWS" / "system32"
    file = folder / "Regsvr32.exe"
    for path in (file, folder):
        os.utime(path, (1_000_000, 2_000_000))

    entry = disk.folder("C:\\WINDOWS\\system32")[0]
    disk.head(entry, 10)

    assert [path.stat().st_atime for path in (file, folder)] == [1_000_000, 1_000_000]


def test_a_root_that_is_no_folder_is_refused(tmp_path: Path) -> None:
    with pytest.raises(ParseError, match="no such folder"):
        Disk(tmp_path / "nothing")


@pytest.mark.parametrize(
    ("attributes", "tag", "expected"),
    [
        (0x10, 0, False),  # a folder
        (0x410, 0xA000_0003, True),  # a junction
        (0x420, 0xA000_000C, True),  # a symbolic link
        (0x410, 0x9000_701A, False),  # a folder that OneDrive mirrors
        (0x0040_0420, 0x9000_601A, True),  # a file that OneDrive has not fetched
        (0x1020, 0, True),  # a file that was moved to slow storage
    ],
)
def test_what_is_not_on_this_disk_is_told_by_its_attributes(
    attributes: int, tag: int, expected: object
) -> None:
    assert leads_elsewhere(attributes=attributes, tag=tag) is expected


def test_what_lies_beyond_a_folder_that_cannot_be_listed_is_hidden(tmp_path: Path) -> None:
    disk = Disk(tmp_path)
    disk.blocked["C:\\Users\\b"] = None

    assert disk.is_hidden("c:\\users\\b\\NTUSER.DAT")
    assert not disk.is_hidden("C:\\Users\\bb\\NTUSER.DAT")
