"""``restore FILE --keys FILE``: put a backup into an empty desk."""

from pathlib import Path
from typing import Any

from django.core.management import call_command
from django.core.management.base import BaseCommand, CommandError, CommandParser

from kakekomi.desk.house.backup import restore, restore_keys
from kakekomi.facts.errors import KakekomiError


class Command(BaseCommand):
    """Read a backup."""

    help = "Put a backup into an empty data folder; give the file of keys, too."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two files."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--keys", type=Path, metavar="FILE")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Make the tables, and fill them."""
        call_command("migrate", verbosity=0, interactive=False)
        try:
            count = restore(options["file"])
            if options["keys"] is not None:
                restore_keys(options["keys"])
        except (KakekomiError, OSError) as error:
            raise CommandError(str(error)) from error
        self.stdout.write(f"{count} rows are back")
