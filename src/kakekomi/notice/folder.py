"""A notice on the disk: files that people read and edit, and the record beside them.

::

    statement.toml    what the organization states; edited by people
    notice.txt        the text; edited by people
    recipients.csv    whom to tell; edited by people
    left-out.csv      who is not told, and why
    draft.json        kind, language, and how the text was when it was drafted
    approval.json     who approved it, and what exactly
    record.sqlite3    what became of each mail

Every file is put in place whole. What people changed by hand is never written over.
"""

import hashlib
import os
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from kakekomi.facts.errors import ConfigurationError, ParseError
from kakekomi.notice.address_form import domain_form
from kakekomi.notice.checker import Suspects
from kakekomi.notice.correspondence import LeftOutPerson, Person
from kakekomi.notice.notice import Approval, Notice, Recipient, read_approval
from kakekomi.notice.recipient_list import read_list, write_left_out, write_list
from kakekomi.notice.record import Record
from kakekomi.notice.statement import Statement, read_statement
from kakekomi.notice.template import NoticeText, read_text, write_text
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind

DRAFT_SCHEMA: Final = "kakekomi.notice-draft/1"

MAX_TEXT_BYTES: Final = 256 * 1024
"""Of a text or statement: three times what the checker lets pass."""

STATEMENT: Final = "statement.toml"
TEXT: Final = "notice.txt"
RECIPIENTS: Final = "recipients.csv"
LEFT_OUT: Final = "left-out.csv"
DRAFT: Final = "draft.json"
APPROVAL: Final = "approval.json"
RECORD: Final = "record.sqlite3"


class Draft(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How it was drafted."""

    schema: str = DRAFT_SCHEMA
    kind: NoticeKind
    language: Language
    text_sha256: str
    """Of the file as the program wrote it."""
    suspect_addresses: tuple[str, ...] = ()
    suspect_hostnames: tuple[str, ...] = ()
    """Accounts and PCs that must not send, as the case had them."""

    @property
    def suspects(self) -> Suspects:
        """What must not send."""
        return Suspects(
            addresses=frozenset(self.suspect_addresses),
            hostnames=frozenset(self.suspect_hostnames),
        )


@dataclass(frozen=True, slots=True)
class NoticeFolder:
    """The folder of one notice."""

    path: Path

    def draft(self) -> Draft:
        """How it was drafted. Raises: ConfigurationError if it was not."""
        try:
            found = msgspec.json.decode((self.path / DRAFT).read_bytes(), type=Draft)
        except FileNotFoundError as error:
            message = f"{str(self.path)!r} holds no notice; make one with: kakekomi notice draft"
            raise ConfigurationError(message) from error
        except (msgspec.DecodeError, UnicodeDecodeError) as error:
            raise ConfigurationError(f"{DRAFT} can't be read: {error}") from error
        if found.schema != DRAFT_SCHEMA:
            raise ConfigurationError(f"{DRAFT} is of another version: {found.schema!r}")
        return found

    def has_draft(self) -> bool:
        """Whether there is a notice in it."""
        return (self.path / DRAFT).exists()

    def statement(self) -> Statement | None:
        """What is stated; None before the first draft. Raises: ConfigurationError."""
        file = self.path / STATEMENT
        return read_statement(_text(file)) if file.exists() else None

    def text(self) -> NoticeText:
        """The text as it is now. Raises: ConfigurationError."""
        return read_text(_text(self.path / TEXT))

    def is_text_edited(self) -> bool:
        """Whether somebody changed the text since it was drafted."""
        file = self.path / TEXT
        if not file.exists() or not self.has_draft():
            return False
        return _sha256(file.read_bytes()) != self.draft().text_sha256

    def people(self) -> tuple[Person, ...]:
        """Whom to tell; nobody if there is no list. Raises: ConfigurationError."""
        file = self.path / RECIPIENTS
        statement = self.statement() or Statement()
        own = frozenset(domain_form(one.lstrip("@")) for one in statement.own_domains)
        if self.draft().kind is NoticeKind.INTERNAL:
            own = frozenset()
        try:
            return read_list(file.read_bytes(), own) if file.exists() else ()
        except ParseError as error:
            raise ConfigurationError(f"{RECIPIENTS}: {error}") from error

    def notice(self) -> Notice:
        """As it would be approved and sent now. Raises: ConfigurationError."""
        draft, text = self.draft(), self.text()
        statement = self.statement() or Statement()
        people = self.people()
        return Notice(
            kind=draft.kind,
            language=draft.language,
            sender_name=statement.organization,
            sender_address=statement.sender_address.strip(),
            subject_line=text.subject_line,
            text=text.text,
            recipients=tuple(Recipient(address=one.address, name=one.name) for one in people),
        )

    def approval(self) -> Approval | None:
        """The approval, whatever it was for; None if there is none. Raises: ConfigurationError."""
        file = self.path / APPROVAL
        try:
            return read_approval(file.read_bytes()) if file.exists() else None
        except ParseError as error:
            raise ConfigurationError(f"{APPROVAL}: {error}") from error

    def record(self) -> Record:
        """The record; it is begun if there is none."""
        return Record(self.path / RECORD)

    def write_statement(self, text: str) -> None:
        """Put the statement there."""
        _write(self.path / STATEMENT, text.encode())

    def write_text(
        self, notice: NoticeText, kind: NoticeKind, language: Language, suspects: Suspects
    ) -> None:
        """Put the text there, and how it was drafted; a text that people changed stays."""
        data = write_text(notice, language).encode()
        sha256 = _sha256(data)
        if self.is_text_edited():
            sha256 = self.draft().text_sha256
        else:
            _write(self.path / TEXT, data)
        draft = Draft(
            kind=kind,
            language=language,
            text_sha256=sha256,
            suspect_addresses=tuple(sorted(suspects.addresses)),
            suspect_hostnames=tuple(sorted(suspects.hostnames)),
        )
        _write(self.path / DRAFT, msgspec.json.encode(draft) + b"\n")

    def write_people(self, people: Sequence[Person], left_out: Sequence[LeftOutPerson]) -> None:
        """Put both lists there."""
        _write(self.path / RECIPIENTS, write_list(people))
        _write(self.path / LEFT_OUT, write_left_out(left_out))

    def write_approval(self, approval: Approval) -> None:
        """Put the approval there."""
        _write(self.path / APPROVAL, msgspec.json.encode(approval) + b"\n")


def _text(file: Path) -> str:
    try:
        with file.open("rb") as handle:
            return handle.read(MAX_TEXT_BYTES).decode("utf-8-sig").replace("\r\n", "\n")
    except UnicodeDecodeError as error:
        raise ConfigurationError(f"{file.name}: save it as UTF-8") from error
    except FileNotFoundError as error:
        raise ConfigurationError(f"{str(file)!r} is missing") from error


def _sha256(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


def _write(target: Path, data: bytes) -> None:
    """Whole or not at all, readable by nobody else: lists of addresses are personal data."""
    target.parent.mkdir(parents=True, exist_ok=True)
    partial = target.with_name(f".{target.name}.partial")
    handle = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    partial.replace(target)
