import json
from pathlib import Path

import pytest

from kakekomi.drill.hive import dword, make_hive, make_tree, text
from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.host.hive import open_hive
from kakekomi.respond.offline_entries import TASK_CACHE
from kakekomi.respond.offline_windows import OfflineWindows
from kakekomi.respond.store import Store
from kakekomi.respond.system import GoneError
from respond.hives import content
from respond.pcs import RUN_KEY, make_root, tree

SOFTWARE = "Windows/System32/config/SOFTWARE"
SYSTEM = "Windows/System32/config/SYSTEM"
TASK_ID = "{6A2B0C51-0000-4000-8000-000000000001}"


def make_system(root: Path, tmp_path: Path) -> OfflineWindows:
    return OfflineWindows(root, Store(tmp_path / "store"))


def make_registered_task(tmp_path: Path) -> Path:
    """A PC on which Windows has registered the malware's task beside two of its own."""
    root = make_root(tmp_path / "pc", "2022-02", is_used=False)
    names = {"npuf.vya": TASK_ID, "Own": "{A}", "Other": "{B}"}
    entries = [
        *((f"{TASK_CACHE}\\Tree\\{name}", [text("Id", number)]) for name, number in names.items()),
        *((f"{TASK_CACHE}\\Tasks\\{number}", [text("Path", n)]) for n, number in names.items()),
        (f"{TASK_CACHE}\\Logon\\{TASK_ID}", []),
        (f"{TASK_CACHE}\\Plain\\{{A}}", []),
    ]
    (root / SOFTWARE).write_bytes(make_hive(make_tree(entries)))
    return root


def test_a_task_goes_with_its_keys_and_comes_back_with_them(tmp_path: Path) -> None:
    root = make_registered_task(tmp_path)
    before, keys = tree(root), content((root / SOFTWARE).read_bytes())
    tasks = make_system(root, tmp_path).tasks

    state = tasks.capture("\\npuf.vya")
    assert not tasks.is_changed(state)
    tasks.change(state)

    gone = set(keys) - set(content((root / SOFTWARE).read_bytes()))
    assert gone == {
        f"{TASK_CACHE}\\Tree\\npuf.vya",
        f"{TASK_CACHE}\\Tasks\\{TASK_ID}",
        f"{TASK_CACHE}\\Logon\\{TASK_ID}",
    }
    assert not (root / "Windows/System32/Tasks/npuf.vya").exists()
    assert tasks.is_changed(state)
    tasks.restore(tasks.before_restore(state))
    assert tree(root) == before
    assert not tasks.is_changed(state)


def test_a_task_below_which_others_are_registered_is_left(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-02", is_used=False)
    entries = [
        (f"{TASK_CACHE}\\Tree\\npuf.vya", [text("Id", TASK_ID)]),
        (f"{TASK_CACHE}\\Tree\\npuf.vya\\Own", [text("Id", "{A}")]),
    ]
    (root / SOFTWARE).write_bytes(make_hive(make_tree(entries)))

    with pytest.raises(ParseError, match="other tasks"):
        make_system(root, tmp_path).tasks.capture("\\npuf.vya")


@pytest.mark.parametrize("target", ["npuf.vya", "\\..\\config\\SOFTWARE", ""])
def test_a_target_that_is_no_task_is_refused(tmp_path: Path, target: str) -> None:
    root = make_root(tmp_path / "pc", "2022-02", is_used=False)

    with pytest.raises(ParseError):
        make_system(root, tmp_path).tasks.capture(target)


def test_only_start_of_a_service_is_changed(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-04-admin", is_used=False)
    before = content((root / SYSTEM).read_bytes())
    services = make_system(root, tmp_path).services

    services.change(services.capture("cbun.zia"))

    after = content((root / SYSTEM).read_bytes())
    key = "ControlSet001\\Services\\cbun.zia"
    assert {one for one in before if before[one] != after[one]} == {key}
    assert {name: data for name, _, data in after[key]}["Start"] == b"\4\0\0\0"
    with pytest.raises(GoneError):
        services.capture("cbun.zia")


def test_a_driver_that_windows_starts_with_is_left(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", None, is_used=False)

    with pytest.raises(NotPermittedError):
        make_system(root, tmp_path).services.capture("Tcpip")


def test_the_control_set_is_the_one_that_windows_last_started_with(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", None, is_used=False)
    entries = [
        ("Select", [dword("Current", 2)]),
        *((f"ControlSet00{n}\\Services\\x", [dword("Start", 2)]) for n in (1, 2)),
    ]
    (root / SYSTEM).write_bytes(make_hive(make_tree(entries)))
    services = make_system(root, tmp_path).services

    services.change(services.capture("x"))

    after = content((root / SYSTEM).read_bytes())
    assert [after[f"ControlSet00{n}\\Services\\x"][0][2][0] for n in (1, 2)] == [2, 4]


def test_a_value_outside_the_run_keys_is_never_taken_out(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    winlogon = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\Winlogon"

    with pytest.raises(NotPermittedError):
        make_system(root, tmp_path).registry.capture(f"{winlogon}\\Shell")


@pytest.mark.parametrize(
    ("target", "error"),
    [
        (f"{RUN_KEY}\\none", GoneError),
        (RUN_KEY.replace("1001", "9999") + "\\wcgzvziqg.ljk", ParseError),
        (RUN_KEY.replace("HKEY_USERS", "HKEY_CLASSES_ROOT") + "\\x", NotPermittedError),
    ],
)
def test_a_value_that_is_not_there_is_told(
    tmp_path: Path, target: str, error: type[Exception]
) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)

    with pytest.raises(error):
        make_system(root, tmp_path).registry.capture(target)


def test_evidence_of_entries_is_verbatim(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    system = make_system(root, tmp_path)

    (run,) = system.registry.exhibits(f"{RUN_KEY}\\wcgzvziqg.ljk")

    found = json.loads(b"".join(run.chunks))
    hive = open_hive((root / "Users/tanaka/NTUSER.DAT").read_bytes(), where="")
    value = hive.values(found["key"])[0]
    assert run.name == "registry/wcgzvziqg.ljk.json"
    assert found["hive"] == "C:\\Users\\tanaka\\NTUSER.DAT"
    assert found["values"] == [
        {
            "name": "wcgzvziqg.ljk",
            "type": "REG_SZ",
            "data_hex": value.data.hex(),
            "text": value.text,
        }
    ]
