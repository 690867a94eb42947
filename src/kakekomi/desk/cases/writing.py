"""What people write in a case and approve: each change in one transaction, with its audit line."""

from collections.abc import Mapping
from hashlib import sha256

from django.db import transaction
from django.utils import timezone

from kakekomi.desk.cases import models
from kakekomi.desk.cases.service import log, note
from kakekomi.desk.house.models import User
from kakekomi.desk.house.words import word


def write_report(case: models.Case, texts: Mapping[str, str], actor: User) -> None:
    """Keep what somebody wrote under items of the leak report."""
    with transaction.atomic():
        for item, text in texts.items():
            old = case.report_items.filter(item=item).first()
            models.ReportItem.objects.update_or_create(
                case=case,
                item=item,
                defaults={"text": text, "said_by": str(actor), "at": timezone.now()},
            )
            before = {"item": item, "text": old.text if old else None}
            log(actor, "report.written", case, before=before, after={"item": item, "text": text})


def state(case: models.Case, stated: dict[str, object], actor: User) -> None:
    """Keep what people state for notices; approvals of what was said before fall."""
    with transaction.atomic():
        before, case.stated = case.stated, stated
        case.save(update_fields=["stated"])
        case.notice_drafts.update(approved_by="", approved_at=None)
        log(actor, "notice.stated", case, before=before, after=stated)


def write_notice(case: models.Case, kind: str, language: str, text: str, actor: User) -> None:
    """Keep the text of a notice; a changed text is not approved any more."""
    with transaction.atomic():
        old = case.notice_drafts.filter(kind=kind, language=language).first()
        if old is not None and old.text == text:
            return
        models.NoticeDraft.objects.update_or_create(
            case=case,
            kind=kind,
            language=language,
            defaults={
                "text": text,
                "changed_by": str(actor),
                "changed_at": timezone.now(),
                "approved_by": "",
                "approved_at": None,
            },
        )
        before = {"text": old.text} if old else None
        log(actor, "notice.written", case, before=before, after={"kind": kind, "text": text})


def drop_notice(case: models.Case, kind: str, language: str, actor: User) -> None:
    """Go back to what the facts say."""
    with transaction.atomic():
        old = case.notice_drafts.filter(kind=kind, language=language).first()
        if old is not None:
            old.delete()
            log(actor, "notice.dropped", case, before={"kind": kind, "text": old.text})


def approve_notice(case: models.Case, kind: str, language: str, actor: User) -> None:
    """Approve the text as it stands."""
    with transaction.atomic():
        draft = case.notice_drafts.get(kind=kind, language=language)
        draft.approved_by, draft.approved_at = str(actor), timezone.now()
        draft.save(update_fields=["approved_by", "approved_at"])
        digest = sha256(draft.text.encode()).hexdigest()
        note(case, word("cases.timeline.notice_approved", kind=_notice(kind)), actor)
        log(actor, "notice.approved", case, after={"kind": kind, "sha256": digest})


def _notice(kind: str) -> str:
    return word(f"cases.notice_kind.{kind}")


def keep_trace(
    case: models.Case, document: str, actor: User | str, document_en: str = ""
) -> models.TraceResult:
    """Keep an answer to who leaked; the newest is shown."""
    with transaction.atomic():
        kept = models.TraceResult.objects.create(
            case=case,
            document=document,
            document_en=document_en,
            added_by=str(actor),
            added_at=timezone.now(),
        )
        digest = sha256(document.encode()).hexdigest()
        note(case, word("cases.timeline.trace_added"), actor)
        log(actor, "trace.added", case, after={"sha256": digest})
        return kept
