from pathlib import Path

import pytest

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.respond.live_files import PARKED, LiveFiles
from kakekomi.respond.store import Store
from kakekomi.respond.system import GoneError
from respond.fake_windows import FakeFile, FakeWindows, changed_file
from respond.judged import DLL
from respond.live_pc import MARK, make_pc


def make_files(pc: FakeWindows, folder: Path) -> LiveFiles:
    return LiveFiles(pc.controls().files, Store(folder))


@pytest.mark.parametrize(
    "path",
    [
        "C:\\Windows\\System32\\rundll32.exe",
        "C:\\Users\\a\\AppData\\Local\\Temp\\regsvr32.exe",
        "C:\\Windows\\SysWOW64\\volumetask.exe",
        "C:\\Program Files\\Maker\\a.dll",
        "\\\\server\\share\\a.dll",
    ],
)
def test_the_guard_refuses_before_anything_is_looked_at(tmp_path: Path, path: str) -> None:
    pc = make_pc()
    pc.add(path, FakeFile(b"MZ"))

    with pytest.raises(NotPermittedError):
        make_files(pc, tmp_path).capture(path)


def test_right_in_system32_only_a_file_goes_that_is_certainly_not_windows_own(
    tmp_path: Path,
) -> None:
    pc, path = make_pc(), "C:\\Windows\\SysWOW64\\volumetaskmgr.exe"
    pc.add(path, FakeFile(b"MZ"))
    files = make_files(pc, tmp_path)

    with pytest.raises(NotPermittedError, match="windows_folder"):
        files.capture(path)
    pc.foreign.add(path)
    state = files.capture(path)
    files.change(state)

    assert files.is_changed(state)


def test_a_file_that_microsoft_signed_stays_wherever_it_lies(tmp_path: Path) -> None:
    pc = make_pc()
    pc.microsofts.add(DLL)

    with pytest.raises(NotPermittedError, match="microsoft_signed"):
        make_files(pc, tmp_path).capture(DLL)


def test_a_file_that_turns_into_microsofts_after_the_look_stays_too(tmp_path: Path) -> None:
    pc = make_pc()
    files = make_files(pc, tmp_path)
    state = files.capture(DLL)
    pc.microsofts.add(DLL)

    with pytest.raises(NotPermittedError):
        files.change(state)
    assert DLL in pc.disk


def test_a_copy_of_a_file_of_system32_stays(tmp_path: Path) -> None:
    pc = make_pc()
    pc.add("C:\\Windows\\System32\\wcgzvziqg.ljk", pc.disk[DLL])

    with pytest.raises(NotPermittedError, match="windows_copy"):
        make_files(pc, tmp_path).capture(DLL)


def test_a_file_that_changed_after_the_look_stays(tmp_path: Path) -> None:
    pc = make_pc()
    files = make_files(pc, tmp_path)
    state = files.capture(DLL)
    pc.disk[DLL] = changed_file(pc.disk[DLL], b"another")

    with pytest.raises(ParseError, match="changed"):
        files.change(state)
    assert pc.disk[DLL].data == b"another"


def test_a_file_in_use_is_renamed_and_removed_at_the_next_start(tmp_path: Path) -> None:
    pc = make_pc()
    pc.held[DLL] = "removal"
    files = make_files(pc, tmp_path)
    state = files.capture(DLL)

    files.change(state)

    assert files.is_changed(state)
    assert list(pc.disk) == [DLL + PARKED]
    assert pc.at_restart == {DLL + PARKED}


def test_another_file_in_its_place_is_never_written_over(tmp_path: Path) -> None:
    pc = make_pc()
    files = make_files(pc, tmp_path)
    state = files.capture(DLL)
    files.change(state)
    pc.add(DLL, FakeFile(b"new"))

    with pytest.raises(ParseError, match="another file"):
        files.restore(state)
    assert pc.disk[DLL].data == b"new"


def test_a_file_whose_copy_is_damaged_is_not_put_back(tmp_path: Path) -> None:
    pc = make_pc()
    files = make_files(pc, tmp_path)
    state = files.capture(DLL)
    files.change(state)
    next(tmp_path.rglob("*.zip")).write_bytes(b"PK")

    with pytest.raises(ParseError, match="damaged"):
        files.restore(state)
    assert DLL not in pc.disk


def test_the_mark_of_the_web_is_kept_as_evidence(tmp_path: Path) -> None:
    found = {
        one.name: b"".join(one.chunks) for one in make_files(make_pc(), tmp_path).exhibits(DLL)
    }

    name = DLL.replace(":", "").replace("\\", "/")
    assert found == {name: b"MZ" + bytes(5000), f"{name}.stream-0": MARK.data}


def test_a_file_that_is_gone_is_gone(tmp_path: Path) -> None:
    with pytest.raises(GoneError):
        make_files(FakeWindows(), tmp_path).capture(DLL)
