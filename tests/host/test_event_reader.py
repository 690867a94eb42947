"""A worker that crashes, spins or cannot be started costs one log, not the check."""

import sys

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from host.test_event_worker import STARTED
from kakekomi.drill.evtx import make_event_log
from kakekomi.facts.gap import Why
from kakekomi.host import event_reader
from kakekomi.host.event_reader import EventReader
from kakekomi.host.event_record import Log

LOG = make_event_log([STARTED])


def _program(code: str) -> tuple[str, ...]:
    return (sys.executable, "-c", code)


def test_the_records_of_several_logs_come_through_one_process() -> None:
    with EventReader() as reader:
        found = [list(reader.texts(log, LOG)) for log in (Log.SECURITY, Log.SYSTEM, Log.SECURITY)]

    assert [len(texts) for texts in found] == [1, 0, 1]
    assert found[0] == found[2]


def test_a_worker_that_crashes_is_damage_and_the_next_log_gets_another() -> None:
    code = "import os, sys; sys.stdin.buffer.read(9); os.abort()"
    with EventReader(program=_program(code)) as reader:
        found = [list(reader.texts(log, LOG)) for log in (Log.SECURITY, Log.SYSTEM)]

    assert found == [[Why.DAMAGED], [Why.DAMAGED]]


def test_a_worker_that_spins_is_ended_when_its_time_is_up() -> None:
    spins = _program("import time; time.sleep(600)")
    with EventReader(program=spins, max_log_s=0.3) as reader:
        assert list(reader.texts(Log.SECURITY, LOG)) == [Why.LIMIT]


def test_when_the_time_for_all_is_used_up_the_rest_is_not_read(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(event_reader, "MAX_ALL_S", 0.0)
    with EventReader() as reader:
        assert list(reader.texts(Log.SECURITY, LOG)) == [Why.LIMIT]


def test_where_no_process_can_be_started_logs_cannot_be_read() -> None:
    with EventReader(program=("/no/such/program",)) as reader:
        assert list(reader.texts(Log.SECURITY, LOG)) == [Why.UNSUPPORTED]


def test_a_byte_that_makes_the_native_reader_spin_costs_its_time_and_no_more() -> None:
    chunk, strings = 4096, 128
    spinning = bytearray(LOG)
    spinning[chunk + strings] = 40  # a table of names that leads back to itself

    with EventReader(max_log_s=1.0) as reader:
        found = [list(reader.texts(Log.SECURITY, data)) for data in (bytes(spinning), LOG)]

    assert found[0] == [Why.LIMIT]
    assert len(found[1]) == 1


@settings(max_examples=25, deadline=None)
@given(st.integers(0, 1500), st.binary(min_size=1, max_size=8))
def test_any_damage_gives_texts_or_a_reason(at: int, damage: bytes) -> None:
    start = 4096 + at
    damaged = LOG[:start] + damage + LOG[start + len(damage) :]

    with EventReader(max_log_s=0.5) as reader:
        for text in reader.texts(Log.SECURITY, damaged):
            assert isinstance(text, (str, Why))
