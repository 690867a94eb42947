"""Make the disk of a Windows PC in a folder: real registry hives, task files, harmless stubs.

Nothing in it can run. It serves drills, tests and ``make run``; what an infection of a period
plants stands in ``infection``, what a healthy PC has in ``benign``.
"""

import os
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Final
from xml.sax.saxutils import escape

from kakekomi.drill.benign import office_pc, windows
from kakekomi.drill.hive import (
    Value,
    binary,
    dword,
    expandable,
    filetime,
    make_hive,
    make_tree,
    text,
)
from kakekomi.drill.infection import INFECTIONS, VOLUME_SERIAL
from kakekomi.drill.pc_plan import USED_AT, PcPlan, PlannedFile, PlannedTask, Service, Trust

__all__ = ["SID", "VOLUME_SERIAL", "Owner", "make_pc_root", "task_xml", "write_plan"]

SID: Final = "S-1-5-21-1004336348-1177238915-682003330-1001"

_TASK: Final = """<?xml version="1.0" encoding="UTF-16"?>
<Task version="1.2" xmlns="http://schemas.microsoft.com/windows/2004/02/mit/task">
  <RegistrationInfo><Date>2022-03-01T10:00:00</Date><Author>{author}</Author></RegistrationInfo>
  <Principals><Principal id="A"><UserId>{run_as}</UserId></Principal></Principals>
  <Settings><Enabled>true</Enabled><Hidden>false</Hidden></Settings>
  <Actions Context="A">
    <Exec><Command>{command}</Command><Arguments>{arguments}</Arguments></Exec>
  </Actions>
</Task>
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Owner:
    """Whose PC it is."""

    hostname: str = "KEIRI-PC"
    user: str = "tanaka"
    sid: str = SID

    @property
    def home(self) -> str:
        """Profile folder."""
        return f"C:\\Users\\{self.user}"

    def fill(self, template: str) -> str:
        """Put the owner into a path or command."""
        return template.replace("{home}", self.home).replace("{sid}", self.sid)


def make_pc_root(
    path: Path,
    *,
    infection: str | None = "2022-03",
    is_used: bool = True,
    owner: Owner = Owner(),
) -> Path:
    """Write a PC's disk below ``path`` and return it.

    ``infection`` is a key of ``INFECTIONS``, None for a healthy PC; ``is_used`` adds what offices
    install.
    """
    plan = windows()
    if is_used:
        plan += office_pc()
    if infection:
        plan += INFECTIONS[infection]
    write_plan(path, plan, owner)
    return path


def write_plan(path: Path, plan: PcPlan, owner: Owner) -> None:
    """Write any plan below a folder."""
    for file in (*plan.files, *_hives(plan, owner), *map(_task_file, plan.tasks)):
        _write(path, owner, file)
    for folder in ("Users\\Public", "ProgramData", "Program Files", "Windows\\Temp"):
        _local(path, f"C:\\{folder}").mkdir(parents=True, exist_ok=True)
    _set_times(path, plan, owner)


def _local(path: Path, windows_path: str) -> Path:
    return path.joinpath(*windows_path.split("\\")[1:])


def _write(path: Path, owner: Owner, file: PlannedFile) -> None:
    target = _local(path, owner.fill(file.path))
    target.parent.mkdir(parents=True, exist_ok=True)
    data = file.data
    if target.parent.is_relative_to(_local(path, "C:\\Windows\\System32\\Tasks")):
        data = owner.fill(data.decode("utf-16")).encode("utf-16")
    target.write_bytes(data)
    if file.padded_to_bytes:
        os.truncate(target, file.padded_to_bytes)


def _set_times(path: Path, plan: PcPlan, owner: Owner) -> None:
    """Files first, then folders from the inside out, since writing changes their times."""
    for target in path.rglob("*"):
        if target.is_file():
            _touch(target, USED_AT)
    for file in plan.files:
        _touch(_local(path, owner.fill(file.path)), file.modified_at)
    for folder, _, _ in os.walk(path, topdown=False):
        _touch(Path(folder), USED_AT)
    for file in plan.files:
        if file.folder_modified_at:
            target = _local(path, owner.fill(file.path))
            if len(target.relative_to(path).parts) > len(("Users", "u", "file")):
                _touch(target.parent, file.folder_modified_at)


def _touch(target: Path, moment: datetime) -> None:
    os.utime(target, (moment.timestamp(), moment.timestamp()))


def _hives(plan: PcPlan, owner: Owner) -> Iterable[PlannedFile]:
    config = "C:\\Windows\\System32\\config"
    yield PlannedFile(path=f"{config}\\SYSTEM", data=_system(plan, owner))
    yield PlannedFile(path=f"{config}\\SOFTWARE", data=_software(plan, owner))
    yield PlannedFile(path="{home}\\NTUSER.DAT", data=_ntuser(plan, owner))


def _system(plan: PcPlan, owner: Owner) -> bytes:
    control = "ControlSet001\\Control"
    entries = [
        ("Select", [dword("Current", 1), dword("Default", 1)]),
        (f"{control}\\ComputerName\\ComputerName", [text("ComputerName", owner.hostname)]),
        (
            f"{control}\\SystemInformation",
            [text("SystemManufacturer", "Drill"), text("SystemProductName", "Model 1")],
        ),
        (
            f"{control}\\Session Manager\\Environment",
            [text("PROCESSOR_ARCHITECTURE", "AMD64")],
        ),
        (
            "ControlSet001\\Services\\Tcpip\\Parameters",
            [text("Hostname", owner.hostname)],
        ),
    ]
    for service in plan.services:
        entries += _service(service, owner)
    return make_hive(make_tree(entries), name="SYSTEM")


def _service(service: Service, owner: Owner) -> list[tuple[str, list[Value]]]:
    key = f"ControlSet001\\Services\\{service.name}"
    texts = (("DisplayName", service.display_name), ("Description", service.description))
    values = [
        expandable("ImagePath", owner.fill(service.image)),
        dword("Start", service.start),
        dword("Type", service.type),
        text("ObjectName", "LocalSystem"),
        *(text(name, value) for name, value in texts if value),
    ]
    module = [(f"{key}\\Parameters", [expandable("ServiceDll", service.module)])]
    return [(key, values), *(module if service.module else [])]


def _software(plan: PcPlan, owner: Owner) -> bytes:
    version = "Microsoft\\Windows NT\\CurrentVersion"
    entries = [
        (
            version,
            [
                text("ProductName", "Windows 10 Pro"),
                text("DisplayVersion", "21H2"),
                text("CurrentBuild", "19044"),
                text("SystemRoot", "C:\\Windows"),
                dword("InstallDate", 1_600_000_000),
            ],
        ),
        (
            f"{version}\\ProfileList\\{owner.sid}",
            [expandable("ProfileImagePath", owner.home)],
        ),
        (
            f"{version}\\ProfileList\\S-1-5-18",
            [expandable("ProfileImagePath", "%systemroot%\\system32\\config\\systemprofile")],
        ),
        (
            f"{version}\\Winlogon",
            [
                text("Shell", "explorer.exe"),
                text("Userinit", "C:\\Windows\\system32\\userinit.exe,"),
            ],
        ),
        (
            "Microsoft\\Security Center\\Provider\\Av\\{D68DDC3A-831F-4FAE-9E44-DA132C1ACF46}",
            [text("DISPLAYNAME", "Windows Defender"), dword("STATE", 0x61100)],
        ),
    ]
    entries += [
        (run.key, [expandable(run.name, owner.fill(run.command))])
        for run in plan.runs
        if run.is_machine
    ]
    return make_hive(make_tree(entries), name="SOFTWARE")


def _ntuser(plan: PcPlan, owner: Owner) -> bytes:
    entries: list[tuple[str, list[Value]]] = [("Software\\Microsoft", [])]
    for run in plan.runs:
        if not run.is_machine:
            key = f"Software\\{run.key}"
            entries.append((key, [text(run.name, owner.fill(run.command))]))
    entries += [_trust(trust) for trust in plan.trusts]
    entries += [(value.key, [binary(value.name, value.data)]) for value in plan.values]
    return make_hive(make_tree(entries), name="NTUSER.DAT")


def _trust(trust: Trust) -> tuple[str, list[Value]]:
    tail = b"\xff\xff\xff\x7f" if trust.has_content_enabled else b"\x01\0\0\0"
    data = filetime(trust.at).to_bytes(8, "little") + bytes(12) + tail
    key = f"Software\\Microsoft\\Office\\16.0\\{trust.application}"
    return f"{key}\\Security\\Trusted Documents\\TrustRecords", [binary(trust.path, data)]


def task_xml(task: PlannedTask) -> str:
    """The task as the Task Scheduler writes it; its owner is not filled in yet."""
    return _TASK.format(
        author=escape(task.author),
        run_as=escape(task.run_as),
        command=escape(task.command),
        arguments=escape(task.arguments),
    )


def _task_file(task: PlannedTask) -> PlannedFile:
    return PlannedFile(
        path=f"C:\\Windows\\System32\\Tasks\\{task.name}",
        data=task_xml(task).encode("utf-16"),
    )
