"""Verdict documents to render: made here so that no test depends on a pack's words."""

# ruff: noqa: ANN401  any field may be changed
from datetime import UTC, datetime
from typing import Any

from kakekomi.guide.document import (
    EvidenceDocument,
    FindingDocument,
    GapDocument,
    NextStep,
    PackDocument,
    VerdictDocument,
)

CHECKED_AT = datetime(2022, 3, 7, 9, 30, tzinfo=UTC)


def make_finding(**changes: Any) -> FindingDocument:
    values: dict[str, Any] = {
        "rule": "mail/zip",
        "title": "Encrypted ZIP",
        "says": "The attachment is encrypted.",
        "weight_db": 8.0,
        "attack": ("T1566.001",),
        "evidence": (EvidenceDocument(table="attachment", column="name", value="a.zip"),),
    }
    return FindingDocument(**(values | changes))


def make_gap(**changes: Any) -> GapDocument:
    values: dict[str, Any] = {
        "what": "other_malware",
        "why": "beyond_this_check",
        "detail": "",
        "says": "Other malware was not looked for.",
    }
    return GapDocument(**(values | changes))


def make_document(**changes: Any) -> VerdictDocument:
    values: dict[str, Any] = {
        "subject": "in/a.eml",
        "kind": "mail",
        "verdict": "suspicious",
        "weight_db": 12.0,
        "pattern": "received_only",
        "stage": "suspected",
        "findings": (make_finding(),),
        "gaps": (make_gap(),),
        "pack": PackDocument(id="emotet", version="1"),
        "checked_at": CHECKED_AT,
        "next_steps": (NextStep(step="confirm-by-phone", says="Call the sender."),),
    }
    return VerdictDocument(**(values | changes))
