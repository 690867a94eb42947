"""Plant what the drill's plans say on the Windows that this runs on, and take it away again.

Files are harmless: stubs without code or, where something has to run, programs that only sleep.
Nothing that is there already is written over.
"""

import contextlib
import os
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from types import TracebackType
from typing import Any, Final

import pytest

from kakekomi.drill.hive import filetime
from kakekomi.drill.pc_plan import PcPlan, PlannedFile, Run, Service, Trust, UserValue
from kakekomi.drill.pc_root import Owner, task_xml
from kakekomi.host.windows.whoami import whoami

STUBS: Final = Path("C:\\stubs")
SERVICES: Final = "SYSTEM\\CurrentControlSet\\Services"
OFFICE: Final = "Software\\Microsoft\\Office\\16.0"

winreg: Any = pytest.importorskip("winreg", reason="needs Windows: make test-windows")


def owner() -> Owner:
    """Whom the tests run as."""
    me = whoami()
    return Owner(user=me.username, sid=me.sid)


class Planted:
    """What was planted; taken away at the end, the last first."""

    def __init__(self) -> None:
        self.owner = owner()
        self._undo = contextlib.ExitStack()

    def __enter__(self) -> "Planted":
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        trace: TracebackType | None,
    ) -> None:
        self._undo.close()

    def plan(self, plan: PcPlan) -> None:
        """All of a plan."""
        for file in plan.files:
            self.file(file)
        for run in plan.runs:
            self._run(run)
        for service in plan.services:
            self._service(service)
        for task in plan.tasks:
            path = f"C:\\Windows\\System32\\Tasks\\{task.name}"
            self.file(PlannedFile(path=path, data=self.owner.fill(task_xml(task)).encode("utf-16")))
        for trust in plan.trusts:
            self._trust(trust)
        for value in plan.values:
            self._user_value(value)
        for file in plan.files:
            self._folder_time(file)

    def file(self, planned: PlannedFile) -> Path:
        """A file with its time; its new folders go with it."""
        path = Path(self.owner.fill(planned.path))
        self._folder(path.parent)
        if not path.exists():
            self._undo.callback(path.unlink, missing_ok=True)
            with path.open("wb") as stream:
                stream.write(planned.data)
                if planned.padded_to_bytes:
                    stream.truncate(planned.padded_to_bytes)
            moment = planned.modified_at.timestamp()
            os.utime(path, (moment, moment))
        return path

    def copy(self, stub: str, path: str) -> Path:
        """A stub that can run, under another name."""
        target = Path(self.owner.fill(path))
        self._folder(target.parent)
        self._undo.callback(target.unlink, missing_ok=True)
        shutil.copy(STUBS / stub, target)
        return target

    def move(self, path: Path, to: str) -> None:
        """The file to another name, as a running program's can be."""
        target = Path(self.owner.fill(to))
        path.rename(target)
        self._undo.callback(target.rename, path)

    def start(self, *command: str) -> int:
        """A program that sleeps; its process id."""
        process = subprocess.Popen(  # noqa: S603  our own stubs
            command,
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        self._undo.callback(process.wait)
        self._undo.callback(process.kill)
        return process.pid

    def ends(self, process: "subprocess.Popen[bytes]") -> None:
        """A program that a test started, and the pipe that it writes to."""
        if process.stdout is not None:
            self._undo.callback(process.stdout.close)
        self._undo.callback(process.wait)
        self._undo.callback(process.kill)

    def value(self, root: int, key: str, name: str, *, kind: int, data: object) -> None:
        """A registry value; keys that it needs go with it."""
        self._key(root, key)
        with winreg.OpenKey(root, key, access=winreg.KEY_SET_VALUE) as opened:
            winreg.SetValueEx(opened, name, 0, kind, data)
        self._undo.callback(self._remove_value, root, key, name)

    def _folder(self, path: Path) -> None:
        if not path.exists():
            self._folder(path.parent)
            path.mkdir()
            self._undo.callback(path.rmdir)

    def _folder_time(self, planned: PlannedFile) -> None:
        if planned.folder_modified_at:
            moment = planned.folder_modified_at.timestamp()
            folder = Path(self.owner.fill(planned.path)).parent
            if folder != Path(self.owner.home):
                os.utime(folder, (moment, moment))

    def _key(self, root: int, key: str) -> None:
        with contextlib.suppress(FileNotFoundError), winreg.OpenKey(root, key):
            return
        parent = key.rpartition("\\")[0]
        if parent:
            self._key(root, parent)
        winreg.CreateKey(root, key).Close()
        self._undo.callback(winreg.DeleteKey, root, key)

    def _remove_value(self, root: int, key: str, name: str) -> None:
        key_to_write = winreg.OpenKey(root, key, access=winreg.KEY_SET_VALUE)
        with key_to_write as opened, contextlib.suppress(FileNotFoundError):
            winreg.DeleteValue(opened, name)

    def _run(self, run: Run) -> None:
        root = winreg.HKEY_LOCAL_MACHINE if run.is_machine else winreg.HKEY_CURRENT_USER
        command = self.owner.fill(run.command)
        self.value(root, f"Software\\{run.key}", run.name, kind=winreg.REG_SZ, data=command)

    def _service(self, service: Service) -> None:
        key = f"{SERVICES}\\{service.name}"
        texts = {
            "ImagePath": self.owner.fill(service.image),
            "DisplayName": service.display_name,
            "Description": service.description,
            "ObjectName": "LocalSystem",
        }
        for name, text in texts.items():
            if text:
                self.value(
                    winreg.HKEY_LOCAL_MACHINE, key, name, kind=winreg.REG_EXPAND_SZ, data=text
                )
        for name, number in (("Start", service.start), ("Type", service.type)):
            self.value(winreg.HKEY_LOCAL_MACHINE, key, name, kind=winreg.REG_DWORD, data=number)

    def _trust(self, trust: Trust) -> None:
        tail = b"\xff\xff\xff\x7f" if trust.has_content_enabled else b"\x01\0\0\0"
        self.value(
            winreg.HKEY_CURRENT_USER,
            f"{OFFICE}\\{trust.application}\\Security\\Trusted Documents\\TrustRecords",
            trust.path,
            kind=winreg.REG_BINARY,
            data=filetime(trust.at).to_bytes(8, "little") + bytes(12) + tail,
        )

    def _user_value(self, value: UserValue) -> None:
        self.value(
            winreg.HKEY_CURRENT_USER,
            value.key,
            value.name,
            kind=winreg.REG_BINARY,
            data=value.data,
        )


@contextlib.contextmanager
def planted() -> Iterator[Planted]:
    """A place to plant in."""
    with Planted() as place:
        yield place
