"""A notice as it is checked, approved and sent; its JSON is ``kakekomi.notice/1``.

The digest covers every letter that anybody will receive and everybody who will receive it. An
approval names the digest, so whatever is changed after it takes the approval away.
"""

import hashlib
from datetime import datetime
from typing import Final

import msgspec

from kakekomi.facts.errors import ConfigurationError, ParseError
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind

SCHEMA: Final = "kakekomi.notice/1"
APPROVAL_SCHEMA: Final = "kakekomi.notice-approval/1"


class Recipient(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Somebody who gets it."""

    address: str
    name: str = ""


class Notice(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Text and recipients."""

    schema: str = SCHEMA
    kind: NoticeKind
    language: Language
    sender_name: str
    sender_address: str
    subject_line: str
    text: str
    recipients: tuple[Recipient, ...] = ()
    """By address, each once."""

    @property
    def digest(self) -> str:
        """SHA-256 over the JSON, which has one order."""
        return hashlib.sha256(msgspec.json.encode(self)).hexdigest()


class Approval(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who let it go out, and what exactly."""

    schema: str = APPROVAL_SCHEMA
    by: str
    """Name of the manager."""
    at: datetime
    digest: str
    recipients: int
    """How many, for people to compare."""


def approve(notice: Notice, *, by: str, at: datetime) -> Approval:
    """The approval of exactly this notice. Raises: ConfigurationError without a name."""
    if not by.strip():
        raise ConfigurationError("say who approves it")
    return Approval(by=by.strip(), at=at, digest=notice.digest, recipients=len(notice.recipients))


def holds(approval: Approval | None, notice: Notice) -> bool:
    """Whether exactly this notice was approved."""
    return approval is not None and approval.digest == notice.digest


def read_approval(data: bytes) -> Approval:
    """An approval from its file. Raises: ParseError."""
    try:
        found = msgspec.json.decode(data, type=Approval)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ParseError(f"the approval can't be read: {error}") from error
    if found.schema != APPROVAL_SCHEMA:
        raise ParseError(f"the approval is of another version: {found.schema!r}")
    return found
