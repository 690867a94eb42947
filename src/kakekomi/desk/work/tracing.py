"""Find out who leaked from the files of a case: the same way as the command ``trace``.

Mails are taken apart by processes of their own, under limits; what this one keeps of them are
numbers. A job that dies begins anew: its answer is written in one transaction at its end.
"""

import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec
from django.utils import timezone

from kakekomi.check import inputs, mails
from kakekomi.check.answer import MailResult
from kakekomi.check.judging import Judging
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem
from kakekomi.check.shard import Setup
from kakekomi.check.tracer import NoSpoofError, Traced, TraceInput, Tracer
from kakekomi.check.workers import Workers
from kakekomi.desk.cases.models import FileRole
from kakekomi.desk.cases.writing import keep_trace
from kakekomi.desk.checks.crew import choice_of
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.work.case_files import files_of, unpacked
from kakekomi.desk.work.case_models import CaseRun
from kakekomi.desk.work.ledger import Lease
from kakekomi.desk.work.rejudge import workers

if TYPE_CHECKING:
    from kakekomi.trace.document import TraceDocument

MAX_READERS: Final = 2
"""Processes that read mail beside the desk's own work; each may take 600 MiB."""

EACH_S: Final = 1.0
"""Between two notes of how far it is; a lease lasts sixty times as long."""


def trace(lease: Lease) -> None:
    """Do the whole job.

    Raises:
        LeaseLostError: somebody else does it.
    """
    run = CaseRun.objects.select_related("case__organization").get(job=lease.job_id)
    if run.outcome:
        return
    watcher = Watcher(lease)
    with unpacked(lease, run) as place:
        try:
            traced = _tracer(run, place, watcher).run()
        except NoSpoofError:
            documents = []
        else:
            documents = [_document(traced, language, place) for language in Language]
    lease.renew(done=watcher.done)
    lease.set_total(watcher.done)
    with lease.batch(done=0):
        if documents:
            run.result = keep_trace(run.case, documents[0], run.asked_by, documents[1])
        run.outcome = {
            "has_spoofs": bool(documents),
            "mails": watcher.done,
            "unreadable": watcher.problems,
        }
        run.save(update_fields=["result", "outcome"])


def _tracer(run: CaseRun, place: Path, watcher: "Watcher") -> Tracer:
    given = TraceInput(
        spoofs=_paths(run, place, FileRole.SPOOF),
        archives=_paths(run, place, FileRole.ARCHIVE),
        own_domains=tuple(map(str, run.options.get("own_domains", ()))),
    )
    judging = Judging(
        choice=choice_of(current_pack()),
        language=Language.JA,
        now=timezone.now().replace(microsecond=0),
    )
    return Tracer(given, judging, read, watcher)


def _paths(run: CaseRun, place: Path, role: FileRole) -> tuple[str, ...]:
    """In the order in which they were added."""
    return tuple(str(place / role / file.name) for file in files_of(run) if file.role is role)


def read(setup: Setup, paths: Sequence[str]) -> Iterator[MailResult]:
    """All mails of the files, by processes here."""
    jobs = min(workers(), MAX_READERS)
    with ThreadPoolExecutor(jobs) as executor, Workers(setup) as crew:
        yield from mails.check(
            inputs.mails(paths), lambda shard: executor.submit(crew.check, shard), jobs=jobs
        )


class Watcher:
    """Notes in the ledger how far the job is, so that a page can say it."""

    def __init__(self, lease: Lease) -> None:
        self.done = 0
        self.problems = 0
        self._lease = lease
        self._noted_s = 0.0

    def step(self, done: int, /) -> None:
        """So many mails have passed by."""
        self.done = done
        now = time.monotonic()
        if now - self._noted_s >= EACH_S:
            self._noted_s = now
            self._lease.renew(done=done)

    def problem(self, _: Problem, /) -> None:
        """One could not be read; the answer names it."""
        self.problems += 1

    def skipped(self, names: Sequence[str], /) -> None:
        """Files that are no mail; every file here was handed in as one."""
        self.problems += len(names)


def _document(traced: Traced, language: Language, place: Path) -> str:
    """The answer, files named as people named them."""
    document = traced.document(language)
    return msgspec.json.encode(_renamed(document, place)).decode()


def _renamed(document: "TraceDocument", place: Path) -> "TraceDocument":
    folders = [f"{place / role}/" for role in FileRole] + [f"{place / role}\\" for role in FileRole]

    def short(name: str) -> str:
        for folder in folders:
            name = name.removeprefix(folder)
        return name

    replace = msgspec.structs.replace
    return replace(
        document,
        archives=tuple(replace(one, name=short(one.name)) for one in document.archives),
        gaps=tuple(replace(one, detail=short(one.detail)) for one in document.gaps),
    )
