"""``notice draft``: from a case and archives to text, list of recipients, and what is missing."""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta, tzinfo
from typing import Final

from kakekomi.check.contacts import read_contacts
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli.notice_case import forged_mails, judged, stored_facts
from kakekomi.cli.notice_commands import Desk
from kakekomi.cli.notice_mails import mails
from kakekomi.facts.errors import ConfigurationError
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.case import Case
from kakekomi.guide.done import done_steps
from kakekomi.notice.case import statement_of, suspects_of
from kakekomi.notice.checker import MAILED, Suspects
from kakekomi.notice.correspondence import MAX_HEADER_BYTES, Correspondence, affected
from kakekomi.notice.folder import NoticeFolder
from kakekomi.notice.statement import Statement, merged, write_statement
from kakekomi.notice.template import compose
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind, notice_template

PROGRESS_EVERY: Final = 500
"""Mails between two looks at the screen."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DraftOptions:
    """The arguments of ``notice draft``."""

    kind: str | None = None
    """None: as before, else to partners."""
    language: str | None = None
    """Of the notice; None: as before, else that of the screen."""
    case: Sequence[str] = ()
    archives: Sequence[str] = ()
    mailboxes: Sequence[str] = ()
    own_domains: Sequence[str] = ()
    since: datetime | None = None
    until: datetime | None = None
    addresses: Sequence[str] = ()
    mails: Sequence[str] = ()
    to: Sequence[str] = ()


class Drafting:
    """One draft."""

    def __init__(self, desk: Desk, options: DraftOptions) -> None:
        self._desk = desk
        self._options = options
        self._folder: NoticeFolder = desk.folder
        before = desk.folder.draft() if desk.folder.has_draft() else None
        kind = options.kind or (before.kind if before else NoticeKind.PARTNERS)
        language = options.language or (before.language if before else desk.language)
        self._kind = NoticeKind(kind)
        self._language = Language(language)

    def draft(self) -> ExitStatus:
        """Write all files; show what is still to be done."""
        desk, kind = self._desk, self._kind
        case = tuple(self._case())
        statement = self._statement(case)
        remarks = desk.notices.remarks(self._language)
        self._folder.write_statement(write_statement(statement, remarks))
        is_kept = self._folder.is_text_edited()
        titles = desk.notices.titles(self._language)
        template = notice_template(desk.pack, kind, self._language)
        text = compose(template, statement, self._language, titles)
        self._folder.write_text(text, kind, self._language, self._suspects(case))
        if self._options.archives or self._options.addresses or self._options.to:
            self._write_people(kind, statement)
        refusals = desk.refusals()
        if not desk.is_json:
            self._say(kind, is_kept=is_kept)
        desk.answer(self._folder.notice(), refusals)
        return ExitStatus.NOTHING_FOUND

    def _case(self) -> Iterator[SubjectFacts]:
        """The stored facts and the forged mails; what was only collected is judged first."""
        options, desk = self._options, self._desk
        for facts in stored_facts(options.case):
            yield judged(facts, desk.pack)
        if options.mails:
            mailed = forged_mails(options.mails, options.own_domains, desk.choice, desk.console)
            for facts in mailed:
                yield judged(facts, desk.pack)

    def _statement(self, case: Sequence[SubjectFacts]) -> Statement:
        stated = self._folder.statement() or Statement()
        if not stated.own_domains:
            stated = merged(stated, Statement(own_domains=tuple(self._options.own_domains)))
        if not case:
            return stated
        with Case(self._desk.pack) as opened:
            opened.open(case)
            done = done_steps(opened)
        desk = self._desk
        proven = statement_of(
            case, desk.pack, desk.notices, self._language, done_steps=done, zone=_here()
        )
        return merged(stated, proven)

    def _suspects(self, case: Sequence[SubjectFacts]) -> Suspects:
        """By the case; without one, as it was before."""
        if not case and self._folder.has_draft():
            return self._folder.draft().suspects
        return suspects_of(case)

    def _write_people(self, kind: NoticeKind, statement: Statement) -> None:
        options = self._options
        domains = (*options.own_domains, *statement.own_domains)
        if not domains:
            raise ConfigurationError("name your own domain with --own-domain")
        if kind is NoticeKind.SENDER and (options.archives or options.addresses):
            raise ConfigurationError("a notice to one sender goes to one: name them with --to")
        until = options.until and _day(options.until) + timedelta(days=1)
        since = options.since and _day(options.since)
        whose = affected(domains, options.mailboxes, since, until)
        met = Correspondence(whose)
        console = self._desk.console
        archive = mails(options.archives, console, limit_bytes=MAX_HEADER_BYTES)
        for number, data in enumerate(archive, 1):
            met.add(data)
            if number % PROGRESS_EVERY == 0:
                console.show_progress(number)
        console.end_progress()
        for path in options.addresses:
            for one in read_contacts(path):
                met.add_person(one.address, one.name or "")
        for address in options.to:
            met.add_person(address)
        is_internal = kind is NoticeKind.INTERNAL
        people = met.colleagues() if is_internal else met.people()
        left_out = () if is_internal else met.left_out()
        self._folder.write_people(people, left_out)
        self._tell_people(met, len(people), len(left_out))

    def _tell_people(self, met: Correspondence, people: int, left_out: int) -> None:
        desk = self._desk
        line = desk.console.asides("tell.people", count=people, left_out=left_out, mails=met.mails)
        desk.console.tell(line)
        if met.doubtful:
            desk.console.tell(desk.console.asides("tell.doubtful", count=met.doubtful))
        if met.is_full:
            desk.console.tell(desk.console.asides("tell.full"))

    def _say(self, kind: NoticeKind, *, is_kept: bool) -> None:
        say, words = self._desk.console.say, self._desk.words
        title = self._desk.notices.rules_of(kind).title.of(self._desk.language)
        say(words("tell.drafted", title=title, path=visible(valid_text(str(self._folder.path)))))
        if is_kept:
            say(words("tell.text_kept"))
        if kind in MAILED and not self._folder.people():
            say(words("tell.nobody"))


def _here() -> tzinfo | None:
    """The zone of this machine: the day on which something was found is a day here."""
    return datetime.now(UTC).astimezone().tzinfo


def _day(at: datetime) -> datetime:
    """A day begins at midnight here; a mail's time is somewhere in the world."""
    return at.astimezone().astimezone(UTC)
