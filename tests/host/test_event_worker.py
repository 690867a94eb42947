"""What the worker gives for whole and damaged logs, and how it answers."""

import io
from typing import Final

from host.test_event_logs import AT, DLL, make_started
from kakekomi.drill.evtx import LogEvent, make_event_log
from kakekomi.host import event_worker

STARTED: Final = make_started(f"regsvr32.exe {DLL}", "C:\\Windows\\System32\\regsvr32.exe")
UNWANTED: Final = LogEvent(event_id=4624, provider="x", channel="Security", at=AT)


def _answered(*questions: bytes) -> list[bytes | None]:
    asked, answered = io.BytesIO(), io.BytesIO()
    for question in questions:
        event_worker.send(asked, question)
    asked.seek(0)
    event_worker.serve(asked, answered)
    answered.seek(0)
    frames = []
    while answered.tell() < len(answered.getvalue()):
        frames.append(event_worker.receive(answered))
    return frames


def test_each_log_is_answered_with_its_records_and_an_end() -> None:
    log = b"Security.evtx\0" + make_event_log([STARTED, UNWANTED, STARTED])

    first, second, end, damaged, last = _answered(log, b"System.evtx\0x")

    assert [frame[:2] for frame in (first, second) if frame] == [b"R{", b"R{"]
    assert (end, damaged, last) == (b"", b"Edamaged", b"")


def test_a_question_that_breaks_off_is_not_answered() -> None:
    assert event_worker.receive(io.BytesIO(b"\x05\0\0\0abc")) is None
    assert event_worker.receive(io.BytesIO(b"\xff\xff\xff\xff")) is None
