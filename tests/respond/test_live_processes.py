import msgspec
import pytest

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.respond.live_processes import (
    MAX_RESTARTS,
    TARGET_PATTERN,
    LiveProcesses,
    process_target,
)
from kakekomi.respond.system import GoneError
from respond.fake_windows import FakeWindows, again
from respond.live_pc import HOST, PROCESS_TARGET, make_pc


def make_processes(pc: FakeWindows) -> LiveProcesses:
    return LiveProcesses(pc.controls().processes)


def test_the_target_names_number_program_and_start() -> None:
    assert process_target(4711, "regsvr32.exe", 1_647_298_800) == PROCESS_TARGET
    assert process_target(4711, "regsvr32.exe", None) == "4711 regsvr32.exe"
    assert process_target(1, "a", 10**20) == "1 a"
    assert TARGET_PATTERN.match("rundll32.exe") is None


@pytest.mark.parametrize(
    "other",
    [
        msgspec.structs.replace(HOST, created=HOST.created + 20_000_000),
        msgspec.structs.replace(HOST, name="rundll32.exe"),
        msgspec.structs.replace(HOST, pid=4712),
    ],
)
def test_another_process_that_got_the_number_is_left(other: object) -> None:
    pc = make_pc()
    pc.programs = [other]  # type: ignore[list-item]

    with pytest.raises(GoneError):
        make_processes(pc).capture(PROCESS_TARGET)


def test_a_process_whose_start_is_not_known_is_left() -> None:
    with pytest.raises(NotPermittedError):
        make_processes(make_pc()).capture("4711 regsvr32.exe")


@pytest.mark.parametrize("target", ["", "regsvr32.exe", "x regsvr32.exe 2022-03-14T23:00:00Z"])
def test_what_is_no_process_is_refused(target: str) -> None:
    with pytest.raises(ParseError):
        make_processes(make_pc()).capture(target)


@pytest.mark.parametrize(
    "critical",
    [
        msgspec.structs.replace(HOST, name="lsass.exe"),
        msgspec.structs.replace(HOST, name="SVCHOST.EXE"),
        msgspec.structs.replace(HOST, pid=4, name="regsvr32.exe"),
        msgspec.structs.replace(HOST, pid=1000),
    ],
)
def test_what_windows_or_this_program_needs_is_never_ended(critical: object) -> None:
    pc = make_pc()
    pc.programs = [critical]  # type: ignore[list-item]
    one = pc.programs[0]
    target = process_target(one.pid, one.name, 1_647_298_800)

    with pytest.raises(NotPermittedError):
        make_processes(pc).capture(target)
    with pytest.raises(NotPermittedError):
        make_processes(pc).change(one)


def test_one_that_is_started_again_at_once_is_ended_too() -> None:
    pc, restarts = make_pc(), iter((5000, 5001))

    def start_again() -> None:
        number = next(restarts, None)
        if number:
            pc.programs.append(again(HOST, number))

    pc.on_pause = start_again
    part = make_processes(pc)
    state = part.capture(PROCESS_TARGET)

    part.change(state)

    assert part.is_changed(state)
    assert pc.programs == []


def test_one_that_always_comes_back_is_not_called_done() -> None:
    pc = make_pc()
    pc.on_pause = lambda: pc.programs.append(again(HOST, 5000 + len(pc.programs)))
    part = make_processes(pc)
    state = part.capture(PROCESS_TARGET)

    part.change(state)

    assert not part.is_changed(state)
    assert MAX_RESTARTS < 10


def test_the_same_program_with_other_words_is_left() -> None:
    pc = make_pc()
    other = msgspec.structs.replace(again(HOST, 5000), command_line="regsvr32.exe /s printer.ocx")
    pc.programs.append(other)
    part = make_processes(pc)

    part.change(part.capture(PROCESS_TARGET))

    assert pc.programs == [other]
