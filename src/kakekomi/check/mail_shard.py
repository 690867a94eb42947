"""Check the mails of a shard: what a worker process does.

A mail that takes too long or too much memory is read once more by its beginning alone, so that
something is known of it. One that is encrypted is tried again with passwords that stand in other
mails of the same sender nearby: the usual "password follows" comes minutes later, some come before.
"""

import math
import time
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass, replace
from itertools import takewhile
from typing import Final

import msgspec

from kakekomi.check import inputs, other_mail
from kakekomi.check.alarm import OutOfTimeError
from kakekomi.check.answer import MailResult, Trail
from kakekomi.check.bounds import BEGINNING_S, FULL_S, JUDGE_S, Watch, limit_memory
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.fact_lines import facts_of
from kakekomi.check.inputs import Input, Letter
from kakekomi.check.judging import (
    Collected,
    collect,
    conclude,
    load_pack,
    load_scanner,
    warm_up,
)
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.shard import (
    Lost,
    Output,
    Setup,
    Shard,
    ShardResult,
    Source,
    encode,
)
from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Message, Recipient
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.mail.acquaintance import Meeting, meetings
from kakekomi.mail.collect import collect as collect_mail
from kakekomi.mail.mime import MAX_MAIL_BYTES
from kakekomi.trace.reading import read_letter, read_spoof

BEGINNING_BYTES: Final = 256 * 1024
"""Of a mail that took too long: header, text, and the beginning of the first attachment."""

