"""Bounds that Windows keeps around worker processes, by job objects.

A worker puts itself into a job that refuses it more memory and any process of its own: a mail that
takes a reader over can then neither eat the memory nor start a program. Its parent puts it into
another job, which ends with the parent, whatever that ends of: no worker is left behind.

Jobs may be nested since Windows 8; where one is refused, the bounds of time remain.

Layout of what is set (little-endian, 64 bits)::

    offset  size  field
    16      4     flags: 0x8 processes, 0x100 memory of a process, 0x2000 end with the last handle
    40      4     most processes
    112     8     most memory of a process, in bytes: what it has committed

Source: Microsoft Learn, "JOBOBJECT_EXTENDED_LIMIT_INFORMATION structure (winnt.h)"
"""

import ctypes
from ctypes import wintypes
from functools import cache
from typing import Final

from kakekomi.host.windows.api import Library, failure, library

LIMIT_ACTIVE_PROCESS: Final = 0x8
LIMIT_PROCESS_MEMORY: Final = 0x100
LIMIT_KILL_ON_CLOSE: Final = 0x2000
EXTENDED_LIMITS: Final = 9
"""Number of the structure among those that a job knows."""
SET_QUOTA_AND_TERMINATE: Final = 0x0100 | 0x0001
"""Rights that are asked for a process which is put into a job."""


class BasicLimits(ctypes.Structure):
    """The first part of the structure; names as Windows has them."""

    _fields_ = (
        ("PerProcessUserTimeLimit", ctypes.c_int64),
        ("PerJobUserTimeLimit", ctypes.c_int64),
        ("LimitFlags", ctypes.c_uint32),
        ("MinimumWorkingSetSize", ctypes.c_size_t),
        ("MaximumWorkingSetSize", ctypes.c_size_t),
        ("ActiveProcessLimit", ctypes.c_uint32),
        ("Affinity", ctypes.c_size_t),
        ("PriorityClass", ctypes.c_uint32),
        ("SchedulingClass", ctypes.c_uint32),
    )


class ExtendedLimits(ctypes.Structure):
    """The whole."""

    _fields_ = (
        ("BasicLimitInformation", BasicLimits),
        ("IoInfo", ctypes.c_uint64 * 6),
        ("ProcessMemoryLimit", ctypes.c_size_t),
        ("JobMemoryLimit", ctypes.c_size_t),
        ("PeakProcessMemoryUsed", ctypes.c_size_t),
        ("PeakJobMemoryUsed", ctypes.c_size_t),
    )


def confine_this_process(memory_bytes: int, kernel: Library | None = None) -> None:
    """Have Windows refuse this process more memory than that, and processes of its own.

    Raises:
        UnavailableError, NotPermittedError: Windows refuses the job.
    """
    kernel = kernel or library("kernel32")
    limits = ExtendedLimits(ProcessMemoryLimit=memory_bytes)
    limits.BasicLimitInformation.LimitFlags = LIMIT_PROCESS_MEMORY | LIMIT_ACTIVE_PROCESS
    limits.BasicLimitInformation.ActiveProcessLimit = 1
    job = _job(kernel, limits)
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    _assign(kernel, job, kernel.GetCurrentProcess())


def end_with_this_process(pid: int, kernel: Library | None = None) -> None:
    """Have the process ``pid`` ended when this one ends.

    Raises:
        UnavailableError, NotPermittedError: Windows refuses it, or the process is gone.
    """
    kernel = kernel or library("kernel32")
    kernel.OpenProcess.restype = wintypes.HANDLE
    opened = kernel.OpenProcess(SET_QUOTA_AND_TERMINATE, 0, pid)
    if not opened:
        raise failure(f"process {pid}")
    try:
        _assign(kernel, _leash(kernel), opened)
    finally:
        kernel.CloseHandle(wintypes.HANDLE(opened))


@cache
def _leash(kernel: Library) -> int:
    """The one job for all workers; its handle is closed by the end of this process alone."""
    limits = ExtendedLimits()
    limits.BasicLimitInformation.LimitFlags = LIMIT_KILL_ON_CLOSE
    return _job(kernel, limits)


def _job(kernel: Library, limits: ExtendedLimits) -> int:
    kernel.CreateJobObjectW.restype = wintypes.HANDLE
    job: int | None = kernel.CreateJobObjectW(None, None)
    if not job:
        raise failure("job object")
    size = ctypes.sizeof(limits)
    handle = wintypes.HANDLE(job)
    if not kernel.SetInformationJobObject(handle, EXTENDED_LIMITS, ctypes.byref(limits), size):
        raise failure("limits of a job object")
    return job


def _assign(kernel: Library, job: int, process: int) -> None:
    if not kernel.AssignProcessToJobObject(wintypes.HANDLE(job), wintypes.HANDLE(process)):
        raise failure("process of a job object")
