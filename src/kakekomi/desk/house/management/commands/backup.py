"""``backup FILE --keys FILE``: everything of the desk in one file, its keys in another."""

from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandParser

from kakekomi.desk.house.backup import write_backup, write_keys


class Command(BaseCommand):
    """Write a backup."""

    help = "Write all rows and uploads into FILE, and the keys into a file to keep elsewhere."

    def add_arguments(self, parser: CommandParser) -> None:
        """Two files."""
        parser.add_argument("file", type=Path)
        parser.add_argument("--keys", type=Path, metavar="FILE")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Write them."""
        count = write_backup(options["file"])
        self.stdout.write(f"{options['file']}: {count} rows")
        if options["keys"] is None:
            self.stdout.write("without --keys: uploads can't be read without the keys folder")
        else:
            write_keys(options["keys"])
            self.stdout.write(f"{options['keys']}: keep it in another place")
