"""What respond does by Windows' own functions, each seen by another way than it was done."""

import ctypes
import hashlib
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

from kakekomi.facts.errors import NotPermittedError, ParseError, UnavailableError
from kakekomi.host.windows.api import last_error, library
from kakekomi.respond.controls import InUseError, ServiceLook, StoredValue
from kakekomi.respond.live_files import PARKED
from kakekomi.respond.windows import restart
from kakekomi.respond.windows.files import WindowsFiles
from kakekomi.respond.windows.firewall import WindowsFirewall
from kakekomi.respond.windows.opened import opened
from kakekomi.respond.windows.privileges import wake
from kakekomi.respond.windows.processes import WindowsProcesses
from kakekomi.respond.windows.registry import WindowsRegistry
from kakekomi.respond.windows.services import WindowsServices
from kakekomi.respond.windows.signature import is_signed_by_microsoft
from kakekomi.respond.windows.tasks import WindowsTasks
from windows.planting import STUBS, Planted, planted, winreg
from windows.test_check import wait_until_it_runs

FILES = WindowsFiles()
ODD = "{home}\\AppData\\Local\\Phxnzljad\\wcgzvziqg.ljk"
RUN = "Software\\Microsoft\\Windows\\CurrentVersion\\Run"
XML = (
    '<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">'
    "<RegistrationInfo/><Triggers/><Principals/><Settings/>"
    "<Actions><Exec><Command>C:\\a.exe</Command></Exec></Actions></Task>"
)


@pytest.fixture
def place() -> Iterator[Planted]:
    with planted() as one:
        yield one


def sha256(path: str) -> str:
    return hashlib.sha256(Path(path).read_bytes()).hexdigest()


def test_a_file_that_is_removed_comes_back_with_all_that_it_had(place: Planted) -> None:
    path = str(place.copy("sleeper.exe", ODD))
    Path(f"{path}:Zone.Identifier").write_bytes(b"[ZoneTransfer]\r\nZoneId=3\r\n")
    os.utime(path, (1_500_000_000, 1_600_000_000))
    library("kernel32").SetFileAttributesW(path, 0x1 | 0x2 | 0x20)
    before, content, digest = FILES.look(path), Path(path).read_bytes(), sha256(path)
    folder = FILES.folder_times(path)
    assert before is not None
    assert folder is not None

    FILES.remove(path, sha256=digest)
    assert not Path(path).exists()
    assert FILES.look(path) is None
    FILES.write(path, [content[:100], content[100:]], before)
    FILES.set_folder_times(path, folder)

    assert FILES.look(path) == before
    assert FILES.folder_times(path) == folder
    assert Path(path).read_bytes() == content
    assert [one.name for one in before.streams] == ["Zone.Identifier"]
    assert before.security.startswith("O:")
    library("kernel32").SetFileAttributesW(path, 0x80)
    for name in (path, f"{path}.kakekomi-part"):  # a file of its own under Wine
        Path(f"{name}:Zone.Identifier").unlink(missing_ok=True)


def test_a_file_that_changed_since_it_was_looked_at_stays(place: Planted) -> None:
    path = str(place.copy("sleeper.exe", ODD))

    with pytest.raises(ParseError):
        FILES.remove(path, sha256="0" * 64)
    assert Path(path).exists()


def test_the_last_door_lets_no_part_of_windows_through(place: Planted) -> None:
    for path in (
        "C:\\Windows\\System32\\rundll32.exe",
        "C:\\Windows\\System32\\kernel32.dll",
        str(place.copy("sleeper.exe", "{home}\\AppData\\Local\\x\\regsvr32.exe")),
    ):
        with pytest.raises(NotPermittedError):
            FILES.remove(path, sha256=sha256(path))
        with pytest.raises(NotPermittedError):
            FILES.rename(path, path + PARKED, sha256=sha256(path))
        with pytest.raises(NotPermittedError):
            FILES.remove_at_restart(path)
        assert Path(path).exists()


def test_a_loaded_dll_is_renamed_and_marked_and_both_are_taken_back(place: Planted) -> None:
    path = str(place.copy("payload.dll", ODD))
    digest = sha256(path)
    place.start("C:\\Windows\\System32\\regsvr32.exe", "/s", path)
    wait_until_it_runs()

    with pytest.raises(InUseError):
        FILES.remove(path, sha256=digest)
    assert sha256(path) == digest
    FILES.rename(path, path + PARKED, sha256=digest)
    FILES.remove_at_restart(path + PARKED)

    assert FILES.look(path) is None
    assert pending() == [path + PARKED]
    FILES.keep_at_restart(path + PARKED)
    FILES.rename(path + PARKED, path, sha256=digest)
    assert (pending(), sha256(path)) == ([], digest)


def pending() -> list[str]:
    value = WindowsRegistry().read(restart.KEY, restart.NAME)
    names = value.data.decode("utf-16-le").split("\0") if value else []
    return [name.removeprefix("\\??\\") for name in names[::2] if name]


def test_a_file_held_by_a_program_without_sharing_is_in_use(place: Planted) -> None:
    path = str(place.copy("payload.dll", ODD))
    kernel = library("kernel32")
    kernel.CreateFileW.restype = ctypes.c_void_p
    held = kernel.CreateFileW(path, 0x8000_0000, 1, None, 3, 0, None)
    try:
        with pytest.raises(InUseError):
            FILES.remove(path, sha256=sha256(path))
        with pytest.raises(InUseError):
            FILES.rename(path, path + PARKED, sha256=sha256(path))
    finally:
        kernel.CloseHandle(ctypes.c_void_p(held))


