"""What is kept about a case; the audit log has every change."""

from kakekomi.desk.cases.models.case import OF_A_CASE, Account, Case, Partner, Pc, Person
from kakekomi.desk.cases.models.drafts import NoticeDraft, ReportItem, TraceResult
from kakekomi.desk.cases.models.record import (
    ActionTaken,
    Answer,
    CaseCheck,
    Deadline,
    Declaration,
    EvidenceItem,
    NoticeSent,
    TimelineEntry,
)

__all__ = [
    "OF_A_CASE",
    "Account",
    "ActionTaken",
    "Answer",
    "Case",
    "CaseCheck",
    "Deadline",
    "Declaration",
    "EvidenceItem",
    "NoticeDraft",
    "NoticeSent",
    "Partner",
    "Pc",
    "Person",
    "ReportItem",
    "TimelineEntry",
    "TraceResult",
]
