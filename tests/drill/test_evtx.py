"""Event logs of our own are read by the library that reads real ones."""

import io
import json
from datetime import UTC, datetime

import pytest
from evtx import PyEvtxParser

from kakekomi.drill.evtx import LogEvent, make_event_log

AT = datetime(2022, 3, 7, 1, 2, 3, tzinfo=UTC)


def _read(data: bytes) -> list[dict[str, object]]:
    records = PyEvtxParser(io.BytesIO(data), number_of_threads=1).records_json()
    return [json.loads(record["data"])["Event"] for record in records if record]


def test_events_are_read_back_whole() -> None:
    event = LogEvent(
        event_id=7045,
        provider="Service Control Manager",
        channel="System",
        at=AT,
        data={"ServiceName": "名", "ImagePath": "C:\\a.exe"},
    )

    assert _read(make_event_log([event])) == [
        {
            "System": {
                "Provider": {"#attributes": {"Name": "Service Control Manager"}},
                "EventID": "7045",
                "Level": "4",
                "TimeCreated": {"#attributes": {"SystemTime": "2022-03-07T01:02:03.000000Z"}},
                "EventRecordID": "1",
                "Channel": "System",
                "Computer": "PC-01",
            },
            "EventData": {"ServiceName": "名", "ImagePath": "C:\\a.exe"},
        }
    ]


def test_a_log_may_be_empty() -> None:
    assert _read(make_event_log([])) == []


def test_more_than_a_chunk_holds_is_refused() -> None:
    event = LogEvent(event_id=1, provider="a", channel="b", at=AT, data={"c": "d" * 30_000})
    with pytest.raises(ValueError, match="too many"):
        make_event_log([event, event])
