"""What is kept no longer than it is needed: each app says what of its own is old, here it goes.

How long is a setting (``config.Keeping``). It happens in the background, once a day and at each
start, in small transactions, each with its line in the audit log; done twice it does nothing more.
"""

import logging
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Final, TypeVar

from django.db import models, transaction
from django.db.models import QuerySet
from django.utils import timezone

from kakekomi.desk.house.audit import record

log = logging.getLogger(__name__)

RowT = TypeVar("RowT", bound=models.Model)

ACTOR: Final = "retention"
"""Who does it, in the audit log."""

BATCH: Final = 100
"""Rows a transaction: others wait no longer than a blink for the database."""

PAUSE: Final = timedelta(hours=24)
"""Between two rounds."""

Forget = Callable[[datetime], int]

forgetters: Final[list[Forget]] = []
"""Of the apps: each forgets what is too old at that moment, and says how much."""


def forget_rows(what: str, rows: QuerySet[RowT], forget: Callable[[RowT], bool]) -> int:
    """Have each row forgotten; how many were. ``forget`` says whether it was possible."""
    keys = list(rows.values_list("pk", flat=True))
    total = 0
    for start in range(0, len(keys), BATCH):
        with transaction.atomic():
            found = rows.model._default_manager.filter(pk__in=keys[start : start + BATCH])
            count = sum(forget(row) for row in found)
            if count:
                record(ACTOR, "retention.forgotten", what, after={"count": count})
        total += count
    return total


def forget_all(now: datetime) -> int:
    """Everything that is too old; how much it was."""
    return sum(forget(now) for forget in forgetters)


class Daily:
    """Remembers when this process last looked."""

    def __init__(self) -> None:
        self.looked_at: datetime | None = None

    def __call__(self) -> None:
        """Look if it is time."""
        now = timezone.now()
        if self.looked_at is None or now - self.looked_at >= PAUSE:
            self.looked_at = now
            try:
                forget_all(now)
            except Exception:  # the rest of the background's work must go on
                log.exception("what is old was not forgotten")
