"""What one event says, from the JSON that a reader of logs gives.

Read are, by log: a program was started (Security 4688, Sysmon 1), a service set up (System 7045,
Security 4697), a task set up (Security 4698), a scan begun or at its end (Microsoft Defender 1000,
1001), a threat found (1116, 1117), an Office warning shown (OAlerts 300). Anything else is passed
over before it is decoded.

Layout::

    Event.System     Provider.#attributes.Name, EventID (a number, or #text), TimeCreated, Channel …
    Event.EventData  a value for each name

Source: https://learn.microsoft.com/windows/security/threat-protection/auditing/ (the events'
pages); Sysmon's and Microsoft Defender's lists of events
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.host.scheduled_task import parse_task

MAX_EVENT_CHARS: Final = 200_000
"""The longest has a task or script in it: 64 thousand letters."""
MAX_DATA_CHARS: Final = 4_096
"""What a person reads of an event; command lines have a place of their own."""

ID_PATTERN: Final = re.compile(
    r'"EventID":\s{0,4}(?:\{[^{}]{0,80}(?:\{[^{}]{0,80}\})?[^{}]{0,80}"#text":\s{0,4})?"?(\d{1,5})\b'
)
"""Takes ``"EventID":7045`` and ``"EventID":{"#attributes":{"Qualifiers":1},"#text":7045``; refuses
``"EventID":null``."""


class Log(StrEnum):
    """Logs that are read; the value is the file's name."""

    SECURITY = "Security.evtx"
    SYSTEM = "System.evtx"
    SYSMON = "Microsoft-Windows-Sysmon%4Operational.evtx"
    DEFENDER = "Microsoft-Windows-Windows Defender%4Operational.evtx"
    OFFICE = "OAlerts.evtx"


WANTED: Final[Mapping[Log, frozenset[int]]] = {
    Log.SECURITY: frozenset((4688, 4697, 4698)),
    Log.SYSTEM: frozenset((7045,)),
    Log.SYSMON: frozenset((1,)),
    Log.DEFENDER: frozenset((1000, 1001, 1116, 1117)),
    Log.OFFICE: frozenset((300,)),
}
"""Numbers mean the same in their own log only."""

_NAMES: Final = ("ServiceName", "TaskName", "Image", "NewProcessName", "Threat Name")
_COMMANDS: Final = ("CommandLine", "ServiceFileName", "ImagePath")


@dataclass(frozen=True, slots=True, kw_only=True)
class Event:
    """One event of those wanted."""

    event_id: int
    at: str
    provider: str | None
    channel: str
    computer: str | None
    name: str | None
    commands: tuple[str, ...]
    """What it says was started or set up."""
    program: str | None
    """Path of the started program, which a command line may hide."""
    threat: str | None
    data: str


def event_id(text: str) -> int | None:
    """The event's number, without decoding the rest."""
    found = ID_PATTERN.search(text[:MAX_EVENT_CHARS])
    return int(found[1]) if found else None


def read_event(text: str, log: Log) -> Event | None:
    """The event; None if it is not of a kind that is wanted. Raises: ParseError."""
    number = event_id(text)
    if number not in WANTED[log] or number is None:
        return None
    if len(text) > MAX_EVENT_CHARS:
        raise ParseError("an event over the cap")
    try:
        event = json.loads(text)["Event"]
        system = event["System"]
        values = _values(event.get("EventData"))
        moment = str(system["TimeCreated"]["#attributes"]["SystemTime"])
        provider = system["Provider"]["#attributes"].get("Name")
    except (ValueError, KeyError, TypeError, AttributeError, RecursionError) as error:
        raise ParseError("an event of another shape") from error
    program = values.get("NewProcessName") or values.get("Image")
    return Event(
        event_id=number,
        at=moment,
        provider=_text(provider),
        channel=_text(system.get("Channel")) or log.value.removesuffix(".evtx"),
        computer=_text(system.get("Computer")),
        name=next((values[name] for name in _NAMES if values.get(name)), None),
        commands=_commands(values) or ((program,) if program else ()),
        program=program,
        threat=values.get("Threat Name") if log is Log.DEFENDER else None,
        data=json.dumps(values, ensure_ascii=False)[:MAX_DATA_CHARS],
    )


def _commands(values: Mapping[str, str]) -> tuple[str, ...]:
    if content := values.get("TaskContent"):
        try:
            task = parse_task(content.encode("utf-16", "replace"), where="TaskContent")
        except ParseError:
            return ()
        return tuple(action.line for action in task.actions)
    return tuple(values[name] for name in _COMMANDS if values.get(name))


def _values(data: object) -> dict[str, str]:
    if not isinstance(data, dict):
        return {}
    found = {str(name): _text(value) for name, value in data.items()}
    return {name: value for name, value in found.items() if value}


def _text(value: object) -> str | None:
    """Text of a value; readers wrap one that has attributes."""
    if isinstance(value, dict):
        value = value.get("#text")
    if isinstance(value, list):
        value = "\n".join(str(one) for one in value)
    return None if value is None else str(value).encode("utf-8", "replace").decode("utf-8")
