"""Receipts and enquiries are forgotten when nothing has happened to them for long.

Those that a case began with stay until the case's own time is over, see ``cases.forgetting``.
"""

from datetime import datetime, timedelta

from django.conf import settings
from django.db.models import Q

from kakekomi.desk.house.retention import forget_rows
from kakekomi.desk.portal.models import Enquiry, Receipt


def forget_old(now: datetime) -> int:
    """How many receipts and enquiries were forgotten."""
    limit = now - timedelta(days=settings.CONFIG.keeping.receipts)
    young = Enquiry.objects.filter(Q(created_at__gte=limit) | Q(answered_at__gte=limit))
    receipts = Receipt.objects.filter(created_at__lt=limit, cases__isnull=True).exclude(
        pk__in=young.filter(receipt__isnull=False).values("receipt")
    )
    alone = Enquiry.objects.filter(receipt=None, created_at__lt=limit).exclude(
        answered_at__gte=limit
    )
    return forget_rows("receipts", receipts, forget_receipt) + forget_rows(
        "enquiries", alone, _forget_enquiry
    )


def forget_receipt(receipt: Receipt) -> bool:
    """The receipt, its answers, and what was asked under its number."""
    receipt.enquiries.all().delete()
    receipt.delete()
    return True


def _forget_enquiry(enquiry: Enquiry) -> bool:
    enquiry.delete()
    return True
