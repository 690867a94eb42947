"""Workers under the bounds that Windows keeps; each is tried in a process of its own."""

import subprocess
import sys

import pytest

from kakekomi.host.windows.api import library

pytest.importorskip("winreg", reason="needs Windows: make test-windows")

IS_WINE = sys.platform == "win32" and hasattr(library("ntdll"), "wine_get_version")
needs_limits = pytest.mark.skipif(IS_WINE, reason="Wine 8 takes limits of a job and keeps none")

CONFINED = "from kakekomi.check.bounds import *\nlimit_memory()\n"

TAKE_TOO_MUCH = """
kept = bytearray(MAX_MEMORY_BYTES // 2)
try:
    more = bytearray(MAX_MEMORY_BYTES // 2)
except MemoryError:
    print("refused")
"""
START_ANOTHER = """
import subprocess
try:
    subprocess.run([sys.executable, "-c", "print(1)"], check=True)
except (OSError, subprocess.CalledProcessError):
    print("refused")
"""
TELL_MEMBERSHIP = """
import ctypes
from kakekomi.host.windows.api import library
kernel = library("kernel32")
kernel.GetCurrentProcess.restype = ctypes.c_void_p
answer = ctypes.c_int()
kernel.IsProcessInJob(ctypes.c_void_p(kernel.GetCurrentProcess()), None, ctypes.byref(answer))
print(answer.value)
"""
TELL_LIMITS = """
import ctypes
from kakekomi.check.windows_job import EXTENDED_LIMITS, ExtendedLimits
from kakekomi.host.windows.api import library
limits = ExtendedLimits()
library("kernel32").QueryInformationJobObject(
    None, EXTENDED_LIMITS, ctypes.byref(limits), ctypes.sizeof(limits), None
)
print(hex(limits.BasicLimitInformation.LimitFlags))
"""
PARENT = """
import subprocess, sys, time
from kakekomi.check import worker_process
worker_process.PROGRAM = (sys.executable, "-c", "import time; time.sleep(60)")
worker = worker_process.WorkerProcess()
print(worker._process.pid, flush=True)
time.sleep(60)
"""
"""A worker that hears of nothing: its parent's end must reach it all the same."""
_SYNCHRONIZE = 0x0010_0000


def _said(code: str) -> str:
    done = subprocess.run(  # noqa: S603  our own code
        [sys.executable, "-c", CONFINED + code],
        capture_output=True,
        text=True,
        check=False,
        stdin=subprocess.DEVNULL,
        timeout=60,
    )
    return done.stdout.strip()


def test_a_worker_is_in_a_job() -> None:
    assert _said(TELL_MEMBERSHIP) == "1"


@needs_limits
def test_the_job_has_its_limits() -> None:
    assert _said(TELL_LIMITS) == "0x108"


@needs_limits
def test_more_memory_than_a_mail_may_take_is_refused() -> None:
    assert _said(TAKE_TOO_MUCH) == "refused"


@needs_limits
def test_a_worker_starts_no_process() -> None:
    assert _said(START_ANOTHER) == "refused"


def test_a_worker_ends_with_its_parent_whatever_that_ends_of() -> None:
    with subprocess.Popen(  # noqa: S603  our own code
        [sys.executable, "-c", PARENT],
        stdout=subprocess.PIPE,
        stdin=subprocess.DEVNULL,
        text=True,
    ) as parent:
        assert parent.stdout is not None
        pid = int(parent.stdout.readline())
        kernel = library("kernel32")
        worker = kernel.OpenProcess(_SYNCHRONIZE, 0, pid)
        parent.kill()

        ended = kernel.WaitForSingleObject(worker, 20_000)

    assert (worker != 0, ended) == (True, 0)
