import struct
from contextlib import suppress
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.drill.hive import Value, binary, make_hive, make_tree, text
from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import ScheduledTasks
from kakekomi.host import task_cache
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Command, Pc
from kakekomi.host.scheduled_task import Exec

COMMAND = "rundll32.exe"
ARGUMENTS = "C:\\Users\\u\\AppData\\Local\\Meajrcbavloy\\npuf.vya,PpNQIIzq"


def _text(value: str) -> bytes:
    data = value.encode("utf-16-le")
    return struct.pack("<I", len(data)) + data


def make_actions(*, version: int = 3, kind: int = 0x6666) -> bytes:
    head = struct.pack("<H", version) + (_text("Author") if version > 1 else b"")
    action = struct.pack("<H", kind) + _text("") + _text(COMMAND) + _text(ARGUMENTS) + _text("")
    return head + action + (b"\0\0" if version == 3 else b"")


@pytest.mark.parametrize("version", [1, 2, 3])
def test_the_program_of_an_action_is_read(version: int) -> None:
    assert task_cache.parse_actions(make_actions(version=version), where="x") == (
        Exec(command=COMMAND, arguments=ARGUMENTS),
    )


def test_an_action_that_runs_no_program_ends_the_list() -> None:
    assert task_cache.parse_actions(make_actions(kind=0x7777), where="x") == ()


@pytest.mark.parametrize(
    "data", [b"", make_actions(version=9), make_actions(kind=0x1234), make_actions()[:-40]]
)
def test_damaged_actions_are_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        task_cache.parse_actions(data, where="x")


@given(st.binary(max_size=200))
@example(make_actions()[:9] + b"\xff\xff\xff\xff")
def test_any_bytes_are_actions_or_refused(data: bytes) -> None:
    with suppress(ParseError):
        task_cache.parse_actions(data, where="x")


def _collect(path: Path, *, actions: bytes, is_in_tree: bool = True) -> list[object]:
    values: list[Value] = [text("Path", "\\npuf"), binary("Actions", actions)]
    entries: list[tuple[str, list[Value]]] = [(f"{task_cache.CACHE}\\Tasks\\{{1}}", values)]
    if is_in_tree:
        entries.append((f"{task_cache.CACHE}\\Tree\\npuf", []))
    software = open_hive(make_hive(make_tree(entries)), where="SOFTWARE")
    return list(task_cache.collect(Pc(disk=Disk(path), software=software)))


def test_a_task_without_a_file_is_still_found(tmp_path: Path) -> None:
    line = f"{COMMAND} {ARGUMENTS}"

    assert _collect(tmp_path, actions=make_actions()) == [
        ScheduledTasks(name="npuf", action=line, path="\\npuf"),
        Command(origin="scheduled_tasks", name="npuf", command=line),
    ]


def test_a_task_that_the_schedulers_window_does_not_show_is_hidden(tmp_path: Path) -> None:
    row = _collect(tmp_path, actions=make_actions(), is_in_tree=False)[0]

    assert isinstance(row, ScheduledTasks)
    assert row.hidden


def test_a_task_with_a_file_is_left_to_its_file(tmp_path: Path) -> None:
    folder = tmp_path / "Windows/System32/Tasks"
    folder.mkdir(parents=True)
    (folder / "npuf").write_bytes(b"<Task/>")

    assert _collect(tmp_path, actions=make_actions()) == []


def test_a_task_that_cannot_be_read_is_a_gap(tmp_path: Path) -> None:
    assert _collect(tmp_path, actions=b"\x09\0") == [
        Gap(what=What.SCHEDULED_TASK, why=Why.DAMAGED, detail="\\npuf")
    ]
