"""Files of a case for as long as a job reads them: out of their encryption, in a private folder.

Mailboxes are too large for memory and are read from a disk. The folder lies in the data folder,
nobody else may open it, and it is gone when the job ends. What a killed job left is removed as soon
as nobody has a lease on it.
"""

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final

import msgspec
from django.conf import settings
from django.utils import timezone

from kakekomi.desk import originals
from kakekomi.desk.cases.models import FileRole, MailFile
from kakekomi.desk.work.case_models import CaseRun
from kakekomi.desk.work.ledger import Lease
from kakekomi.desk.work.models import Job, State

FOLDER: Final = "reading"
"""Below the data folder."""


class KeptFile(msgspec.Struct, frozen=True, kw_only=True):
    """A file as it was when the job was asked for."""

    role: FileRole
    name: str
    original: str


def kept(file: MailFile) -> dict[str, str]:
    """The file as a row of a job."""
    one = KeptFile(role=FileRole(file.role), name=file.name, original=file.original)
    found: dict[str, str] = msgspec.to_builtins(one)
    return found


def files_of(run: CaseRun) -> tuple[KeptFile, ...]:
    """What the job is to read."""
    return msgspec.convert(run.files, tuple[KeptFile, ...])


def _home() -> Path:
    home: Path = settings.CONFIG.data / FOLDER
    home.mkdir(mode=0o700, parents=True, exist_ok=True)
    return home


def sweep() -> None:
    """Remove what jobs left that were killed; those at work keep theirs."""
    left = {one.name: one for one in _home().iterdir()}
    if not left:
        return
    at_work = Job.objects.filter(state=State.RUNNING, lease_until__gt=timezone.now())
    for job_id in at_work.values_list("pk", flat=True):
        left.pop(str(job_id), None)
    for place in left.values():
        shutil.rmtree(place, ignore_errors=True)


@contextmanager
def unpacked(lease: Lease, run: CaseRun) -> Iterator[Path]:
    """A folder with a folder for each role.

    Raises:
        ParseError: a file was changed on the disk.
        OSError: one is gone.
    """
    place = _home() / str(lease.job_id)
    shutil.rmtree(place, ignore_errors=True)
    place.mkdir(mode=0o700)
    try:
        for file in files_of(run):
            target = place / file.role.value / file.name
            target.parent.mkdir(exist_ok=True)
            target.write_bytes(originals.read(file.original))
        yield place
    finally:
        shutil.rmtree(place, ignore_errors=True)
