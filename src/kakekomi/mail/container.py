"""Tell what a file with mail in it is, and give its mails one after another.

What a file is shows in its beginning; its name is asked where two kinds begin alike. A mail program
keeps mailboxes under any name (Thunderbird without an extension), beside indexes of its own, which
hold no mail. A name that ends in ``.eml`` is one mail, even if a mailbox line stands before it.

A ZIP is a packed folder: its members are told apart the same way, and what is no mail is passed
over unless its name says mail.

Source: RFC 4155; [MS-PST]; Mork and .emlx by observation
"""

import io
from collections.abc import Iterator, Sequence
from enum import StrEnum
from typing import BinaryIO, Final

import msgspec

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import mailbox, mime, ole, pst, tnef, zip_directory, zip_member
from kakekomi.mail.filetype import extension
from kakekomi.mail.mime import MAX_MAIL_BYTES
from kakekomi.mail.zip_directory import ZipEntry
from kakekomi.mail.zip_entry import ZipDefect

BEGINNING_BYTES: Final = 65_536
"""Of a file, needed by ``kind_of``: two mails of a mailbox cut by dots, or a long header."""
MAX_ZIP_BYTES: Final = 512 * 1024 * 1024
"""Held in memory; of a larger archive, its folder unpacked can be checked."""
MAX_MEMBERS: Final = 1_000_000
"""Looked at in one archive, those of archives inside it included."""
MAX_UNPACKED_BYTES: Final = 16 * 1024 * 1024 * 1024
"""Of one archive in all: some minutes of work."""
MAX_DEPTH: Final = 3
"""Archives inside archives."""


class ContainerKind(StrEnum):
    """How mails lie in a file."""

    MAIL = "mail"
    """One mail, also as a message file of Outlook."""
    EMLX = "emlx"
    """One mail of Apple Mail, between its size and a property list."""
    MBOX = "mbox"
    DOTTED = "dotted"
    """A mailbox cut by lines of one dot (Becky!, EdMax)."""
    PST = "pst"
    ZIP = "zip"
    INDEX = "index"
    """A mail program's own list of what another file holds: nothing to read."""
    OTHER = "other"
    """No mail, or none of these; it is worth a try as a mail only if the user says so."""


class MailItem(msgspec.Struct, frozen=True, kw_only=True):
    """One mail of a container."""

    position: int
    """From 1 on, counted over the whole container."""
    place: str
    """What names it behind the container's path: ``:12`` in a mailbox, ``/a/b.eml`` in a ZIP,
    ``/a/box:12`` in a mailbox in a ZIP; empty if the container is one mail."""
    data: bytes | ParseError


ALWAYS_ONE: Final = frozenset({"eml", "emlx", "msg", "oft"})
"""Extensions of single mails, whatever their first line."""
SAYS_MAIL: Final = ALWAYS_ONE | {"mbox", "mbx", "bmf", "pst", "ost"}
"""Extensions that promise mail; what can't be read then is told."""
INDEXES: Final = frozenset({"msf", "idx"})
MORK: Final = b"// <!-- <mdb:mork"
"""Start of an index of Thunderbird."""
STARTS: Final = (
    (pst.SIGNATURE, ContainerKind.PST),
    (b"PK\x03\x04", ContainerKind.ZIP),
    (b"PK\x05\x06", ContainerKind.ZIP),
    (b"PK00PK", ContainerKind.ZIP),
    (tnef.SIGNATURE, ContainerKind.MAIL),
)


def kind_of(name: str, beginning: bytes) -> ContainerKind:
    """Tell the kind from the name and the first ``BEGINNING_BYTES`` of a file."""
    ending = extension(name)
    if beginning.startswith(MORK) or (ending in INDEXES and not mime.is_mail(beginning)):
        return ContainerKind.INDEX
    for start, kind in STARTS:
        if beginning.startswith(start):
            return kind
    if ending == "emlx" and beginning[:1].isdigit():
        return ContainerKind.EMLX
    if beginning.startswith(ole.SIGNATURE):
        is_message = (
            ending in ALWAYS_ONE or "__properties_version1.0".encode("utf-16-le") in beginning
        )
        return ContainerKind.MAIL if is_message else ContainerKind.OTHER
    return _text_kind(ending, beginning)


def _text_kind(ending: str, beginning: bytes) -> ContainerKind:
    if ending not in ALWAYS_ONE and mailbox.is_mailbox(beginning):
        return ContainerKind.MBOX
    if not mime.is_mail(beginning):
        return ContainerKind.OTHER
    is_dotted = ending == "bmf" or (ending not in ALWAYS_ONE and mailbox.is_dotted(beginning))
    return ContainerKind.DOTTED if is_dotted else ContainerKind.MAIL


