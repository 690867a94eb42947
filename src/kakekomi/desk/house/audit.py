"""Who did what and when; each entry seals the one before it, so that a gap or a change shows."""

import json
from hashlib import sha256
from typing import Any, Final

from django.db import models, transaction
from django.utils import timezone

from kakekomi.desk.house.models import AuditEntry, Organization

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
        last = AuditEntry.objects.select_for_update().order_by("-number").first()
        entry = AuditEntry(
            number=last.number + 1 if last else 1,
            at=timezone.now(),
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
