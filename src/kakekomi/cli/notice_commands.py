"""``notice check`` and ``notice approve``, and what all commands of notices share.

Exit status: 0 done, or nothing to refuse; 10 something is refused; 30 somebody is not told yet;
2 wrong use, or a server or file that does not do what it should.
"""

import os
import socket
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

import msgspec

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import PackChoice, load_pack, now
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli.console import Console, Style
from kakekomi.cli.reader_gone import attempt_for_reader
from kakekomi.cli.run import tell
from kakekomi.cli.words import Words, language_of
from kakekomi.facts.errors import ConfigurationError
from kakekomi.notice.checker import Envelope, Subject, check
from kakekomi.notice.composed import read_composed
from kakekomi.notice.folder import NoticeFolder
from kakekomi.notice.notice import Notice, approve
from kakekomi.notice.refusal import Refusal, RefusalCode
from kakekomi.notice.statement import Statement, read_statement
from kakekomi.notice.template import NoticeText
from kakekomi.packs import model
from kakekomi.packs.model import Pack
from kakekomi.packs.notices import NoticeKind, Notices, read_notices

CHECK_SCHEMA: Final = "kakekomi.notice-check/1"

YES: Final = frozenset(("y", "yes", "はい"))

MAX_ANSWER_CHARS: Final = 100
"""Of the answer to a question; standard input may be anything."""

NAMED_BY_TITLE: Final = frozenset({RefusalCode.MISSING_FACT, RefusalCode.NOT_IN_TEXT})
"""Their quote is the name of a field, for programs."""

MAX_SHOWN: Final = 20
"""Lines of a list on the screen; the files have all."""


EMBEDDED: Final = PackChoice()
"""The knowledge that came with the program."""


