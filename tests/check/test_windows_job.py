"""What Windows is asked, before a made Windows; tests/windows asks a real one."""

import ctypes
from dataclasses import dataclass, field
from typing import Any

import pytest

from kakekomi.check import windows_job
from kakekomi.check.windows_job import ExtendedLimits
from kakekomi.facts.errors import UnavailableError

CURRENT = 2**64 - 1
"""The handle by which a process knows itself."""


class _Call:
    """A function of the library: ctypes sets ``restype`` on it."""

    restype: object = None

    def __init__(self, do: Any) -> None:  # noqa: ANN401  any function
        self._do = do

    def __call__(self, *arguments: object) -> int:
        return int(self._do(*arguments))


@dataclass(eq=False)
class FakeKernel:
    """Keeps what jobs were told; refuses the call named."""

    refuses: str = ""
    limits: list[tuple[int, int, int, int]] = field(default_factory=list)
    """Job, flags, most processes, most memory."""
    members: list[tuple[int, int]] = field(default_factory=list)
    closed: list[int] = field(default_factory=list)
    jobs: int = 100

    def __getattr__(self, name: str) -> _Call:
        if name.startswith("_"):
            raise AttributeError(name)
        return _Call((lambda *_: 0) if name == self.refuses else getattr(self, f"_{name}"))

    def _CreateJobObjectW(self, *_: object) -> int:  # noqa: N802  Windows' name
        self.jobs += 1
        return self.jobs

    def _SetInformationJobObject(self, job: Any, kind: int, pointer: Any, size: int) -> int:  # noqa: N802, ANN401
        found = ctypes.cast(pointer, ctypes.POINTER(ExtendedLimits)).contents
        assert (kind, size) == (9, ctypes.sizeof(ExtendedLimits))
        basic = found.BasicLimitInformation
        self.limits.append(
            (job.value, basic.LimitFlags, basic.ActiveProcessLimit, found.ProcessMemoryLimit)
        )
        return 1

    def _AssignProcessToJobObject(self, job: Any, process: Any) -> int:  # noqa: N802, ANN401
        self.members.append((job.value, process.value))
        return 1

    def _GetCurrentProcess(self) -> int:  # noqa: N802
        return CURRENT

    def _OpenProcess(self, rights: int, inherit: int, pid: int) -> int:  # noqa: N802
        assert (rights, inherit) == (0x101, 0)
        return pid + 1_000

    def _CloseHandle(self, handle: Any) -> int:  # noqa: N802, ANN401
        self.closed.append(handle.value)
        return 1


def test_the_structure_lies_as_windows_reads_it() -> None:
    limits = ExtendedLimits(ProcessMemoryLimit=0x1122334455)
    limits.BasicLimitInformation.LimitFlags = 0x2108
    limits.BasicLimitInformation.ActiveProcessLimit = 1

    raw = bytes(limits)

    assert (len(raw), raw[16:20], raw[40:44]) == (144, b"\x08\x21\0\0", b"\1\0\0\0")
    assert raw[112:120] == b"\x55\x44\x33\x22\x11\0\0\0"


def test_a_worker_is_refused_more_memory_and_processes_of_its_own() -> None:
    kernel = FakeKernel()

    windows_job.confine_this_process(600, kernel)

    assert (kernel.limits, kernel.members) == ([(101, 0x108, 1, 600)], [(101, CURRENT)])


def test_all_workers_are_in_one_job_that_ends_with_the_parent() -> None:
    kernel = FakeKernel()

    windows_job.end_with_this_process(7, kernel)
    windows_job.end_with_this_process(8, kernel)

    assert kernel.limits == [(101, 0x2000, 0, 0)]
    assert kernel.members == [(101, 1_007), (101, 1_008)]
    assert kernel.closed == [1_007, 1_008]


@pytest.mark.parametrize(
    "call", ["CreateJobObjectW", "SetInformationJobObject", "AssignProcessToJobObject"]
)
def test_a_refused_job_is_told(call: str) -> None:
    kernel = FakeKernel(refuses=call)

    with pytest.raises(UnavailableError):
        windows_job.confine_this_process(600, kernel)


def test_a_process_that_is_gone_is_told() -> None:
    with pytest.raises(UnavailableError, match="process 7"):
        windows_job.end_with_this_process(7, FakeKernel(refuses="OpenProcess"))
