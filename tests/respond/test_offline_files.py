import os
from pathlib import Path

import pytest

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.respond.offline_files import OfflineFiles
from kakekomi.respond.store import Store
from respond.pcs import tree

FOLDER = "C:\\Users\\tanaka\\AppData\\Local\\Abcdefg"


def make_file(root: Path, path: str, data: bytes = b"MZ stub") -> Path:
    local = root.joinpath(*path.split("\\")[1:])
    local.parent.mkdir(parents=True, exist_ok=True)
    local.write_bytes(data)
    os.utime(local, ns=(1_600_000_000_123_456_789, 1_600_000_001_987_654_321))
    return local


def make_files(tmp_path: Path) -> tuple[Path, OfflineFiles]:
    root = tmp_path / "pc"
    return root, OfflineFiles(root, Store(tmp_path / "store"))


def test_a_file_comes_back_with_rights_times_and_attributes(tmp_path: Path) -> None:
    root, files = make_files(tmp_path)
    local = make_file(root, f"{FOLDER}\\x.dll")
    local.chmod(0o640)
    os.setxattr(local, "user.Zone.Identifier", b"[ZoneTransfer]\r\nZoneId=3\r\n")
    before, owner = tree(root), local.stat()

    state = files.capture(f"{FOLDER}\\x.dll")
    files.change(state)
    assert tree(root).keys() == before.keys() - {"Users/tanaka/AppData/Local/Abcdefg/x.dll"}
    files.restore(files.before_restore(state))

    after = local.stat()
    assert tree(root) == before
    assert (after.st_uid, after.st_gid, after.st_atime_ns) == (
        owner.st_uid,
        owner.st_gid,
        owner.st_atime_ns,
    )


def test_a_name_that_is_no_text_comes_back_the_same(tmp_path: Path) -> None:
    root, files = make_files(tmp_path)
    folder = make_file(root, f"{FOLDER}\\x.dll").parent
    (folder / os.fsdecode(b"\xff.dll")).write_bytes(b"1")
    before = os.listdir(os.fsencode(folder))  # noqa: PTH208  as bytes

    state = files.capture(f"{FOLDER}\\\ufffd.dll")
    files.change(state)
    files.restore(state)

    assert sorted(os.listdir(os.fsencode(folder))) == sorted(before)  # noqa: PTH208


def test_links_lead_nowhere(tmp_path: Path) -> None:
    root, files = make_files(tmp_path)
    outside = tmp_path / "outside.dll"
    outside.write_bytes(b"MZ")
    folder = make_file(root, f"{FOLDER}\\x.dll").parent
    (folder / "link.dll").symlink_to(outside)
    (folder / "folder").symlink_to(tmp_path)

    for path in (f"{FOLDER}\\link.dll", f"{FOLDER}\\folder\\outside.dll"):
        with pytest.raises(ParseError):
            files.capture(path)
    assert outside.exists()


@pytest.mark.parametrize(
    "path", ["C:\\Windows\\System32\\rundll32.exe", "C:\\Windows\\System32\\x.dll"]
)
def test_the_guard_stands_here_too(tmp_path: Path, path: str) -> None:
    root, files = make_files(tmp_path)
    make_file(root, path)

    with pytest.raises(NotPermittedError):
        files.capture(path)


def test_a_short_name_is_not_taken_for_the_file(tmp_path: Path) -> None:
    root, files = make_files(tmp_path)
    make_file(root, f"{FOLDER}\\longname.dll")

    with pytest.raises(NotPermittedError):
        files.capture(f"{FOLDER}\\LONGNA~1.DLL")


def test_a_file_that_changed_since_is_left(tmp_path: Path) -> None:
    root, files = make_files(tmp_path)
    local = make_file(root, f"{FOLDER}\\x.dll")
    state = files.capture(f"{FOLDER}\\x.dll")
    local.write_bytes(b"other")

    with pytest.raises(ParseError, match="changed"):
        files.change(state)
    assert local.read_bytes() == b"other"


def test_without_its_folder_a_file_stays_in_quarantine(tmp_path: Path) -> None:
    root, files = make_files(tmp_path)
    local = make_file(root, f"{FOLDER}\\x.dll")
    state = files.capture(f"{FOLDER}\\x.dll")
    files.change(state)
    local.parent.rmdir()

    with pytest.raises(ParseError, match="quarantine"):
        files.restore(state)
    assert files.is_changed(state)


def test_a_copy_of_windows_own_file_is_told(tmp_path: Path) -> None:
    root, files = make_files(tmp_path)
    make_file(root, "C:\\Windows\\SysWOW64\\subst.exe", b"MZ the same")
    make_file(root, f"{FOLDER}\\SUBST.exe", b"MZ the same")
    make_file(root, f"{FOLDER}\\other\\subst.exe", b"MZ unlike it")

    assert files.is_windows_copy(f"{FOLDER}\\SUBST.exe")
    assert not files.is_windows_copy(f"{FOLDER}\\other\\subst.exe")
    assert not files.is_windows_copy(f"{FOLDER}\\none.exe")
