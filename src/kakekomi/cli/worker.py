"""The process that reads mail: hostile bytes are taken apart here and nowhere else.

Started by ``workers``; takes frames on standard input (first the setup, then shards) and answers
each shard by a frame. Standard output is kept for frames: what a library prints goes nowhere.
"""

import os
import pickle
import signal
import sys
from typing import Final

from kakekomi.cli.frames import receive, send

FAULT_STATUS: Final = 3
"""With which the process ends over a fault of ours."""


def main() -> None:
    """Serve until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, who then ends us
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    questions = sys.stdin.buffer
    from kakekomi.cli.mail_shard import ShardChecker  # noqa: PLC0415  while the setup is on its way

    setup = receive(questions)
    if setup is None:
        return
    checker = ShardChecker(pickle.loads(setup))  # noqa: S301  from our parent, who made it
    while (shard := receive(questions)) is not None:
        send(answers, checker.check(pickle.loads(shard)))  # noqa: S301  the same


if __name__ == "__main__":
    try:
        main()
    except BaseException:  # noqa: BLE001  the parent tells what this means; a trace helps nobody
        os._exit(FAULT_STATUS)
    os._exit(0)