def open_container(
    stream: BinaryIO, kind: ContainerKind, *, passwords: Sequence[str] = ()
) -> Iterator[MailItem]:
    """Give the mails of a container; of ``INDEX`` and ``OTHER`` none.

    Raises:
        ParseError: nothing of it can be read.
        UnsupportedError: an optional library is missing.
    """
    match kind:
        case ContainerKind.ZIP:
            yield from _Archive(passwords).mails(_whole(stream, MAX_ZIP_BYTES), "", 0)
        case ContainerKind.MBOX | ContainerKind.DOTTED | ContainerKind.PST:
            for position, data in _numbered(stream, kind):
                yield MailItem(position=position, place=f":{position}", data=data)
        case ContainerKind.MAIL | ContainerKind.EMLX:
            data = stream.read(MAX_MAIL_BYTES + 1)
            yield MailItem(position=1, place="", data=_one(data, kind))
        case ContainerKind.INDEX | ContainerKind.OTHER:
            return


def _numbered(
    stream: BinaryIO, kind: ContainerKind
) -> Iterator[tuple[int, bytes]] | Iterator[tuple[int, bytes | ParseError]]:
    if kind is ContainerKind.PST:
        return pst.read(stream)
    return mailbox.read(stream) if kind is ContainerKind.MBOX else mailbox.read_dotted(stream)


def _whole(stream: BinaryIO, limit: int) -> bytes:
    data = stream.read(limit + 1)
    if len(data) > limit:
        raise ParseError(f"an archive above {limit} bytes; unpack it first", where="zip")
    return data


def _one(data: bytes, kind: ContainerKind) -> bytes:
    """Give the mail itself; that of Apple Mail stands behind its size on the first line."""
    if kind is not ContainerKind.EMLX:
        return data
    size, _, rest = data.partition(b"\n")
    digits = size.strip()[:12]
    return rest[: int(digits)] if digits.isdigit() else data


class _Archive:
    """A ZIP with mails at work; counts what it has cost."""

    __slots__ = ("_left", "_members", "_passwords", "_position")

    def __init__(self, passwords: Sequence[str]) -> None:
        self._passwords = tuple(passwords)
        self._left = MAX_UNPACKED_BYTES
        self._members = 0
        self._position = 0

    def mails(self, data: bytes, place: str, depth: int) -> Iterator[MailItem]:
        """Give the mails of the archive that lies at ``place``.

        Raises:
            ParseError: it is none, a bomb, or too deep in others.
        """
        if depth > MAX_DEPTH:
            raise ParseError("archives inside archives, too deep", where="zip")
        directory = zip_directory.parse(data)
        if any(defect is ZipDefect.OVERLAP for defect, _ in directory.defects):
            raise ParseError("members that overlap: a ZIP bomb", where="zip")
        for defect, _ in directory.defects:
            if defect is ZipDefect.ENTRY_LIMIT:
                yield self._item(place, ParseError("more members than are read", where="zip"))
        for entry in directory.entries:
            if entry.is_folder:
                continue
            self._members += 1
            inner = f"{place}/{entry.name}"
            if self._members > MAX_MEMBERS or self._left <= 0:
                yield self._item(inner, ParseError("too much in one archive", where="zip"))
                return
            yield from self._member(data, entry, inner, depth)

    def _member(self, data: bytes, entry: ZipEntry, place: str, depth: int) -> Iterator[MailItem]:
        member = zip_member.read(data, entry, passwords=self._passwords)
        self._left -= len(member.content)
        says_mail = extension(entry.name) in SAYS_MAIL
        kind = kind_of(entry.name, member.content[:BEGINNING_BYTES])
        is_mail = kind not in {ContainerKind.OTHER, ContainerKind.INDEX, ContainerKind.ZIP}
        if member.problem is not None and (is_mail or says_mail or not member.content):
            yield self._item(place, ParseError(f"not unpacked: {member.problem}", where="zip"))
        if not member.content:
            return
        if kind is ContainerKind.OTHER and says_mail:
            yield self._item(place, member.content)
        elif kind is ContainerKind.ZIP:
            yield from self._inner(member.content, place, depth)
        elif is_mail:
            yield from self._mails_of(member.content, kind, place)

    def _inner(self, data: bytes, place: str, depth: int) -> Iterator[MailItem]:
        """Look into an archive inside, or a document built as one; damage hides nothing else."""
        is_archive = extension(place) == "zip"
        try:
            yield from self.mails(data, place, depth + 1)
        except ParseError as error:
            if is_archive:
                yield self._item(place, error)

    def _mails_of(self, data: bytes, kind: ContainerKind, place: str) -> Iterator[MailItem]:
        try:
            for item in open_container(io.BytesIO(data), kind):
                yield self._item(place + item.place, item.data)
        except (ParseError, UnsupportedError) as error:
            yield self._item(place, ParseError(str(error)))

    def _item(self, place: str, data: bytes | ParseError) -> MailItem:
        self._position += 1
        return MailItem(position=self._position, place=place, data=data)
