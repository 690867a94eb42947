import json
from pathlib import Path

import pytest

from kakekomi.facts.errors import (
    NotPermittedError,
    ParseError,
    UnsupportedError,
)
from kakekomi.respond.controls import ServiceLook, StoredValue
from kakekomi.respond.live_entries import (
    PASSWORD_PATTERN,
    SERVICES,
    LiveRegistry,
    LiveServices,
    LiveTasks,
)
from kakekomi.respond.live_windows import LiveWindows
from kakekomi.respond.store import Store
from kakekomi.respond.system import GoneError
from respond.fake_windows import FakeWindows
from respond.live_pc import SERVICE, TASK, VALUE, make_pc
from respond.pcs import RUN_KEY

WINLOGON = "HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon\\Shell"


def registry_of(pc: FakeWindows) -> LiveRegistry:
    return LiveWindows(pc.controls(), Store(Path("/nowhere"))).registry


def services(pc: FakeWindows) -> LiveServices:
    return LiveServices(pc.controls().services, pc.controls().registry)


def test_a_value_without_which_nobody_can_log_on_is_left() -> None:
    with pytest.raises(NotPermittedError):
        registry_of(make_pc()).capture(WINLOGON)


def test_a_value_that_changed_after_the_look_is_left() -> None:
    pc = make_pc()
    registry = registry_of(pc)
    state = registry.capture(f"{RUN_KEY}\\{VALUE.name}")
    other = StoredValue(name=VALUE.name, type=1, data=b"")
    pc.keys[RUN_KEY][VALUE.name] = other

    with pytest.raises(ParseError):
        registry.change(state)
    with pytest.raises(ParseError):
        registry.restore(state)
    assert pc.keys[RUN_KEY] == {VALUE.name: other}


def test_a_value_is_kept_verbatim_as_evidence() -> None:
    registry = registry_of(make_pc())

    (one,) = registry.exhibits(f"{RUN_KEY}\\{VALUE.name}")

    assert one.name == "registry/wcgzvziqg.ljk.json"
    (value,) = json.loads(b"".join(one.chunks))["values"]
    assert (value["type"], value["data_hex"]) == ("REG_EXPAND_SZ", VALUE.data.hex())


@pytest.mark.parametrize("start", [0, 1])
def test_a_driver_that_windows_starts_with_is_left(start: int) -> None:
    pc = make_pc()
    pc.service_looks[SERVICE] = ServiceLook(start=start, is_running=True)

    with pytest.raises(NotPermittedError):
        services(pc).capture(SERVICE)


def test_a_service_that_is_off_and_stopped_is_nothing_to_do() -> None:
    pc = make_pc()
    pc.service_looks[SERVICE] = ServiceLook(start=4, is_running=False)

    with pytest.raises(GoneError):
        services(pc).capture(SERVICE)


def test_a_service_that_is_off_but_runs_is_stopped_and_stays_off_after_undo() -> None:
    pc = make_pc()
    pc.service_looks[SERVICE] = ServiceLook(start=4, is_running=True)
    part = services(pc)
    state = part.capture(SERVICE)

    part.change(state)
    assert part.is_changed(state)
    part.restore(state)

    assert pc.service_looks[SERVICE] == ServiceLook(start=4, is_running=False)


def test_a_service_removed_by_somebody_else_cannot_be_given_back() -> None:
    pc = make_pc()
    part = services(pc)
    state = part.capture(SERVICE)
    pc.service_looks.clear()

    part.change(state)
    assert part.is_changed(state)
    with pytest.raises(ParseError, match="evidence"):
        part.restore(state)


def test_the_key_of_a_service_is_kept_as_evidence() -> None:
    pc = make_pc()
    pc.keys[f"{SERVICES}\\{SERVICE}"] = {"ImagePath": VALUE}

    (one,) = services(pc).exhibits(SERVICE)

    assert one.name == f"services/{SERVICE}.json"
    assert VALUE.data.hex().encode() in b"".join(one.chunks)


@pytest.mark.parametrize("name", ["", "a\\b", "a\0"])
def test_what_is_no_name_of_a_service_is_refused(name: str) -> None:
    with pytest.raises(ParseError):
        services(make_pc()).capture(name)


@pytest.mark.parametrize("path", ["Update", "\\..\\Update", "\\a\\..", "", "\\a\\\\b"])
def test_what_is_no_path_of_a_task_is_refused(path: str) -> None:
    with pytest.raises(ParseError):
        LiveTasks(make_pc().controls().tasks).capture(path)


def test_a_task_with_a_stored_password_is_left_since_undo_could_not_give_it_back() -> None:
    pc = make_pc()
    pc.task_xml[TASK] = "<LogonType>Password</LogonType>"

    with pytest.raises(UnsupportedError):
        LiveTasks(pc.controls().tasks).capture(TASK)
    assert PASSWORD_PATTERN.search("<LogonType>S4U</LogonType>") is None


def test_a_task_that_changed_after_the_look_is_left() -> None:
    pc = make_pc()
    tasks = LiveTasks(pc.controls().tasks)
    state = tasks.capture(TASK)
    pc.task_xml[TASK] = "<Task>new</Task>"

    with pytest.raises(ParseError):
        tasks.change(state)
    with pytest.raises(ParseError):
        tasks.restore(state)
    assert pc.task_xml[TASK] == "<Task>new</Task>"


def test_a_task_is_kept_as_evidence() -> None:
    pc = make_pc()

    (one,) = LiveTasks(pc.controls().tasks).exhibits(TASK)

    assert (one.name, list(one.chunks)) == ("task/Vqkwyfejbj.xml", [pc.task_xml[TASK].encode()])
