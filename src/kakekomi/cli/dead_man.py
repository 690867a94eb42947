"""The program that waits beside a PC whose network was cut: see ``respond.dead_man``.

``respond apply --lift-after MINUTES`` starts it apart from itself, without a window. A restart of
the PC ends it; then the cut stays until somebody runs ``undo``.
"""

import subprocess
import sys
import time
from collections.abc import Callable
from datetime import timedelta
from pathlib import Path
from typing import Final

from kakekomi.check.judging import now
from kakekomi.cli.respond import RespondFormat
from kakekomi.respond import dead_man

EACH_S: Final = 20
"""Between two looks whether somebody was there."""
_DETACHED: Final = 0x0000_0008 | 0x0000_0200
"""DETACHED_PROCESS and CREATE_NEW_PROCESS_GROUP: closing the window does not end it."""


def start(journal: Path, minutes: int) -> None:
    """Start it. Raises: OSError."""
    subprocess.Popen(  # noqa: S603  ourselves
        [sys.executable, "-B", "-m", "kakekomi.cli.dead_man", str(journal), str(minutes)],
        stdin=subprocess.DEVNULL,
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        creationflags=_DETACHED if sys.platform == "win32" else 0,
        start_new_session=sys.platform != "win32",
    )


def wait(store: Path, minutes: int, sleep: Callable[[float], None] = time.sleep) -> bool:
    """Whether nobody was there all the time."""
    since = now()
    until = since + timedelta(minutes=minutes)
    while now() < until:
        if dead_man.is_attended(store, since):
            return False
        sleep(EACH_S)
    return not dead_man.is_attended(store, since)


def main(arguments: list[str]) -> int:
    """Wait, look, decide, write down."""
    from kakekomi.cli.respond_commands import Response, store_of  # noqa: PLC0415  after waiting

    journal, minutes = Path(arguments[0]), int(arguments[1])
    if not wait(store_of(journal), minutes):
        return 0
    response = Response.of(None, str(journal), RespondFormat.JSON, None)
    return response.lift()


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
