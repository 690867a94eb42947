"""One file that somebody hands in, and what became of it, as both go from process to process.

What a file is shows in its bytes; its name is asked where two kinds begin alike. A mail, a mailbox,
a packed folder, a report of another tool, a snapshot: all come in by the same door.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.check.codes import is_picture
from kakekomi.check.judging import PackChoice
from kakekomi.check.outcome import Problem
from kakekomi.facts.paper import MARK
from kakekomi.mail.container import BEGINNING_BYTES, ContainerKind, kind_of

SNAPSHOT_START: Final = b"\x1f\x8b"
"""A snapshot is packed by gzip; nothing else that is handed in begins so."""


PAPER_START: Final = f"{MARK}:".encode()
"""A page of codes begins so."""


class UploadKind(StrEnum):
    """What a file that was handed in is."""

    MAIL = "mail"
    MAILS = "mails"
    """A mailbox or a packed folder, with any number of mails."""
    REPORT = "report"
    """Of another tool; whether it is one shows when it is read."""
    SNAPSHOT = "snapshot"
    PAPER = "paper"
    """A picture of codes, or their texts: pages of a snapshot."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Upload:
    """A file to check. Picklable."""

    name: str
    """As the sender named it, as valid text: the subject of a mail."""
    data: bytes
    now_s: int
    """Moment of the check, seconds since 1970 in UTC."""
    passwords: tuple[str, ...] = ()
    own_domains: tuple[str, ...] = ()
    is_lost: bool = False
    """It made an end of the process that read it; nothing is read any more."""
    is_limit: bool = False
    """Of one that is lost: it went over its time or memory; else it is a fault of ours."""


@dataclass(frozen=True, slots=True, kw_only=True)
class UploadSetup:
    """All that is known before a file comes, so that it can be made ready. Picklable."""

    choice: PackChoice


class CheckedSubject(msgspec.Struct, frozen=True, array_like=True):
    """A mail, PC or report that was judged."""

    kind: str
    subject: str
    verdict: str
    facts: bytes
    """Snapshot of this one subject."""
    tool: str
    """Whose result it is: our own, or that of the tool that wrote the report."""
    documents: tuple[bytes, ...]
    """The verdict as JSON, in each of the pack's languages, in their order."""


class UploadResult(msgspec.Struct, frozen=True, array_like=True):
    """What became of a file."""

    subjects: tuple[CheckedSubject, ...] = ()
    problems: tuple[Problem, ...] = ()
    left_out: int = 0
    """Mails that were in it and not looked at, for there were too many; of a stream at least one
    if there are more."""


_DECODER: Final = msgspec.msgpack.Decoder(UploadResult)


def encode_result(result: UploadResult) -> bytes:
    """Bytes for the way back."""
    return msgspec.msgpack.encode(result)


def decode_result(data: bytes) -> UploadResult:
    """Read what ``encode_result`` wrote. Raises: msgspec.DecodeError."""
    return _DECODER.decode(data)


def upload_kind(name: str, data: bytes) -> tuple[UploadKind, ContainerKind]:
    """What the file is, and how mails lie in it if they do."""
    if data.startswith(SNAPSHOT_START):
        return UploadKind.SNAPSHOT, ContainerKind.OTHER
    if is_picture(data) or data.lstrip().startswith(PAPER_START):
        return UploadKind.PAPER, ContainerKind.OTHER
    container = kind_of(name, data[:BEGINNING_BYTES])
    match container:
        case ContainerKind.OTHER | ContainerKind.INDEX:
            return UploadKind.REPORT, container
        case ContainerKind.MAIL | ContainerKind.EMLX:
            return UploadKind.MAIL, container
        case _:
            return UploadKind.MAILS, container
