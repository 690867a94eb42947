"""What is kept about a case; the audit log has every change."""

from kakekomi.desk.cases.models.case import OF_A_CASE, Account, Case, Partner, Pc, Person
from kakekomi.desk.cases.models.drafts import NoticeDraft, ReportItem, TraceResult
from kakekomi.desk.cases.models.material import FileRole, MailFile, Recipient
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
    "FileRole",
    "MailFile",
    "NoticeDraft",
    "NoticeSent",
    "Partner",
    "Pc",
    "Person",
    "Recipient",
    "ReportItem",
    "TimelineEntry",
    "TraceResult",
]
