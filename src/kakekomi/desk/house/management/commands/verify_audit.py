"""``verify_audit``: look whether the audit log is whole."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from kakekomi.desk.house.audit import first_broken
from kakekomi.desk.house.models import AuditEntry


class Command(BaseCommand):
    """Follow the chain of digests from the first entry to the last."""

    help = "Verify the chain of digests of the audit log; print the last one to keep elsewhere."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Say that all is whole, or name the first entry that is not."""
        broken = first_broken()
        if broken is not None:
            raise CommandError(f"audit log: entry {broken} does not fit the one before it")
        last = AuditEntry.objects.order_by("-number").first()
        digest = last.digest if last else "-"
        self.stdout.write(f"audit log: whole, {last.number if last else 0} entries, {digest}")
