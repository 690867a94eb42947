"""The verdict as other programs read it: one JSON object for each checked subject.

The shape is versioned by ``schema``. A field is never renamed or given another meaning under the
same version; reading refuses unknown fields, so that a slip shows at once.
"""

from datetime import datetime
from typing import Literal

import msgspec

VerdictSchema = Literal["kakekomi.verdict/1"]


class EvidenceDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One value that a finding rests on."""

    table: str
    """Fact table."""
    column: str
    """Column of that table."""
    value: str | int | float | bool
    """Verbatim: control and right-to-left characters are still in it."""


class FindingDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One rule that fired."""

    rule: str
    """Rule id."""
    title: str
    """In the reader's language."""
    says: str
    """The sentence a layperson reads, with the evidence filled in."""
    weight_db: float
    """Decibans; negative speaks against."""
    attack: tuple[str, ...]
    """ATT&CK technique ids."""
    evidence: tuple[EvidenceDocument, ...]
    """Never empty."""


class GapDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that was not checked."""

    what: str
    """Code of the closed set ``gap.What``."""
    why: str
    """Code of the closed set ``gap.Why``."""
    detail: str
    """Name, path or number, verbatim; empty if there is none."""
    says: str
    """The sentence a layperson reads."""


class PackDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The knowledge that was judged by."""

    id: str
    """Pack id."""
    version: str
    """Its version."""


class NextStep(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """One thing to do, in the order in which they are listed."""

    step: str
    """Step id; its words in full stand in the pack."""
    says: str
    """One sentence in the reader's language."""


class VerdictDocument(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Everything that a check has to say about one subject."""

    schema: VerdictSchema = "kakekomi.verdict/1"
    """Name and version of this shape."""
    subject: str
    """What was checked, as given."""
    kind: str
    """mail, pc or report."""
    verdict: str
    """detected, suspicious, nothing_found or not_checked."""
    weight_db: float
    """Sum of the evidence in decibans."""
    pattern: str | None
    """Infection pattern; null when nothing points to any."""
    stage: str
    """prevention, suspected, infected, recovery or closed."""
    findings: tuple[FindingDocument, ...]
    """What spoke for it and against it."""
    gaps: tuple[GapDocument, ...]
    """What was not checked; never empty for nothing_found."""
    pack: PackDocument
    """What it was judged by."""
    checked_at: datetime
    """When, in UTC."""
    next_steps: tuple[NextStep, ...]
    """What to do now; never empty."""


def encode(document: VerdictDocument) -> bytes:
    """One line of JSON in UTF-8, fields in the order of the class."""
    return msgspec.json.encode(document)


def decode(data: bytes) -> VerdictDocument:
    """Read what ``encode`` wrote.

    Raises:
        msgspec.ValidationError: it is JSON of another shape or version.
        msgspec.DecodeError: it is no JSON.
    """
    return msgspec.json.decode(data, type=VerdictDocument)
