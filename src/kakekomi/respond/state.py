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


State = FileState | HiveState | TaskState | EvidenceState
"""A source of another kind (live Windows) adds its own here, each with its tag."""
