"""Uploads of a case go when its time is over; what was found, done and told stays as its record.

The time begins when the case is closed. A receipt that the case began with goes along with what was
asked under its number; the answers that were taken into the case are part of the record. Evidence
stays listed by its digest, and says that the file is gone.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from kakekomi.desk.cases.models import Case, EvidenceItem, MailFile
from kakekomi.desk.cases.service import log
from kakekomi.desk.checks.models import Check
from kakekomi.desk.checks.service import forget_original
from kakekomi.desk.house.retention import ACTOR, forget_rows
from kakekomi.desk.house.words import word
from kakekomi.desk.portal.forgetting import forget_receipt


def forget_old(now: datetime) -> int:
    """How many cases had something to forget."""
    limit = now - timedelta(days=settings.CONFIG.keeping.uploads)
    closed = Case.objects.filter(closed_at__lt=limit)
    has_any = (
        Q(receipt__isnull=False)
        | Q(mail_files__isnull=False)
        | Q(case_checks__checked__original__isnull=False)
    )
    return forget_rows("uploads of cases", closed.filter(has_any).distinct(), _forget_uploads)


def is_needed(reference: str) -> bool:
    """Whether a file of mails of some case is that upload."""
    return MailFile.objects.filter(original=reference).exists()


def _forget_uploads(case: Case) -> bool:
    mails, checks = case.mail_files.all(), Check.objects.filter(case_checks__case=case)
    kept = checks.filter(original__isnull=False)
    references = set(mails.values_list("original", flat=True))
    references |= {check.original for check in kept.only("original") if check.original}
    gone = EvidenceItem.objects.filter(case=case, sha256__in=kept.values("content_sha256"))
    gone.update(place=word("house.retention.gone"))
    before = {"files": len(references), "receipt": str(case.receipt) if case.receipt else None}
    mails.delete()
    kept.update(original=None)
    receipt, case.receipt = case.receipt, None
    case.save(update_fields=["receipt"])
    if receipt is not None and not receipt.cases.exists():
        forget_receipt(receipt)
    log(ACTOR, "retention.uploads", case, before=before)
    for reference in references:
        forget_original(reference)
    return True
