"""``manage background``: do background work until ended."""

import time
from argparse import ArgumentParser
from datetime import timedelta
from typing import Any, Final

from django.core.management.base import BaseCommand
from django.utils import timezone
from django.utils.crypto import get_random_string
from django_tasks_db.management.commands.db_worker import Worker
from django_tasks_db.models import DBTaskResult

from kakekomi.desk.work.tasks import sweep

LOOK_S: Final = 1.0
"""Between two looks at the queue."""

SWEEP_S: Final = 5.0
"""Between two looks for work that nobody does."""

KEPT: Final = timedelta(days=7)
"""Rows of the task queue; the ledger keeps what matters for good."""


class Command(BaseCommand):
    """Take tasks from the queue; put back into it what a dead worker left."""

    help = "Do background work until ended."

    def add_arguments(self, parser: ArgumentParser) -> None:
        """Options."""
        parser.add_argument("--once", action="store_true", help="end when nothing is left to do")

    def handle(self, *_args: Any, **options: Any) -> None:
        """Work until the end is asked for."""
        worker = Worker(
            queue_names=["*"],
            interval=LOOK_S,
            batch=True,
            backend_name="default",
            startup_delay=False,
            max_tasks=None,
            worker_id=get_random_string(32),
            excluded_queue_names=[],
        )
        if not options["once"]:
            worker.configure_signals()
        DBTaskResult.objects.finished().filter(finished_at__lt=timezone.now() - KEPT).delete()
        swept_s: float | None = None
        while worker.running:
            now = time.monotonic()
            found = 0
            if swept_s is None or now - swept_s >= SWEEP_S or options["once"]:
                swept_s, found = now, sweep()
            worker.run()
            if options["once"] and not found:
                return
            if worker.running and not options["once"]:
                time.sleep(LOOK_S)