MAX_TRAIL_RECIPIENTS: Final = 20
"""Named on the page; a list with more says the same by its name."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _One:
    """A source with what it gave."""

    source: Source
    collected: Collected
    read_bytes: int = 0


class ShardChecker:
    """Checks shard after shard; the knowledge is loaded once."""

    def __init__(self, setup: Setup, watch: Watch | None = None) -> None:
        self._setup = setup
        self._watch = watch or Watch()
        warm_up(setup.judging.choice)
        known = load_pack(setup.judging.choice).passwords
        self._context = replace(setup.context, known_passwords=known)
        limit_memory()

    def check(self, shard: Shard) -> bytes:
        """The encoded result."""
        if self._setup.output is Output.MEETINGS:
            return encode(self._meetings(shard))
        if self._setup.output in {Output.LETTERS, Output.SPOOFS}:
            return encode(self._compared(shard))
        ones = list(self._ones(shard))
        self._watch.allow(JUDGE_S)
        results = tuple(self._results(ones))
        self._watch.rest()
        return encode(ShardResult(results, sum(one.read_bytes for one in ones)))

    def collected(self, shard: Shard, ends_at: float) -> Iterator[Collected]:
        """What each of its mails gave, in their order, unjudged; none is begun after that time."""
        return (one.collected for one in self._ones(shard, ends_at))

    def _ones(self, shard: Shard, ends_at: float = math.inf) -> Iterator[_One]:
        in_time = takewhile(lambda _: time.monotonic() < ends_at, shard.sources)
        ones = [self._one(source) for source in in_time]
        return self._with_other_passwords(ones, (*shard.following, *shard.preceding))

    def _meetings(self, shard: Shard) -> ShardResult:
        """What goes wrong is told when the mails are checked; here it only teaches nothing."""
        met: list[Meeting] = []
        read_bytes = 0
        own = self._setup.context.own_domains
        for source in shard.sources:
            read = _read(source) if isinstance(source, Input | Letter) else None
            if isinstance(read, tuple):
                met += self._met(read[0], own)
                read_bytes += len(read[0])
        self._watch.rest()
        return ShardResult((MailResult(data=msgspec.msgpack.encode(met)),), read_bytes)

    def _compared(self, shard: Shard) -> ShardResult:
        """Of each mail what is compared with others, or why there is nothing."""
        results, read_bytes = [], 0
        for source in shard.sources:
            if isinstance(source, Lost):
                results.append(MailResult(problem=_lost(source).problem))
                continue
            read = _read(source) if isinstance(source, Input | Letter) else source
            if isinstance(read, Problem):
                results.append(MailResult(problem=read))
                continue
            read_bytes += len(read[0])
            results.append(self._letter(read[0], source.name))
        self._watch.rest()
        return ShardResult(tuple(results), read_bytes)

    def _letter(self, data: bytes, name: str) -> MailResult:
        def letter() -> bytes:
            if self._setup.output is Output.SPOOFS:
                return msgspec.msgpack.encode(read_spoof(data, name))
            return msgspec.msgpack.encode(read_letter(data))

        try:
            result = attempt(
                lambda: self._watch.within(FULL_S, letter),
                name=name,
                bad_input="problem.not_mail",
            )
        except (OutOfTimeError, MemoryError):
            result = Problem(name=name, key="problem.lost_limit", status=ExitStatus.NOT_CHECKED)
        if isinstance(result, Problem):
            return MailResult(subject=name, problem=result)
        return MailResult(subject=name, data=result)

    def _met(self, data: bytes, own: tuple[str, ...]) -> tuple[Meeting, ...]:
        try:
            return self._watch.within(FULL_S, lambda: meetings(data, own))
        except (OutOfTimeError, MemoryError):
            return ()

    def _one(self, source: Source, passwords: tuple[str, ...] = ()) -> _One:
        if isinstance(source, Problem):
            return _One(source=source, collected=Collected(problem=source))
        if isinstance(source, Lost):
            return _One(source=source, collected=_lost(source))
        read = _read(source)
        if isinstance(read, Problem):
            return _One(source=source, collected=Collected(problem=read))
        data, is_cut = read
        result = collect(
            lambda: self._facts(data, source.name, passwords),
            name=source.name,
            kind=Kind.MAIL,
            bad_input="problem.not_mail",
        )
        if is_cut:
            result = replace(result, facts=tuple(map(_with_limit, result.facts)))
        return _One(source=source, collected=result, read_bytes=len(data))

    def _facts(self, data: bytes, name: str, passwords: tuple[str, ...]) -> SubjectFacts:
        given = self._context
        context = replace(given, passwords=given.passwords + passwords) if passwords else given
        scanner = load_scanner(self._setup.judging.choice)

        def read(part: bytes) -> SubjectFacts:
            return collect_mail(part, subject=name, context=context, scanner=scanner)

        with suppress(OutOfTimeError, MemoryError):
            return self._watch.within(FULL_S, lambda: read(data))
        return self._beginning(read, data[:BEGINNING_BYTES], name)

    def _beginning(
        self, read: Callable[[bytes], SubjectFacts], data: bytes, name: str
    ) -> SubjectFacts:
        """What the beginning says; that the rest was not read is a gap."""
        try:
            facts = self._watch.within(BEGINNING_S, lambda: read(data))
        except (OutOfTimeError, MemoryError, ParseError):
            facts = SubjectFacts(subject=name, kind=Kind.MAIL, rows=())
        return _with_limit(facts)

    def _with_other_passwords(
        self, ones: Sequence[_One], around: Sequence[Source]
    ) -> Iterator[_One]:
        """Those that stayed shut are tried again; with nothing shut nothing is done."""
        everything = [facts for one in ones for facts in one.collected.facts]
        if not any(map(other_mail.is_shut, everything)):
            yield from ones
            return
        wanted = other_mail.senders(everything)
        everything += self._neighbours(around, wanted)
        for one in ones:
            yield self._again(one, everything)

    def _neighbours(
        self, around: Sequence[Source], wanted: frozenset[bytes]
    ) -> Iterator[SubjectFacts]:
        """Facts of the mails around this shard that may be of the senders in question."""
        for source in around:
            if isinstance(source, Input | Letter):
                read = _read(source)
                if isinstance(read, tuple) and other_mail.mentions(read[0], wanted):
                    yield from self._one(source).collected.facts

    def _again(self, one: _One, everything: Sequence[SubjectFacts]) -> _One:
        facts = one.collected.facts[0] if one.collected.facts else None
        if facts is None or not other_mail.is_shut(facts):
            return one
        passwords = other_mail.passwords(facts, everything)
        if not passwords:
            return one
        retried = self._one(one.source, other_mail.spellings(passwords))
        opened = [
            replace(again, rows=(*again.rows, *other_mail.fitting(again, passwords)))
            for again in retried.collected.facts
        ]
        return replace(retried, collected=replace(retried.collected, facts=tuple(opened)))

    def _results(self, ones: Sequence[_One]) -> Iterator[MailResult]:
        collected = [one.collected for one in ones]
        if self._setup.output is Output.FACTS:
            yield from facts_of(collected)
            return
        trails = _trails(collected) if self._setup.has_trails else {}
        for result in conclude(collected, self._setup.judging):
            if isinstance(result, Problem):
                yield MailResult(problem=result)
            else:
                yield MailResult(
                    subject=result.subject,
                    verdict=result.verdict,
                    data=msgspec.json.encode(result),
                    trail=trails.get(result.subject),
                )


def _read(source: Input | Letter) -> tuple[bytes, bool] | Problem:
    """The mail, and whether it was cut at the cap."""
    if isinstance(source, Letter):
        return source.data, False

    def read() -> tuple[bytes, bool]:
        return inputs.read_to(source, limit_bytes=MAX_MAIL_BYTES)

    return attempt(read, name=source.name, bad_input="problem.other")


def _with_limit(facts: SubjectFacts) -> SubjectFacts:
    return replace(facts, rows=(*facts.rows, Gap(what=What.MAIL, why=Why.LIMIT)))


def _lost(source: Lost) -> Collected:
    why = Why.LIMIT if source.is_limit else Why.FAILED
    rows = (Gap(what=What.MAIL, why=why),)
    facts = SubjectFacts(subject=source.name, kind=Kind.MAIL, rows=rows)
    problem = Problem(
        name=source.name,
        key="problem.lost_limit" if source.is_limit else "problem.lost",
        status=ExitStatus.NOT_CHECKED if source.is_limit else ExitStatus.OUR_FAULT,
    )
    return Collected(facts=(facts,), problem=problem)


def _trails(collected: Sequence[Collected]) -> dict[str, Trail]:
    trails: dict[str, Trail] = {}
    for one in collected:
        for facts in one.facts:
            for message in facts.of(Message)[:1]:
                trails[facts.subject] = _trail(message, facts.of(Recipient))
    return trails


def _trail(message: Message, recipients: Sequence[Recipient]) -> Trail:
    addresses = dict.fromkeys(row.address.lower() for row in recipients if row.address)
    return Trail(
        date_at=message.date_at,
        from_name=message.from_name or "",
        from_address=message.from_address or "",
        subject_line=message.subject_line or "",
        message_id=message.message_id or "",
        in_reply_to=message.in_reply_to or "",
        recipients=tuple(addresses)[:MAX_TRAIL_RECIPIENTS],
    )
