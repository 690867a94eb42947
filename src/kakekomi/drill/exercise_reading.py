"""Read an exercise back from its folder, packed as a ZIP: as ``write_exercise`` made it.

The folder may lie in another one inside the archive. What does not belong to an exercise is passed
over; what must be there and is not, or does not fit together, is an error: half an exercise would
be scored wrongly.
"""

import csv
import io
from collections.abc import Iterator
from enum import StrEnum
from pathlib import PurePosixPath
from typing import Final

import msgspec

from kakekomi.drill.answer_sheet import AnswerSheet, unseal
from kakekomi.drill.exercise import ANSWERS, DRILL_SCHEMA, HEAD, DrillHead
from kakekomi.facts.errors import ParseError
from kakekomi.mail import zip_directory, zip_member
from kakekomi.mail.zip_directory import ZipEntry

MAX_EXERCISE_BYTES: Final = 60 * 1024 * 1024
"""Packed; an exercise has two megabytes."""

MAX_UNPACKED_BYTES: Final = 256 * 1024 * 1024
"""Of all members together: what the process that reads it may take, with room to spare."""

MAX_MEMBERS: Final = 2_000
"""Seven PCs have thirty; an exercise of a hundred people has some hundreds."""

MAX_NAME_CHARS: Final = 100
"""Of people and PCs."""

MAX_PEOPLE: Final = 1_000
"""Of the roll: each becomes a person, a PC and two accounts; a drill of more is held in parts."""

MAX_ID_CHARS: Final = 40
"""Of an exercise's id; those that are made have fourteen."""

ROLL: Final = "organization.csv"


class MaterialKind(StrEnum):
    """What people are given; the names of the folders."""

    RECEIVED = "received"
    REPORTED = "reported"
    PC = "pcs"
    ARCHIVE = "archive"


class Material(msgspec.Struct, frozen=True, kw_only=True):
    """One file of it."""

    kind: MaterialKind
    name: str
    data: bytes


class RollLine(msgspec.Struct, frozen=True, kw_only=True):
    """Somebody and their PC."""

    name: str
    address: str
    role: str
    pc: str


class Exercise(msgspec.Struct, frozen=True, kw_only=True):
    """All of it."""

    head: DrillHead
    roll: tuple[RollLine, ...]
    materials: tuple[Material, ...]
    """By kind and name."""
    answers: bytes
    """Still sealed."""


def read_exercise(data: bytes) -> Exercise:
    """The exercise in a ZIP.

    Raises:
        ParseError: it is none, or a part of it is missing or damaged.
    """
    files = dict(_files(data))
    folder = _folder(files)
    head = _head(files[folder / HEAD])
    answers = files.get(folder / ANSWERS, b"")
    _check(unseal(answers), head)
    materials = [
        Material(kind=MaterialKind(path.parent.name), name=path.name, data=content)
        for path, content in files.items()
        if path.parent.parent == folder and path.parent.name in set(MaterialKind)
    ]
    return Exercise(
        head=head,
        roll=tuple(_roll(files.get(folder / ROLL, b""))),
        materials=tuple(sorted(materials, key=lambda one: (one.kind, one.name))),
        answers=answers,
    )


def _files(data: bytes) -> Iterator[tuple[PurePosixPath, bytes]]:
    if len(data) > MAX_EXERCISE_BYTES:
        raise ParseError(f"an exercise of more than {MAX_EXERCISE_BYTES} bytes")
    entries = zip_directory.parse(data).entries
    if len(entries) > MAX_MEMBERS:
        raise ParseError(f"an exercise of more than {MAX_MEMBERS} files")
    left = MAX_UNPACKED_BYTES
    for entry in entries:
        if not entry.is_folder:
            content = _content(data, entry, left)
            left -= len(content)
            yield PurePosixPath(entry.name.replace("\\", "/")), content


def _content(data: bytes, entry: ZipEntry, room: int) -> bytes:
    member = zip_member.read(data, entry, room=max(room, 0))
    if len(member.content) != entry.declared_bytes:
        raise ParseError(f"{entry.name!r} is damaged or too large")
    return member.content


def _folder(files: dict[PurePosixPath, bytes]) -> PurePosixPath:
    """Where the head lies, the nearest to the top."""
    heads = [path for path in files if path.name == HEAD]
    if not heads:
        raise ParseError(f"no exercise: {HEAD} is missing")
    return min(heads, key=lambda path: len(path.parts)).parent


def _head(data: bytes) -> DrillHead:
    try:
        head = msgspec.json.decode(data, type=DrillHead)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ParseError(f"{HEAD} can't be read: {error}") from error
    if head.schema != DRILL_SCHEMA or not head.is_drill:
        raise ParseError(f"no exercise of this version: {head.schema!r:.100}")
    if len(head.id) > MAX_ID_CHARS:
        raise ParseError(f"an id of more than {MAX_ID_CHARS} letters: {head.id!r:.60}")
    return head


def _check(sheet: AnswerSheet, head: DrillHead) -> None:
    if sheet.drill != head.id:
        raise ParseError(f"the answers are those of {sheet.drill!r}, not of {head.id!r}")


def _roll(data: bytes) -> Iterator[RollLine]:
    try:
        reader = csv.DictReader(io.StringIO(data.decode("utf-8-sig"), newline=""))
        for number, line in enumerate(reader):
            if number >= MAX_PEOPLE:
                raise ParseError(f"{ROLL} has more than {MAX_PEOPLE} people")
            cells = {
                key: (line.get(key) or "")[:MAX_NAME_CHARS] for key in RollLine.__struct_fields__
            }
            if cells["name"] and cells["pc"]:
                yield RollLine(**cells)
    except (csv.Error, UnicodeDecodeError) as error:
        raise ParseError(f"{ROLL} can't be read: {error}") from error
