"""``import_results FOLDER --organization NAME``: take in what was carried here from PCs."""

import getpass
from collections import Counter
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError, CommandParser

from kakekomi.check.visible import visible
from kakekomi.desk.house.models import Organization
from kakekomi.desk.intake.importing import Fate, TooManyFilesError, import_folder


class Command(BaseCommand):
    """One line a file, and how many there were."""

    help = "Take in the results in FOLDER, as if each PC had sent its own; the same files once."

    def add_arguments(self, parser: CommandParser) -> None:
        """Where, and whose."""
        parser.add_argument("folder", type=Path)
        parser.add_argument("--organization", required=True, help="name or number")

    def handle(self, *_arguments: Any, **options: Any) -> None:
        """Tell about each file; status 1 if one was refused."""
        organization = _organization(options["organization"])
        try:
            lines = import_folder(options["folder"], organization, f"import:{getpass.getuser()}")
        except (OSError, TooManyFilesError) as error:
            raise CommandError(str(error)) from error
        for line in lines:
            self.stdout.write(f"{line.fate}: {visible(line.name)}: {visible(line.says)}")
        counts = Counter(line.fate for line in lines)
        told = ", ".join(f"{counts[fate]} {fate}" for fate in Fate)
        self.stdout.write(f"{organization}: {told}")
        if counts[Fate.REFUSED]:
            raise CommandError(f"{counts[Fate.REFUSED]} refused")


def _organization(text: str) -> Organization:
    found = Organization.objects.filter(name=text)
    if not found and text.isdecimal():
        found = Organization.objects.filter(pk=int(text))
    if found.count() != 1:
        names = ", ".join(f"{one.pk} {one.name}" for one in Organization.objects.order_by("pk"))
        raise CommandError(f"no such organization, or several: {text!r}. There are: {names}")
    return found.get()
