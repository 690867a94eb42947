"""Run an antivirus program and hand on what it says: the rim that tests replace.

It runs for hours and prints a line a file, so lines are handed on as they come and nothing is
piled up. However it is left, by an error or by Ctrl+C, the program is ended with it: a scan that
goes on unseen would slow the PC down and tell nobody.
"""

import os
import shutil
import subprocess
from collections.abc import Callable, Sequence
from typing import Final

from kakekomi.facts.errors import UnavailableError

MAX_LINE_BYTES: Final = 70_000
"""The longest Windows path in UTF-8 and a name; a longer line is handed on in pieces."""
END_LIMIT_S: Final = 10
"""For a program that was asked to end; then it is ended by force."""

OnLine = Callable[[bytes], None]
Run = Callable[[Sequence[str], OnLine], int]
"""Program and arguments; the exit status. Raises: UnavailableError if it can't be started."""


def run_program(arguments: Sequence[str], on_line: OnLine) -> int:
    """Its output line by line, errors among them; the exit status."""
    try:
        process = subprocess.Popen(  # noqa: S603  the user's own antivirus, without a shell
            list(arguments),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            env={**os.environ, "LC_ALL": "C.UTF-8"},
        )
    except OSError as error:
        raise UnavailableError(f"{arguments[0]}: can't be started ({error.strerror})") from error
    try:
        stream = process.stdout
        while stream is not None and (line := stream.readline(MAX_LINE_BYTES)):
            on_line(line)
        return process.wait()
    finally:
        _end(process)


def _end(process: "subprocess.Popen[bytes]") -> None:
    if process.poll() is None:
        process.terminate()
        try:
            process.wait(END_LIMIT_S)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
    if process.stdout is not None:
        process.stdout.close()


def find_program(name: str) -> str | None:
    """Where it lies, by the search path; None if it is not installed."""
    return shutil.which(name)
