from pathlib import Path

import pytest

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Processes
from kakekomi.host import running
from kakekomi.host.disk import Disk
from kakekomi.host.machine import Seen
from kakekomi.host.pc import Command, Pc


def _seen(name: str, *, pid: int = 8, path: str | None = None, line: str | None = None) -> Seen:
    return Seen(pid=pid, parent=4, name=name, path=path, command_line=line, started_s=None)


def _collect(root: Path, *seen: Seen) -> list[object]:
    return list(running.collect(Pc(disk=Disk(root)), seen))


@pytest.mark.parametrize(
    ("path", "on_disk"), [("C:\\a.exe", True), ("C:\\gone.exe", False), ("D:\\a.exe", None)]
)
def test_a_program_whose_file_is_gone_is_told_from_one_elsewhere(
    tmp_path: Path, path: str, *, on_disk: bool | None
) -> None:
    (tmp_path / "a.exe").write_bytes(b"")
    line = f'"{path}" /x'

    assert _collect(tmp_path, _seen("a.exe", path=path, line=line)) == [
        Processes(pid=8, parent=4, name="a.exe", path=path, cmdline=line, on_disk=on_disk),
        Command(origin="processes", name="a.exe", command=line, pid=8, program=path),
    ]


def test_without_a_command_line_the_path_stands_for_it_and_a_gap_says_so(tmp_path: Path) -> None:
    found = _collect(tmp_path, _seen("a.exe", path="C:\\b c\\a.exe"))

    assert found[1:] == [
        Command(
            origin="processes",
            name="a.exe",
            command='"C:\\b c\\a.exe"',
            pid=8,
            program="C:\\b c\\a.exe",
        ),
        Gap(what=What.PROCESSES, why=Why.NOT_PERMITTED, detail="a.exe"),
    ]


def test_hidden_programs_are_one_gap_a_name(tmp_path: Path) -> None:
    found = _collect(tmp_path, *(_seen("svchost.exe", pid=pid) for pid in (8, 12, 16)))

    assert [item for item in found if isinstance(item, Gap)] == [
        Gap(what=What.PROCESSES, why=Why.NOT_PERMITTED, detail="svchost.exe")
    ]


@pytest.mark.parametrize("name", ["System", "Registry", "Memory Compression"])
def test_parts_of_windows_without_a_file_are_no_gap(tmp_path: Path, name: str) -> None:
    assert [type(item) for item in _collect(tmp_path, _seen(name))] == [Processes]
