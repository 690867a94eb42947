"""How something was before it was changed: all that is needed to finish the change and to undo it.

States are written to the journal before anything is touched, so they hold no handles and no
objects, only what survives a restart. ``local`` names are those of the system that the program runs
on; bytes that are no text are kept by ``surrogateescape``.
"""

import msgspec

from kakekomi.respond.hive_edit import Patch


class Times(msgspec.Struct, frozen=True):
    """Times of a file or folder in nanoseconds since 1970."""

    accessed_ns: int
    modified_ns: int


class Attribute(msgspec.Struct, frozen=True):
    """An extended attribute or second stream, such as the mark of the web."""

    name: str
    data: bytes


class FileState(msgspec.Struct, frozen=True, kw_only=True, tag="file", tag_field="kind"):
    """A file that is moved away."""

    path: str
    """Windows path."""
    local_name: bytes
    """Name in its folder, as the system has it."""
    size: int
    sha256: str
    mode: int
    owner: int
    group: int
    times: Times
    folder_times: Times
    attributes: tuple[Attribute, ...]

    @property
    def item(self) -> str:
        """Name of its container in the store: equal content is kept once."""
        return f"{self.sha256}.zip"


class RemovedValue(
    msgspec.Struct, frozen=True, kw_only=True, tag="removed_value", tag_field="kind"
):
    """A registry value that is taken out."""

    key: str
    name: str
    type: int
    data: bytes


class RemovedKey(msgspec.Struct, frozen=True, kw_only=True, tag="removed_key", tag_field="kind"):
    """A registry key that is taken out with all below it."""

    key: str


class ChangedNumber(
    msgspec.Struct, frozen=True, kw_only=True, tag="changed_number", tag_field="kind"
):
    """A DWORD that is changed."""

    key: str
    name: str
    old: int
    new: int


HiveChange = RemovedValue | RemovedKey | ChangedNumber


class HiveState(msgspec.Struct, frozen=True, kw_only=True, tag="hive", tag_field="kind"):
    """A registry hive that is edited in place."""

    path: str
    """Windows path of its file."""
    changes: tuple[HiveChange, ...]
    """What the patches do; used if the hive went on in the meantime."""
    patches: tuple[Patch, ...]
    sha256_before: str
    sha256_after: str
    times: Times


class TaskState(msgspec.Struct, frozen=True, kw_only=True, tag="task", tag_field="kind"):
    """A scheduled task: its file, and its keys in SOFTWARE if Windows has registered it there."""

    file: FileState
    cache: HiveState | None


class EvidenceState(msgspec.Struct, frozen=True, kw_only=True, tag="evidence", tag_field="kind"):
    """Evidence that was kept: nothing on the PC changes."""

    item: str
    """Name of its container in the store."""
    members: tuple[str, ...]
    sha256: str | None
    """Of the file it is about; None if that was gone."""


class FileTimes(msgspec.Struct, frozen=True):
    """Times of a file or folder as Windows keeps them: 100 ns since 1601."""

    created: int
    accessed: int
    written: int


class LiveFileState(msgspec.Struct, frozen=True, kw_only=True, tag="live_file", tag_field="kind"):
    """A file of a running Windows that is moved away."""

    path: str
    size: int
    sha256: str
    times: FileTimes
    folder_times: FileTimes
    attributes: int
    """Read-only, hidden, system …, as Windows' own bits."""
    security: str
    """Owner and access list as SDDL; empty if they may not be read."""
    streams: tuple[Attribute, ...]

    @property
    def item(self) -> str:
        """Name of its container in the store: equal content is kept once."""
        return f"{self.sha256}.zip"


class LiveValueState(msgspec.Struct, frozen=True, kw_only=True, tag="live_value", tag_field="kind"):
    """A registry value of a running Windows that is taken out."""

    key: str
    name: str
    type: int
    data: bytes


class ServiceState(msgspec.Struct, frozen=True, kw_only=True, tag="service", tag_field="kind"):
    """A service of a running Windows that is switched off and stopped."""

    name: str
    start: int
    """How it starts: 2 by itself, 3 when asked."""
    was_running: bool


class LiveTaskState(msgspec.Struct, frozen=True, kw_only=True, tag="live_task", tag_field="kind"):
    """A scheduled task of a running Windows that is taken out."""

    path: str
    xml: str
    """As the scheduler gives it and takes it back."""


class ProcessState(msgspec.Struct, frozen=True, kw_only=True, tag="process", tag_field="kind"):
    """A running program that is ended."""

    pid: int
    created: int
    """100 ns since 1601: with the number it names one process for ever."""
    name: str
    path: str
    command_line: str | None
    """None if it could not be read; then a restarted one is not known again."""


class NetworkState(msgspec.Struct, frozen=True, kw_only=True, tag="network", tag_field="kind"):
    """The network of a running Windows before it is cut."""

    allowed: tuple[str, ...]
    """Addresses that stay reachable: the desk's."""
    firewalls_off: tuple[str, ...]
    """Profiles whose firewall was switched off; they are switched on to cut."""


State = (
    FileState
    | HiveState
    | TaskState
    | EvidenceState
    | LiveFileState
    | LiveValueState
    | ServiceState
    | LiveTaskState
    | ProcessState
    | NetworkState
)
"""Those of a disk, and those of a running Windows; each has its tag."""
