"""``forget_old``: forget what is kept no longer than it is needed."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from kakekomi.desk.house.retention import forget_all


class Command(BaseCommand):
    """The background does so by itself once a day."""

    help = "Forget what is older than the KAKEKOMI_DESK_KEEP_… settings say."

    def handle(self, *_arguments: Any, **_options: Any) -> None:
        """Say how much was forgotten."""
        self.stdout.write(f"forgotten: {forget_all(timezone.now())}")
