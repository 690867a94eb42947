"""Check one file that was handed in: what a worker process does with it.

Mails go the way of the command line, shard and all, so that the verdict is the same; reports and
snapshots too. The facts come back with the verdict, to be judged again when the pack has learned.
"""

import io
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import UTC, datetime
from itertools import islice
from typing import Final

import msgspec

from kakekomi.check.alarm import OutOfTimeError
from kakekomi.check.bounds import Watch
from kakekomi.check.codes import is_picture, pages_in
from kakekomi.check.inputs import Letter
from kakekomi.check.judging import Collected, Judging, Result, collect, conclude_in_all, warm_up
from kakekomi.check.language import Language
from kakekomi.check.mail_shard import ShardChecker
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.packed import tables_in
from kakekomi.check.reading import READ_S
from kakekomi.check.shard import Lost, Setup, Shard, Source
from kakekomi.check.upload import (
    CheckedSubject,
    Upload,
    UploadKind,
    UploadResult,
    UploadSetup,
    encode_result,
    upload_kind,
)
from kakekomi.check.visible import valid_text
from kakekomi.facts import snapshot
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.facts.paper import MissingPagesError, join
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.case_of_one import tool_of
from kakekomi.guide.document import VerdictDocument
from kakekomi.host.report import read_report
from kakekomi.mail.container import ContainerKind, MailItem, open_container
from kakekomi.mail.context import MailContext

MAX_SUBJECTS: Final = 100
"""Of one file; whoever has more mails than a page can show checks them at the command line."""

MAX_UPLOAD_S: Final = 25.0
"""For all mails of one file: somebody is waiting in front of a browser, which gives up after 30."""

TABLES_S: Final = 20.0
"""To read a report or a snapshot: a PC with 300,000 files takes half of it."""

CONCLUDE_S: Final = 30.0
"""To judge all of one file: a PC with 300,000 files takes a tenth on a machine with nothing else to
do. A small file can hold millions of rows, and others wait for a place."""

MAX_ROWS: Final = 500_000
"""Of one file: a PC with 300,000 files has them; more is made to keep others waiting."""


class UploadChecker:
    """Checks file after file; the knowledge is loaded once."""

    def __init__(self, setup: UploadSetup) -> None:
        self._choice = setup.choice
        self._watch = Watch()
        warm_up(setup.choice)

    def check(self, upload: Upload) -> bytes:
        """The encoded result."""
        return encode_result(self._result(upload))

    def _result(self, upload: Upload) -> UploadResult:
        kind, container = upload_kind(upload.name, upload.data)
        if upload.is_lost or kind is UploadKind.MAIL:
            return self._mails(upload, [_only(upload, container)])
        if kind is UploadKind.MAILS:
            return self._many(upload, container)
        if kind is UploadKind.PAPER:
            return self._concluded(self._paper([upload], upload), upload)
        collected = self._tables(upload, kind)
        return self._concluded(
            collected[:MAX_SUBJECTS], upload, max(0, len(collected) - MAX_SUBJECTS)
        )

    def _many(self, upload: Upload, container: ContainerKind) -> UploadResult:
        self._watch.allow(READ_S)
        sources: list[Source] = []
        left_out = 0
        for source in _sources(upload, container):
            if len(sources) == MAX_SUBJECTS:
                left_out += 1
                break
            sources.append(source)
        self._watch.rest()
        ends_at = time.monotonic() + MAX_UPLOAD_S
        tables = self._packed(upload, ends_at) if container is ContainerKind.ZIP else []
        if not sources and not tables:
            sources.append(Problem(name=upload.name, key="problem.no_mail_in_it"))
        mails = self._collected(upload, sources, ends_at)
        left_out += len(sources) - len(mails) + max(0, len(mails) + len(tables) - MAX_SUBJECTS)
        return self._concluded([*mails, *tables][:MAX_SUBJECTS], upload, left_out)

    def _packed(self, upload: Upload, ends_at: float) -> list[Collected]:
        """Reports, snapshots and pages in a packed folder, as long as there is time."""
        found: list[Collected] = []
        pages: list[Upload] = []
        for kind, member in tables_in(upload):
            if time.monotonic() > ends_at:
                break
            if kind is UploadKind.PAPER:
                pages.append(member)
            else:
                found += [one for one in self._tables(member, kind) if not _is_other(one)]
            self._watch.allow(READ_S)
        self._watch.rest()
        return found + [one for one in self._paper(pages, upload) if not _is_no_page(one)]

    def _paper(self, members: Sequence[Upload], first: Upload) -> list[Collected]:
        return self._in_time(lambda: _joined(members, first), first)

    def _mails(self, upload: Upload, sources: list[Source]) -> UploadResult:
        ends_at = time.monotonic() + MAX_UPLOAD_S
        return self._concluded(self._collected(upload, sources, ends_at), upload)

    def _collected(self, upload: Upload, sources: list[Source], ends_at: float) -> list[Collected]:
        """Mails one by one while there is time."""
        return list(self._checker(upload).collected(Shard(sources=tuple(sources)), ends_at))

    def _checker(self, upload: Upload) -> ShardChecker:
        context = MailContext(own_domains=upload.own_domains, passwords=upload.passwords)
        judging = self._judging(upload, Language.JA)
        return ShardChecker(Setup(judging=judging, context=context), self._watch)

    def _judging(self, upload: Upload, language: Language) -> Judging:
        now = datetime.fromtimestamp(upload.now_s, UTC)
        return Judging(choice=self._choice, language=language, now=now)

    def _tables(self, upload: Upload, kind: UploadKind) -> list[Collected]:
        return self._in_time(lambda: _READERS[kind](upload), upload)

    def _in_time(self, read: Callable[[], list[Collected]], upload: Upload) -> list[Collected]:
        self._watch.allow(TABLES_S * 2)
        try:
            return self._watch.within(TABLES_S, read)
        except (OutOfTimeError, MemoryError):
            return [Collected(problem=Problem(name=upload.name, key="problem.lost_limit"))]

    def _concluded(
        self, collected: list[Collected], upload: Upload, left_out: int = 0
    ) -> UploadResult:
        self._watch.allow(CONCLUDE_S)
        judgings = [self._judging(upload, language) for language in Language]
        answers = [
            _verdicts(collected, results) for results in conclude_in_all(collected, judgings)
        ]
        facts = [one for each in collected for one in each.facts]
        problems = [each.problem for each in collected if each.problem is not None]
        subjects: list[CheckedSubject] = []
        for one, *documents in zip(facts, *answers, strict=True):
            told = [document for document in documents if isinstance(document, VerdictDocument)]
            problems += [result for result in documents[:1] if isinstance(result, Problem)]
            if len(told) == len(documents):
                subjects.append(_subject(one, told))
        self._watch.rest()
        return UploadResult(tuple(subjects), tuple(problems), left_out)


