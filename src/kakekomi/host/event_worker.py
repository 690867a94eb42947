"""Take event logs apart in a process of its own: the reader is native code, and logs may be forged.

What the reader does with a forged log, whether it crashes, spins or fills the memory, happens here
and ends with this process; ``event_reader`` is the side that waits, and ends it when time is up.

Frames, on both pipes::

    0    4    length of what follows, little-endian
    4    …    question: the log's file name, a NUL, the log's bytes
              answer: R and a record as JSON; E and why the records are not all; nothing: the end
"""

import io
import struct
import sys
from collections.abc import Iterator
from typing import IO, Final

from kakekomi.facts.gap import Why
from kakekomi.host.event_record import WANTED, Log, event_id

LENGTH: Final = struct.Struct("<I")
RECORD: Final = b"R"
END: Final = b"E"
MAX_FRAME_BYTES: Final = 256 * 1024 * 1024
"""A log of 64 MB is the longest that is asked."""
MAX_RECORDS: Final = 200_000
"""Of one log: 20 MB hold some 30,000."""
MAX_MEMORY_BYTES: Final = 1024 * 1024 * 1024
"""A log of 64 MB twice, its chunks and the reader; a forged one may ask for any number."""


def texts(data: bytes, log: Log) -> Iterator[str | Why]:
    """Each record of a kind that is wanted as JSON, or why there are not all."""
    try:
        from evtx import PyEvtxParser  # noqa: PLC0415  a native library, for logs only
    except ImportError:
        yield Why.UNSUPPORTED
        return
    try:
        records = iter(PyEvtxParser(io.BytesIO(data), number_of_threads=1).records_json())
    except (OSError, RuntimeError):
        yield Why.DAMAGED
        return
    for _ in range(MAX_RECORDS):
        try:
            record = next(records)
        except StopIteration:
            return
        except (OSError, RuntimeError):
            yield Why.DAMAGED
            continue
        if record and event_id(text := str(record["data"])) in WANTED[log]:
            yield text
    yield Why.LIMIT


def send(pipe: IO[bytes], data: bytes) -> None:
    """One frame. Raises: OSError."""
    pipe.write(LENGTH.pack(len(data)) + data)


def receive(pipe: IO[bytes]) -> bytes | None:
    """One frame; None at the end of the pipe, in the middle of a frame or for one over the cap."""
    head = pipe.read(LENGTH.size)
    if len(head) < LENGTH.size:
        return None
    (size,) = LENGTH.unpack(head)
    if size > MAX_FRAME_BYTES:
        return None
    data = pipe.read(size)
    return data if len(data) == size else None


def serve(questions: IO[bytes], answers: IO[bytes]) -> None:
    """Answer until nobody asks any more."""
    while (question := receive(questions)) is not None:
        name, _, data = question.partition(b"\0")
        for text in texts(data, Log(name.decode())):
            is_reason = isinstance(text, Why)
            send(answers, (END if is_reason else RECORD) + text.encode("utf-8", "replace"))
        send(answers, b"")
        answers.flush()


def _limit_memory() -> None:
    """Windows has no such limit for a process alone; there time is the only bound."""
    if sys.platform != "win32":
        import resource  # noqa: PLC0415  not on Windows

        resource.setrlimit(resource.RLIMIT_AS, (MAX_MEMORY_BYTES, MAX_MEMORY_BYTES))


if __name__ == "__main__":
    _limit_memory()
    serve(sys.stdin.buffer, sys.stdout.buffer)
