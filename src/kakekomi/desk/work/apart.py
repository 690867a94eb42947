"""Read what came from outside in a process of its own, under limits, and hear how far it is.

The process gets a request and sends frames of declared shapes: numbers while it works, bytes at
the end. What it says is never unpickled. It ends with its parent, and when its time is over.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Callable
from contextlib import suppress
from multiprocessing.connection import Connection
from typing import Final

import msgspec

from kakekomi.check.bounds import limit_memory
from kakekomi.desk.work.judging import end_with_process
from kakekomi.facts.errors import ParseError

LOOK_S: Final = 0.5
"""Between two looks whether the process still lives."""

MAX_FRAME_BYTES: Final = 128 * 1024 * 1024
"""Two hundred thousand people have thirty."""

Tell = Callable[[int], None]
"""Says how much is done."""

Task = Callable[[bytes, Tell], bytes]
"""What the process does; a function of a module."""


class Frame(msgspec.Struct, frozen=True, array_like=True):
    """What the process says."""

    done: int
    answer: bytes | None = None


def ask(task: Task, request: bytes, *, most_s: float, heard: Tell | None = None) -> bytes:
    """What the task makes of the request.

    Raises:
        ParseError: the process ended without an answer: the input is to blame, or its size.
    """
    context = multiprocessing.get_context("spawn")
    ours, theirs = context.Pipe()
    process = context.Process(target=_work, args=(theirs, task, request, os.getpid()), daemon=True)
    process.start()
    theirs.close()
    try:
        return _answer(ours, time.monotonic() + most_s, heard)
    finally:
        process.kill()
        process.join()
        ours.close()


def _answer(ours: Connection, ends_s: float, heard: Tell | None) -> bytes:
    while time.monotonic() < ends_s:
        if not ours.poll(LOOK_S):
            continue
        try:
            frame = msgspec.msgpack.decode(ours.recv_bytes(MAX_FRAME_BYTES), type=Frame)
        except (EOFError, OSError, msgspec.DecodeError) as error:
            raise ParseError(
                "what was handed in made an end of the process that read it"
            ) from error
        if frame.answer is not None:
            return frame.answer
        if heard is not None:
            heard(frame.done)
    raise ParseError("what was handed in took too long to read")


def _work(theirs: Connection, task: Task, request: bytes, parent: int) -> None:
    threading.Thread(target=end_with_process, args=(parent,), daemon=True).start()
    limit_memory()

    def tell(done: int) -> None:
        theirs.send_bytes(msgspec.msgpack.encode(Frame(done)))

    with suppress(OSError):  # nobody listens any more
        theirs.send_bytes(msgspec.msgpack.encode(Frame(0, task(request, tell))))