class CheckDocument(msgspec.Struct, frozen=True, kw_only=True):
    """The answer of ``notice check`` for programs."""

    schema: str = CHECK_SCHEMA
    notice: Notice | None = None
    refusals: tuple[Refusal, ...] = ()


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A notice on the disk, the knowledge, and where the answer goes."""

    folder: NoticeFolder
    console: Console
    choice: PackChoice
    """Where the pack comes from; other processes load their own."""
    pack: Pack
    notices: Notices
    language: model.Language
    is_json: bool = False

    @classmethod
    def of(
        cls,
        folder: str,
        lang: Language | None,
        choice: PackChoice = EMBEDDED,
        *,
        is_json: bool = False,
    ) -> Self:
        """From the options as given. Raises: ConfigurationError."""
        language = lang or language_of(os.environ)
        console = Console(language, is_text=not is_json)
        pack = load_pack(choice)
        return cls(
            folder=NoticeFolder(Path(folder)),
            console=console,
            choice=choice,
            pack=pack,
            notices=read_notices(pack),
            language=model.Language(language),
            is_json=is_json,
        )

    @property
    def words(self) -> Words:
        """Of the answer."""
        return self.console.words

    def run(self, action: Callable[[], ExitStatus]) -> int:
        """Do it; what goes wrong is told."""
        name = valid_text(str(self.folder.path))
        result = attempt_for_reader(action, name=name, bad_input="tell.failed")
        if isinstance(result, Problem):
            tell(result, self.console)
            result = result.status
        self.console.close(self.console.words.language)
        return result

    def check(self, kind: str, statement: str | None) -> ExitStatus:
        """A folder, or a mail that was composed in a mail program."""
        if self.folder.path.is_file():
            refusals = self._composed(NoticeKind(kind), statement)
            return self.answer(None, refusals)
        return self.answer(self.folder.notice(), self.refusals())

    def _composed(self, kind: NoticeKind, statement: str | None) -> tuple[Refusal, ...]:
        composed = read_composed(self.folder.path.read_bytes())
        stated = Statement()
        if statement is not None:
            stated = read_statement(Path(statement).read_text("utf-8-sig"))
        subject = Subject(
            kind=kind, language=self.language, notice=composed.notice, statement=stated
        )
        return check(subject, self.notices, envelope=composed.envelope)

    def refusals(self, login: str = "") -> tuple[Refusal, ...]:
        """Of the folder as it is now, sent from this machine by this account."""
        draft, text = self.folder.draft(), self.folder.text()
        people = self.folder.people()
        named = {one.name for one in people} | {one.address for one in people}
        named |= {one.address.rpartition("@")[2] for one in people}
        subject = Subject(
            kind=draft.kind,
            language=draft.language,
            notice=text,
            statement=self.folder.statement() or Statement(),
            partner_names=frozenset(filter(None, named)),
            reader=self.language,
        )
        envelope = Envelope(hostname=socket.gethostname(), login=login)
        return check(subject, self.notices, envelope=envelope, suspects=draft.suspects)

    def answer(self, notice: Notice | None, refusals: Sequence[Refusal]) -> ExitStatus:
        """Show what is refused; give the status."""
        if self.is_json:
            document = CheckDocument(notice=notice, refusals=tuple(refusals))
            self.console.write(msgspec.json.encode(document) + b"\n")
        else:
            self.show(refusals)
        return ExitStatus.SUSPICIOUS if refusals else ExitStatus.NOTHING_FOUND

    def show(self, refusals: Sequence[Refusal]) -> None:
        """Each refusal: where, why, how to mend it."""
        words, say = self.words, self.console.say
        for one in refusals[:MAX_SHOWN]:
            place = words("tell.at_line", line=one.line) if one.line else words("tell.at_whole")
            say(self.console.styled(f"{place} {visible(one.says)}", Style.HEADING))
            if one.line and one.quote and one.code not in NAMED_BY_TITLE:
                say(f"    > {visible(one.quote)}")
            say(f"    {visible(one.mend)}")
        if len(refusals) > MAX_SHOWN:
            say(words("line.more_names", count=len(refusals) - MAX_SHOWN))
        key = "tell.refused" if refusals else "tell.nothing_refused"
        say(words(key, count=len(refusals)))

    def preview(self, notice: Notice) -> None:
        """What will go out."""
        say, words = self.console.say, self.words
        text = NoticeText(subject_line=notice.subject_line, text=notice.text)
        say(words("tell.from", name=visible(f"{notice.sender_name} <{notice.sender_address}>")))
        for line in text.lines:
            say(f"    {visible(line)}" if line else "")
        say(words("tell.recipients", count=len(notice.recipients)))
        for one in notice.recipients[:MAX_SHOWN]:
            say(f"    {visible(one.address)}  {visible(one.name)}".rstrip())
        if len(notice.recipients) > MAX_SHOWN:
            say(words("line.more_names", count=len(notice.recipients) - MAX_SHOWN))

    def approve(self, by: str, *, is_confirmed: bool) -> ExitStatus:
        """Show it all, ask, and write the approval down."""
        notice, refusals = self.folder.notice(), self.refusals()
        if refusals:
            self.show(refusals)
            return ExitStatus.SUSPICIOUS
        self.preview(notice)
        if not is_confirmed and not self.is_yes(self.words("tell.confirm", name=visible(by))):
            self.console.tell(self.console.asides("tell.not_approved"))
            return ExitStatus.UNREADABLE
        approval = approve(notice, by=by, at=now())
        self.folder.write_approval(approval)
        self.console.say(self.words("tell.approved", name=visible(by), digest=approval.digest[:16]))
        return ExitStatus.NOTHING_FOUND

    def is_yes(self, question: str) -> bool:
        """Whether the person at the terminal says yes; nobody there is no."""
        if not sys.stdin.isatty():
            return False
        self.console.err.write(question)
        self.console.err.flush()
        return sys.stdin.readline(MAX_ANSWER_CHARS).strip().casefold() in YES


def need_draft(desk: Desk) -> None:
    """Raises: ConfigurationError if the folder holds no notice."""
    if not desk.folder.has_draft():
        message = f"{str(desk.folder.path)!r} holds no notice; make one with: kakekomi notice draft"
        raise ConfigurationError(message)