def test_another_spelling_of_a_path_is_no_way_to_it(place: Planted) -> None:
    path = str(place.copy("payload.dll", ODD))
    odd = path.replace("\\Local\\", "\\Local\\..\\Local\\")

    with pytest.raises((NotPermittedError, FileNotFoundError, UnavailableError)), opened(odd, 0x80):
        pass


def test_whose_file_it_is_is_told_by_signature(place: Planted) -> None:
    runtime = Path(sys.base_prefix) / "vcruntime140.dll"

    assert is_signed_by_microsoft(str(runtime))
    assert not is_signed_by_microsoft(str(place.copy("sleeper.exe", ODD)))


def test_a_value_comes_back_byte_for_byte(place: Planted) -> None:
    registry, key = WindowsRegistry(), f"HKEY_USERS\\{place.owner.sid}\\{RUN}"
    data = "regsvr32 /s %TEMP%\\値.ljk".encode("utf-16-le")
    value = StoredValue(name="値.ljk", type=winreg.REG_EXPAND_SZ, data=data)
    registry.write(key, value)

    assert registry.read(key, "値.LJK") == StoredValue(name="値.LJK", type=2, data=data)
    assert value in registry.values(key)
    registry.remove(key, "値.ljk")
    registry.remove(key, "値.ljk")
    assert registry.read(key, "値.ljk") is None


def test_a_user_whose_registry_is_not_loaded_is_told() -> None:
    with pytest.raises(UnavailableError, match="sign in"):
        WindowsRegistry().read(f"HKEY_USERS\\S-1-5-21-1-2-3-1001\\{RUN}", "a")


@pytest.fixture
def service() -> Iterator[str]:
    name = "kakekomi-stub"
    _advapi_create(name, str(STUBS / "service.exe"))
    try:
        yield name
    finally:
        with_service(name, 0x1_0020, lambda services, one: services.DeleteService(one))


def _advapi_create(name: str, program: str) -> None:
    services = library("advapi32")
    services.OpenSCManagerW.restype = services.CreateServiceW.restype = ctypes.c_void_p
    manager = services.OpenSCManagerW(None, None, 0x2)
    made = services.CreateServiceW(
        ctypes.c_void_p(manager), name, name, 0xF_01FF, 0x10, 2, 1, program, *(None,) * 5
    )
    assert made, last_error()
    assert services.StartServiceW(ctypes.c_void_p(made), 0, None)
    services.CloseServiceHandle(ctypes.c_void_p(made))
    services.CloseServiceHandle(ctypes.c_void_p(manager))


def with_service(name: str, access: int, action: object) -> None:
    services = library("advapi32")
    services.OpenSCManagerW.restype = services.OpenServiceW.restype = ctypes.c_void_p
    manager = ctypes.c_void_p(services.OpenSCManagerW(None, None, 0x1))
    one = ctypes.c_void_p(services.OpenServiceW(manager, name, access))
    action(services, one)  # type: ignore[operator]
    services.CloseServiceHandle(one)
    services.CloseServiceHandle(manager)


def test_a_service_is_switched_off_and_stopped_and_given_back(service: str) -> None:
    services = WindowsServices()
    for _ in range(100):
        if services.look(service) == ServiceLook(start=2, is_running=True):
            break
        time.sleep(0.05)
    assert services.look(service) == ServiceLook(start=2, is_running=True)

    services.set_start(service, 4)
    services.stop(service)
    services.stop(service)
    assert services.look(service) == ServiceLook(start=4, is_running=False)
    services.set_start(service, 2)

    assert services.look(service) == ServiceLook(start=2, is_running=False)
    assert services.look("kakekomi-no-such-service") is None


def test_exactly_the_process_that_is_meant_is_ended(place: Planted) -> None:
    processes = WindowsProcesses()
    program = str(place.copy("sleeper.exe", "{home}\\山田\\寝る.exe"))
    pids = [place.start(program), place.start(program)]
    first, second = (one for one in processes.running() if one.pid in pids)

    processes.end(msgspec.structs.replace(first, created=1))
    assert {one.pid for one in processes.running() if one.pid in pids} == set(pids)
    processes.end(first)
    processes.end(first)

    assert [one for one in processes.running() if one.pid in pids] == [second]
    assert os.getpid() in processes.own_pids


def test_a_task_is_taken_out_and_registered_again() -> None:
    tasks, path = WindowsTasks(), "\\kakekomi-stub"
    tasks.register(path, XML)
    kept = tasks.xml(path)
    assert kept is not None
    assert "<Exec" in kept

    tasks.remove(path)
    tasks.remove(path)
    assert tasks.xml(path) is None
    tasks.register(path, kept)

    assert tasks.xml(path) == kept
    tasks.remove(path)
    assert tasks.xml("\\no such folder\\a") is None


def test_a_netsh_that_does_nothing_is_not_believed() -> None:
    firewall = WindowsFirewall()
    netsh = subprocess.run(["netsh", "/?"], check=False, capture_output=True, timeout=30)  # noqa: S607
    assert netsh.returncode == 0

    firewall.cut(())

    assert not firewall.is_cut(())
    firewall.mend(())


def test_an_administrators_sleeping_rights_are_woken() -> None:
    assert "SeDebugPrivilege" in wake()


def test_a_file_that_others_have_open_for_sharing_loses_its_name_at_once(place: Planted) -> None:
    path = str(place.copy("payload.dll", ODD))
    kernel = library("kernel32")
    kernel.CreateFileW.restype = ctypes.c_void_p
    held = kernel.CreateFileW(path, 0x8000_0000, 7, None, 3, 0, None)
    try:
        FILES.remove(path, sha256=sha256(path))
    finally:
        kernel.CloseHandle(ctypes.c_void_p(held))

    assert FILES.look(path) is None