def _verdicts(collected: Sequence[Collected], results: Sequence[Result]) -> list[Result]:
    """Of the results those on facts: one for each."""
    left = iter(results)
    found: list[Result] = []
    for one in collected:
        if one.problem is not None:
            next(left)
        found += islice(left, len(one.facts))
    return found


def _is_other(collected: Collected) -> bool:
    """Whether a member of a packed folder is none of ours."""
    problem = collected.problem
    return problem is not None and not collected.facts and not problem.is_ours


def _is_no_page(collected: Collected) -> bool:
    """Whether none of a folder's pictures was a page: it holds photographs of other things."""
    return collected.problem is not None and collected.problem.key == "problem.not_known"


def _only(upload: Upload, container: ContainerKind) -> Source:
    if upload.is_lost:
        return Lost(name=upload.name, is_limit=upload.is_limit)
    if container is ContainerKind.EMLX:
        items = open_container(io.BytesIO(upload.data), container)
        return next(_source(item, upload) for item in items)
    return Letter(name=upload.name, data=upload.data)


def _sources(upload: Upload, container: ContainerKind) -> Iterator[Source]:
    try:
        for item in open_container(io.BytesIO(upload.data), container, passwords=upload.passwords):
            yield _source(item, upload)
    except UnsupportedError as error:
        yield Problem(name=upload.name, key="problem.mailbox", reason=str(error))
    except ParseError as error:
        yield Problem(name=upload.name, key="problem.not_mailbox", reason=str(error))


def _source(item: MailItem, upload: Upload) -> Source:
    name = upload.name + valid_text(item.place)
    if isinstance(item.data, ParseError):
        return Problem(name=name, key="problem.not_mail", reason=str(item.data))
    return Letter(name=name, data=item.data)


def _report(upload: Upload) -> list[Collected]:
    return [
        collect(
            lambda: read_report(upload.data, file_name=upload.name),
            name=upload.name,
            kind=Kind.REPORT,
            bad_input="problem.not_known",
        )
    ]


def _joined(members: Sequence[Upload], first: Upload) -> list[Collected]:
    """The snapshots whose pages are all there; which are not is told."""
    texts = [text for member in members for text in _texts(member)]
    if not texts:
        return [Collected(problem=Problem(name=first.name, key="problem.not_known"))]
    try:
        joined = join(texts)
    except MissingPagesError as error:
        listed = ", ".join(map(str, error.numbers))
        reason = f"{listed} / {error.total}"
        return [Collected(problem=Problem(name=first.name, key="problem.pages", reason=reason))]
    except ParseError as error:
        problem = Problem(name=first.name, key="problem.not_paper", reason=str(error))
        return [Collected(problem=problem)]
    return [one for data in joined for one in _snapshot(replace(first, data=data))]


def _texts(member: Upload) -> tuple[str, ...]:
    """The pages in a picture or text; none if it can't be read: another may hold them."""
    if is_picture(member.data):
        read = attempt(lambda: pages_in(member.data), name=member.name, bad_input="problem.pages")
        return () if isinstance(read, Problem) else read
    text = member.data.decode("ascii", errors="replace")
    return tuple(line for line in text.splitlines() if line.strip())


def _snapshot(upload: Upload) -> list[Collected]:
    stored = attempt(
        lambda: snapshot.read(upload.data, where=upload.name),
        name=upload.name,
        bad_input="problem.not_snapshot",
    )
    if isinstance(stored, Problem):
        return [Collected(problem=stored)]
    if sum(len(facts.rows) for facts in stored) > MAX_ROWS:
        return [Collected(problem=Problem(name=upload.name, key="problem.lost_limit"))]
    return [Collected(facts=(facts,)) for facts in stored]


_READERS: Final[Mapping[UploadKind, Callable[[Upload], list[Collected]]]] = {
    UploadKind.REPORT: _report,
    UploadKind.SNAPSHOT: _snapshot,
}


def _subject(facts: SubjectFacts, documents: Sequence[VerdictDocument]) -> CheckedSubject:
    return CheckedSubject(
        kind=facts.kind.value,
        subject=facts.subject,
        verdict=documents[0].verdict,
        facts=snapshot.write([facts]),
        tool=tool_of(facts),
        documents=tuple(map(msgspec.json.encode, documents)),
    )
