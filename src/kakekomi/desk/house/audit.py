"""Who did what and when; each entry seals the one before it, so that a gap or a change shows."""

import json
from datetime import datetime
from hashlib import sha256
from typing import Any, Final

from django.db import connection, models, transaction
from django.utils import timezone

from kakekomi.desk.house.models import AuditEntry, Organization

LOCK: Final = 0x6B616B65
"""Number of the advisory lock: any, but always the same."""

START: Final = "0" * 64
"""What the first entry seals."""


def record(
    actor: object,
    action: str,
    target: models.Model | str,
    *,
    before: Any = None,
    after: Any = None,
    organization: Organization | None = None,
) -> AuditEntry:
    """Append an entry in the transaction of the change that it tells of."""
    name = target if isinstance(target, str) else f"{target._meta.label_lower}:{target.pk}"
    with transaction.atomic():
        _wait_for_others()
        last = AuditEntry.objects.order_by("-number").first()
        entry = AuditEntry(
            number=last.number + 1 if last else 1,
            at=_now(),
            actor=str(actor)[:200],
            action=action,
            target=name[:200],
            organization=organization,
            before=before,
            after=after,
            previous=last.digest if last else START,
        )
        entry.digest = digest_of(entry)
        entry.save(force_insert=True)
    return entry


def _now() -> datetime:
    """Whole milliseconds: a backup keeps no more, and the digest must fit after it, too."""
    now = timezone.now()
    return now.replace(microsecond=now.microsecond // 1000 * 1000)


def _wait_for_others() -> None:
    """One appends at a time: on SQLite every transaction is alone already."""
    if connection.vendor == "postgresql":
        with connection.cursor() as cursor:
            cursor.execute("SELECT pg_advisory_xact_lock(%s)", [LOCK])


def digest_of(entry: AuditEntry) -> str:
    """SHA-256 of everything in the entry but the digest itself."""
    sealed = [
        entry.number,
        entry.at.isoformat(),
        entry.actor,
        entry.action,
        entry.target,
        entry.organization_id,
        entry.before,
        entry.after,
        entry.previous,
    ]
    return sha256(json.dumps(sealed, ensure_ascii=False, sort_keys=True).encode()).hexdigest()


def first_broken() -> int | None:
    """Number of the first entry that does not fit the one before it; None if all do."""
    previous = START
    for number, entry in enumerate(AuditEntry.objects.order_by("number").iterator(), 1):
        is_whole = entry.number == number and entry.previous == previous
        if not is_whole or entry.digest != digest_of(entry):
            return number
        previous = entry.digest
    return None
