"""A wave is named after its mails; when all of them are forgotten, so is the wave."""

from datetime import datetime, timedelta

from django.conf import settings

from kakekomi.desk.counter.models import Wave
from kakekomi.desk.house.retention import forget_rows


def forget_old(now: datetime) -> int:
    """How many waves were forgotten; those of which partners were warned stay with the warning."""
    limit = now - timedelta(days=settings.CONFIG.keeping.receipts)
    empty = Wave.objects.filter(opened_at__lt=limit, members=None, warnings=None)
    return forget_rows("waves", empty, _forget)


def _forget(wave: Wave) -> bool:
    wave.delete()
    return True
