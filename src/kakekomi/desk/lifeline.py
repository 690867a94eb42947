"""A child ends when its parent is gone, even if the parent was killed and could say nothing.

The parent holds the other end of the child's standard input and never writes. When the parent ends,
in whatever way, the system closes that end, and the child reads the end of the file.
"""

import os
import signal
import subprocess
import threading
from collections.abc import Sequence
from typing import Final

LIFELINE: Final = "KAKEKOMI_DESK_LIFELINE"
"""Set for children only: a command that somebody types keeps its standard input."""


def start_child(command: Sequence[str], passed: Sequence[int] = ()) -> subprocess.Popen[bytes]:
    """Start a process that ends with this one."""
    return subprocess.Popen(  # noqa: S603  ours
        command,
        stdin=subprocess.PIPE,
        pass_fds=passed,
        env={**os.environ, LIFELINE: "1"},
    )


def end_with_parent() -> None:
    """In a child: end as if asked to, when the parent is gone."""
    if os.environ.pop(LIFELINE, "") == "1":
        threading.Thread(target=_wait, name="lifeline", daemon=True).start()


def _wait() -> None:
    while os.read(0, 1):
        pass
    os.kill(os.getpid(), signal.SIGTERM)
