"""``forget_old``: forget what strangers had checked, when its time is over."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kakekomi.desk.checks.service import forget_old


class Command(BaseCommand):
    """Run daily; the desk does so by itself as long as somebody uses it."""

    help = "Forget checks that belong to no organization and no case, after their 30 days."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Say how many were forgotten."""
        self.stdout.write(f"forgotten: {forget_old(timezone.now())}")
