"""What a made-up PC has on it: files, autostart entries, services, tasks, trusted documents.

Plans are values and are added up: a plain Windows, what a benign PC has, what one infection plants.
Paths are Windows paths; ``{home}`` stands for the user's profile folder.
"""

from dataclasses import dataclass, fields, replace
from datetime import UTC, datetime, timedelta
from typing import Final

USED_AT: Final = datetime(2022, 3, 10, 9, 0, tzinfo=UTC)
"""When ordinary files were last changed."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedFile:
    """A file; ``padded_to_bytes`` makes it longer with a hole that takes no space."""

    path: str
    data: bytes
    modified_at: datetime = USED_AT
    folder_modified_at: datetime | None = None
    padded_to_bytes: int = 0


@dataclass(frozen=True, slots=True, kw_only=True)
class Run:
    """A value of a Run key; of the user's unless ``is_machine``."""

    name: str
    command: str
    is_machine: bool = False
    key: str = "Microsoft\\Windows\\CurrentVersion\\Run"


@dataclass(frozen=True, slots=True, kw_only=True)
class Service:
    """A service."""

    name: str
    image: str
    display_name: str = ""
    description: str = ""
    module: str = ""
    type: int = 0x10
    start: int = 2


@dataclass(frozen=True, slots=True, kw_only=True)
class PlannedTask:
    """A task with one action."""

    name: str
    command: str
    arguments: str = ""
    author: str = "Microsoft Corporation"
    run_as: str = "S-1-5-18"


@dataclass(frozen=True, slots=True, kw_only=True)
class Trust:
    """A document that the user trusted."""

    path: str
    application: str = "Excel"
    has_content_enabled: bool = True
    at: datetime = USED_AT


@dataclass(frozen=True, slots=True, kw_only=True)
class UserValue:
    """A binary value in the user's hive."""

    key: str
    name: str
    data: bytes


@dataclass(frozen=True, slots=True, kw_only=True)
class PcPlan:
    """All of it."""

    files: tuple[PlannedFile, ...] = ()
    runs: tuple[Run, ...] = ()
    services: tuple[Service, ...] = ()
    tasks: tuple[PlannedTask, ...] = ()
    trusts: tuple[Trust, ...] = ()
    values: tuple[UserValue, ...] = ()

    def __add__(self, other: "PcPlan") -> "PcPlan":
        mine = {field.name: getattr(self, field.name) for field in fields(self)}
        return replace(
            self, **{name: values + getattr(other, name) for name, values in mine.items()}
        )


def seven_days_before(moment: datetime) -> datetime:
    """Emotet set its file's time back by exactly that."""
    return moment - timedelta(days=7)
