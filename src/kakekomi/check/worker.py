"""The process that reads mail: hostile bytes are taken apart here and nowhere else.

Started by ``workers``; takes frames on standard input: first the setup, then shards, each of which
is answered by a frame (or files that were handed in, the same way); or an archive, whose mails
are sent back. Standard output is kept for frames: what a library prints goes nowhere. With the
number of a socket as its argument it reads nothing itself and divides, see ``nursery``.
"""

import os
import pickle
import signal
import sys
from typing import TYPE_CHECKING, BinaryIO, Final

from kakekomi.check.frames import receive, send

if TYPE_CHECKING:
    from kakekomi.check.mail_shard import ShardChecker
    from kakekomi.check.reading import Reading
    from kakekomi.check.upload_work import UploadChecker

FAULT_STATUS: Final = 3
"""With which the process ends over a fault of ours."""


def main() -> None:
    """Serve until nobody sends any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl+C is for the parent, who then ends us
    answers = os.fdopen(os.dup(1), "wb")
    os.dup2(os.open(os.devnull, os.O_WRONLY), 1)
    questions = sys.stdin.buffer
    from kakekomi.check import mail_shard  # noqa: PLC0415  while the setup is on its way
    from kakekomi.check.shard import Setup  # noqa: PLC0415
    from kakekomi.check.upload import UploadSetup  # noqa: PLC0415

    setup = receive(questions)
    if setup is None:
        return
    work = pickle.loads(setup)  # noqa: S301  from our parent, who made it
    if isinstance(work, Setup):
        _check(mail_shard.ShardChecker(work), questions, answers)
    elif isinstance(work, UploadSetup) and len(sys.argv) > 1:
        from kakekomi.check.nursery_work import serve  # noqa: PLC0415  the same

        serve(work, int(sys.argv[1]))
    elif isinstance(work, UploadSetup):
        from kakekomi.check.upload_work import UploadChecker  # noqa: PLC0415  for the desk only

        _check(UploadChecker(work), questions, answers)
    else:
        _read(work, answers)


def _check(checker: "ShardChecker | UploadChecker", questions: BinaryIO, answers: BinaryIO) -> None:
    while (shard := receive(questions)) is not None:
        send(answers, checker.check(pickle.loads(shard)))  # noqa: S301  as above


def _read(reading: "Reading", answers: BinaryIO) -> None:
    from kakekomi.check.bounds import Watch  # noqa: PLC0415
    from kakekomi.check.reading import READ_S, frames  # noqa: PLC0415

    watch = Watch()
    watch.allow(READ_S)
    for frame in frames(reading):
        watch.rest()
        send(answers, frame)
        watch.allow(READ_S)


if __name__ == "__main__":
    try:
        main()
    except BaseException:  # noqa: BLE001  the parent tells what this means; a trace helps nobody
        os._exit(FAULT_STATUS)
    os._exit(0)
