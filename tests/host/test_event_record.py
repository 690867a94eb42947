"""What events say, and that any text gives an event, nothing, or our error."""

import json
from collections.abc import Mapping

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.host.event_record import ID_PATTERN, MAX_EVENT_CHARS, Event, Log, event_id, read_event

KEYS = ["#text", "#attributes", "ServiceName", "ImagePath", "TaskContent"]
SHAPES = st.recursive(
    st.none() | st.integers() | st.text(max_size=5),
    lambda one: st.lists(one, max_size=3) | st.dictionaries(st.sampled_from(KEYS), one, max_size=3),
    max_leaves=8,
)
AT = "2022-03-07T01:02:03.000000Z"


def make_text(number: object, data: Mapping[str, object], channel: str = "Security") -> str:
    system = {
        "Provider": {"#attributes": {"Name": "p"}},
        "EventID": number,
        "TimeCreated": {"#attributes": {"SystemTime": AT}},
        "Channel": channel,
        "Computer": "PC-01",
    }
    return json.dumps({"Event": {"System": system, "EventData": data}}, ensure_ascii=False)


def test_a_started_program_says_how_it_was_started() -> None:
    data = {"NewProcessName": "C:\\a\\b.exe", "CommandLine": "b /x", "SubjectUserName": "s"}

    assert read_event(make_text(4688, data), Log.SECURITY) == Event(
        event_id=4688,
        at=AT,
        provider="p",
        channel="Security",
        computer="PC-01",
        name="C:\\a\\b.exe",
        commands=("b /x",),
        program="C:\\a\\b.exe",
        threat=None,
        data=json.dumps(data),
    )


def test_a_started_program_without_its_command_line_stands_for_itself() -> None:
    event = read_event(make_text(4688, {"NewProcessName": "C:\\b.exe"}), Log.SECURITY)

    assert event is not None
    assert event.commands == ("C:\\b.exe",)


def test_a_new_task_gives_the_commands_in_it() -> None:
    task = (
        '<?xml version="1.0" encoding="UTF-16"?><Task xmlns='
        '"http://schemas.microsoft.com/windows/2004/02/mit/task"><Actions><Exec>'
        "<Command>regsvr32.exe</Command><Arguments>/s C:\\a.dll</Arguments></Exec></Actions></Task>"
    )
    event = read_event(make_text(4698, {"TaskName": "\\t", "TaskContent": task}), Log.SECURITY)

    assert event is not None
    assert (event.name, event.commands) == ("\\t", ("regsvr32.exe /s C:\\a.dll",))


def test_a_threat_is_taken_from_defender_only() -> None:
    text = make_text(1116, {"Threat Name": "Trojan:Win32/Emotet"})
    event = read_event(text, Log.DEFENDER)

    assert event is not None
    assert event.threat == "Trojan:Win32/Emotet"
    assert read_event(text, Log.SYSTEM) is None


@pytest.mark.parametrize(
    "number", [7045, "7045", {"#attributes": {"Qualifiers": 16384}, "#text": 7045}]
)
def test_the_number_is_found_however_it_is_wrapped(number: object) -> None:
    assert event_id(make_text(number, {})) == 7045


def test_an_event_without_a_number_has_none() -> None:
    assert ID_PATTERN.search('"EventID":null') is None
    assert event_id("{}") is None


def test_an_event_over_the_cap_is_an_error() -> None:
    with pytest.raises(ParseError, match="cap"):
        read_event(make_text(7045, {"a": "b" * MAX_EVENT_CHARS}), Log.SYSTEM)


@given(st.text())
def test_any_text_is_an_event_or_our_error(text: str) -> None:
    for body in (text, f'{{"Event":{{"System":{{"EventID":7045}},"x":{json.dumps(text)}}}}}'):
        try:
            read_event(body, Log.SYSTEM)
        except ParseError:
            continue


@given(SHAPES)
def test_any_shape_of_data_is_an_event(data: object) -> None:
    text = make_text(7045, {}).replace('"EventData": {}', f'"EventData": {json.dumps(data)}')

    assert read_event(text, Log.SYSTEM) is not None
