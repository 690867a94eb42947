r"""Read a task of the Task Scheduler, from its XML file.

Each file under ``System32\Tasks`` is one task (no extension, UTF-16 with BOM)::

    Task
      RegistrationInfo   Author, Date, URI
      Principals         Principal: UserId or GroupId
      Settings           Enabled, Hidden (absent: true, false)
      Actions            Exec: Command, Arguments; one or several; others run no program

Emotet of 2021–2022 used tasks of ``rundll32.exe`` and ``regsvr32.exe``. A document type declaration
is refused: tasks have none, and entities could make a small file enormous.

Source: [MS-TSCH] section 2.5
"""

from dataclasses import dataclass, field
from datetime import UTC, datetime
from typing import Final
from xml.parsers import expat

from kakekomi.facts.errors import ParseError

MAX_TASK_BYTES: Final = 1024 * 1024
"""The largest of Windows' own has 20 kB."""
MAX_DEPTH: Final = 32
"""The schema nests seven deep."""
MAX_ACTIONS: Final = 32
"""The schema's own limit."""
MAX_TEXT_CHARS: Final = 65_536
"""Of one element; a command line has half of it at most."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Exec:
    """A program that the task runs."""

    command: str
    arguments: str

    @property
    def line(self) -> str:
        """The command line that Windows makes of it; a path with blanks needs no quotes there."""
        command = self.command.strip()
        if " " in command and not command.startswith('"'):
            command = f'"{command}"'
        return f"{command} {self.arguments}".strip()


@dataclass(frozen=True, slots=True, kw_only=True)
class Task:
    """What one file says."""

    uri: str | None
    author: str | None
    registered_at: datetime | None
    run_as: str | None
    """SID, account or group."""
    is_enabled: bool
    is_hidden: bool
    actions: tuple[Exec, ...]


@dataclass(slots=True)
class _Reading:
    path: list[str] = field(default_factory=list)
    text: list[str] = field(default_factory=list)
    chars: int = 0
    found: dict[str, str] = field(default_factory=dict)
    actions: list[Exec] = field(default_factory=list)
    command: str = ""
    arguments: str = ""


_WANTED: Final = {
    "Task/RegistrationInfo/URI": "uri",
    "Task/RegistrationInfo/Author": "author",
    "Task/RegistrationInfo/Date": "date",
    "Task/Principals/Principal/UserId": "user",
    "Task/Principals/Principal/GroupId": "group",
    "Task/Settings/Enabled": "enabled",
    "Task/Settings/Hidden": "hidden",
}
_EXEC: Final = "Task/Actions/Exec"


def parse_task(data: bytes, *, where: str) -> Task:
    """Read one file.

    Raises: ParseError if it is no XML, no task, or has a document type declaration.
    """
    if len(data) > MAX_TASK_BYTES:
        raise ParseError("too large for a task", where=where)
    reading = _Reading()
    try:
        _parser(reading, _encoding(data)).Parse(data, True)  # noqa: FBT003  expat's own signature
    except (expat.ExpatError, ValueError, LookupError) as error:
        raise ParseError(f"no readable task ({error})", where=where) from error
    if "Task" not in reading.found:
        raise ParseError("its outermost element is no Task", where=where)
    found = reading.found
    return Task(
        uri=found.get("uri"),
        author=found.get("author"),
        registered_at=_time(found.get("date", "")),
        run_as=found.get("user") or found.get("group"),
        is_enabled=found.get("enabled", "true").casefold() not in {"false", "0"},
        is_hidden=found.get("hidden", "false").casefold() in {"true", "1"},
        actions=tuple(reading.actions),
    )


def _encoding(data: bytes) -> str:
    """What it really is: copies are often saved as UTF-8 and still say UTF-16."""
    is_wide = data[:2] in {b"\xff\xfe", b"\xfe\xff"} or b"\0" in data[:4]
    return "utf-16" if is_wide else "utf-8"


def _parser(reading: _Reading, encoding: str) -> expat.XMLParserType:
    parser = expat.ParserCreate(encoding)
    parser.StartDoctypeDeclHandler = _refuse
    parser.EntityDeclHandler = _refuse
    parser.StartElementHandler = lambda name, _attributes: _start(reading, name)
    parser.EndElementHandler = lambda _name: _end(reading)
    parser.CharacterDataHandler = lambda text: _characters(reading, text)
    return parser


def _refuse(*_declaration: object) -> None:
    raise ValueError("document type declaration")


def _start(reading: _Reading, name: str) -> None:
    if len(reading.path) >= MAX_DEPTH:
        raise ValueError("nested too deeply")
    reading.path.append(name.rpartition(":")[2])
    reading.text, reading.chars = [], 0
    if reading.path == ["Task"]:
        reading.found["Task"] = ""


def _characters(reading: _Reading, text: str) -> None:
    reading.chars += len(text)
    if reading.chars > MAX_TEXT_CHARS:
        raise ValueError("an element is too long")
    reading.text.append(text)


def _end(reading: _Reading) -> None:
    path, text = "/".join(reading.path), "".join(reading.text).strip()
    if name := _WANTED.get(path):
        reading.found.setdefault(name, text)
    elif path == f"{_EXEC}/Command":
        reading.command = text
    elif path == f"{_EXEC}/Arguments":
        reading.arguments = text
    elif path == _EXEC and len(reading.actions) < MAX_ACTIONS:
        reading.actions.append(Exec(command=reading.command, arguments=reading.arguments))
        reading.command = reading.arguments = ""
    reading.path.pop()
    reading.text, reading.chars = [], 0


def _time(text: str) -> datetime | None:
    """Local time where no zone is given; its day is what matters, so it is taken as UTC."""
    try:
        moment = datetime.fromisoformat(text[:33])
        return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).astimezone(UTC)
    except (ValueError, OverflowError):
        return None
