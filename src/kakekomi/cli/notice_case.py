"""The case that a notice is about, from files: stored facts of PCs, and the forged mails."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Final

from kakekomi.check import inputs
from kakekomi.check.inputs import MAX_FILE_BYTES
from kakekomi.check.judging import PackChoice, now
from kakekomi.check.upload import Upload, UploadSetup
from kakekomi.check.uploads import Uploads
from kakekomi.check.visible import valid_text
from kakekomi.cli.console import Console
from kakekomi.cli.run import tell
from kakekomi.facts import snapshot
from kakekomi.facts.case_tables import CheckResult
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.case_of_one import case_of_one
from kakekomi.judge.engine import judge
from kakekomi.mail.mime import MAX_MAIL_BYTES
from kakekomi.packs.model import Pack

MAX_FORGED_MAILS: Final = 100
"""Files of forged mails; their marks repeat after the first dozen."""


def stored_facts(paths: Sequence[str]) -> Iterator[SubjectFacts]:
    """Facts of snapshots, in their order. Raises: ParseError, OSError."""
    for source in inputs.files(paths):
        data = inputs.read(source, limit_bytes=MAX_FILE_BYTES)
        yield from snapshot.read(data, where=source.name)


def forged_mails(
    paths: Sequence[str], own_domains: Sequence[str], choice: PackChoice, console: Console
) -> Iterator[SubjectFacts]:
    """Facts of mails, each read by a process of its own; what can't be read is told."""
    with Uploads(UploadSetup(choice=choice)) as uploads:
        for path in paths[:MAX_FORGED_MAILS]:
            with Path(path).open("rb") as file:
                data = file.read(MAX_MAIL_BYTES)
            upload = Upload(
                name=valid_text(path),
                data=data,
                now_s=int(now().timestamp()),
                own_domains=tuple(own_domains),
            )
            result = uploads.check(upload)
            for problem in result.problems:
                tell(replace(problem, key="tell.failed"), console)
            for subject in result.subjects:
                yield from snapshot.read(subject.facts, where=upload.name)


def judged(facts: SubjectFacts, pack: Pack) -> SubjectFacts:
    """The facts with their verdict, as the case has them; what has one already stays."""
    if facts.kind is Kind.CASE or facts.of(CheckResult):
        return facts
    judgement = judge((facts,), pack)[0]
    return case_of_one(judgement, facts, (), now=now())[0]
