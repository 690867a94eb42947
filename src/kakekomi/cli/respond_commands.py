"""``respond …``: from the options to what was done, and the exit status.

0: everything that was to be done is done and was seen on the PC. 2: wrong use, or something could
not be done or is not as it should be; which, and why, is said. 30: not on this kind of PC.
"""

import os
import sys
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.judging import load_pack, now
from kakekomi.check.language import Language
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.visible import valid_text
from kakekomi.cli.common import Common
from kakekomi.cli.data_folder import RESPONSES, data_folder
from kakekomi.cli.formats import Format
from kakekomi.cli.respond import RespondFormat
from kakekomi.cli.respond_output import Results, Screen
from kakekomi.cli.respond_target import DiskTarget, Target, ThisPc
from kakekomi.cli.run import tell
from kakekomi.facts.pc_tables import SystemInfo
from kakekomi.facts.subject import SubjectFacts
from kakekomi.judge.engine import judge
from kakekomi.packs import model
from kakekomi.respond import carry_out
from kakekomi.respond.action import Action, ActionKind, Plan
from kakekomi.respond.carry_out import Outcome, OutcomeStatus, Session
from kakekomi.respond.dead_man import Decision, attend, lift_if_clean, report
from kakekomi.respond.journal import Journal, read_records
from kakekomi.respond.plan import make_plan
from kakekomi.respond.store import Store
from kakekomi.respond.wording import Wording

DONE: Final = frozenset((OutcomeStatus.VERIFIED, OutcomeStatus.UNDONE))
YES: Final = frozenset(("y", "yes", "はい"))
MAX_ANSWER_CHARS: Final = 100
"""Of the answer to the one question."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Response:
    """A PC, its journal, and where the answer goes."""

    target: Target
    journal: Path
    has_one_journal: bool
    """Else as many as lie in the data folder are listed."""
    common: Common
    screen: Screen

    @classmethod
    def of(
        cls,
        root: str | None,
        journal: str | None,
        form: RespondFormat,
        lang: Language | None,
        *,
        volume_serial: str | None = None,
        desks: Sequence[str] | None = None,
    ) -> Self:
        """From the options as given."""
        common = Common.of(lang, Format.TEXT if form is RespondFormat.TEXT else Format.JSON)
        target: Target = ThisPc(allowed=tuple(desks or ()))
        if root is not None:
            target = DiskTarget(root=root, volume_serial=volume_serial)
        return cls(
            target=target,
            journal=Path(journal) if journal is not None else target.journal(_data()),
            has_one_journal=journal is not None or root is not None,
            common=common,
            screen=Screen(common.console, is_json=form is RespondFormat.JSON),
        )

    def plan(self) -> int:
        """Show the plan."""
        return self._finish(self._on_pc(lambda: self._show_plan(self._plan())))

    def apply(self, *, is_confirmed: bool, lift_after: int | None = None) -> int:
        """Plan, ask, do, look; ``lift_after`` minutes is how long a dead man is waited for."""
        return self._finish(self._on_pc(lambda: self._apply(is_confirmed, lift_after)))

    def lift(self) -> int:
        """Take the cut of the network away if it is not needed any more; write down which."""
        return self._finish(self._on_pc(self._lift))

    def verify(self) -> int:
        """Look at the disk again."""
        return self._finish(self._on_pc(self._verify))

    def undo(self, *, is_confirmed: bool) -> int:
        """Ask, undo, look."""
        return self._finish(self._on_pc(lambda: self._undo(is_confirmed)))

    def listed(self) -> int:
        """Show what the journals say."""
        return self._finish(attempt(self._list, name=self.target.name, bad_input="respond.failed"))

    def _on_pc(self, action: Callable[[], ExitStatus]) -> ExitStatus | Problem:
        if not self.target.is_possible:
            return Problem(name="", key="respond.live", status=ExitStatus.NOT_CHECKED)
        if self.target.is_below(self.journal):
            return Problem(name=valid_text(str(self.journal)), key="respond.inside")
        return attempt(lambda: _told(action), name=self.target.name, bad_input="respond.failed")

    def _finish(self, result: ExitStatus | Problem) -> int:
        console = self.common.console
        if isinstance(result, Problem):
            tell(result, console)
            result = result.status
        console.close(self.common.language)
        return result

    def _facts(self) -> SubjectFacts:
        collected = self.target.facts(self.common.judging, self.common.console)
        if collected.problem is not None:
            raise _AsProblem(collected.problem)
        return collected.facts[0]

    def _plan(self) -> Plan:
        facts, pack = self._facts(), load_pack(self.common.judging.choice)
        judgement = judge((facts,), pack)[0]
        system = self.target.system(Store(store_of(self.journal)))
        wording = Wording(model.Language(self.common.console.words.language))
        return make_plan(
            facts,
            judgement,
            pack,
            wording,
            is_copy=system.is_windows_copy,
            is_foreign=system.is_foreign,
        )

    def _show_plan(self, plan: Plan) -> ExitStatus:
        self.screen.plan(plan)
        return ExitStatus.NOTHING_FOUND

    def _apply(self, is_confirmed: bool, lift_after: int | None) -> ExitStatus:  # noqa: FBT001
        has_work = any(_is_open(path) for path in self._journals())
        plan = self._plan()
        if not plan.steps and not self._journals():
            return self._show_results("apply", plan.subject, (), plan)
        if not is_confirmed and (plan.steps or has_work):
            self._ask(lambda: self.screen.plan(plan, is_unfinished=has_work))
        with self._session(plan.subject) as session:
            carry_out.apply(session)
            again = self._plan() if has_work else plan
            outcomes = carry_out.apply(session, again.steps)
        if lift_after is not None and _is_cut(outcomes):
            self._wait_beside(lift_after)
        return self._show_results("apply", plan.subject, outcomes, self._plan())

    def _wait_beside(self, minutes: int) -> None:
        from kakekomi.cli import dead_man  # noqa: PLC0415  it needs this module

        dead_man.start(self.journal, minutes)
        words = self.common.console.asides
        self.common.console.tell(words("respond.waits", minutes=str(minutes)))

    def _verify(self) -> ExitStatus:
        plan = self._plan()
        if not self._journals():
            return self._show_results("verify", plan.subject, (), plan)
        attend(store_of(self.journal))
        with self._session(plan.subject) as session:
            outcomes = carry_out.verify(session)
        return self._show_results("verify", plan.subject, outcomes, plan)

    def _lift(self) -> ExitStatus:
        plan = self._plan()
        with self._session(plan.subject) as session:
            decision = lift_if_clean(session, plan)
        report(store_of(self.journal), decision, now())
        is_lifted = decision is Decision.LIFTED
        return ExitStatus.NOTHING_FOUND if is_lifted else ExitStatus.UNREADABLE

    def _undo(self, is_confirmed: bool) -> ExitStatus:  # noqa: FBT001  see ``undo``
        facts = self._facts()
        if not self._journals():
            return self._show_results("undo", facts.subject, (), None)
        if not is_confirmed:
            self._ask(self._list)
        named = [row.hostname for row in facts.of(SystemInfo) if row.hostname]
        with self._session(facts.subject if named else None) as session:
            outcomes = carry_out.undo(session)
        return self._show_results("undo", facts.subject, outcomes, None)

    def _show_results(
        self, command: str, subject: str, outcomes: Sequence[Outcome], left: Plan | None
    ) -> ExitStatus:
        """``left`` is what a fresh look at the disk would still do."""
        is_cut = _is_cut(outcomes)
        planned = left.changes if left is not None else ()
        changes = tuple(one for one in planned if not (is_cut and _is_lasting(one)))
        is_done = all(one.status in DONE for one in outcomes) and not changes
        self.screen.results(
            Results(
                command=command,
                subject=subject,
                is_done=is_done,
                outcomes=tuple(outcomes),
                left=changes,
                refused=left.refused if left is not None else (),
                store=str(store_of(self.journal)),
            )
        )
        return ExitStatus.NOTHING_FOUND if is_done else ExitStatus.UNREADABLE

    def _list(self) -> ExitStatus:
        listed = self._journals() if self.has_one_journal else _all_journals()
        self.screen.records([(path, read_records(path)) for path in listed])
        return ExitStatus.NOTHING_FOUND

    def _journals(self) -> list[Path]:
        return [self.journal] if self.journal.exists() else []

    def _session(self, subject: str | None) -> "_Open":
        return _Open(self.target, self.journal, subject)

    def _ask(self, show: Callable[[], object]) -> None:
        """Show what it is about. Raises: _AsProblem unless a person at a terminal says yes."""
        console = self.common.console
        if not sys.stdin.isatty() or self.common.form is not Format.TEXT:
            raise _AsProblem(Problem(name="", key="respond.not_asked"))
        show()
        console.err.write(console.asides("respond.confirm"))
        console.err.flush()
        line = sys.stdin.buffer.readline(MAX_ANSWER_CHARS).decode("utf-8", "replace")
        if line.strip().casefold() not in YES:
            raise _AsProblem(Problem(name="", key="respond.declined"))


class _Open:
    """A session that is closed by itself; ``with``."""

    def __init__(self, target: Target, journal: Path, subject: str | None) -> None:
        self._journal = Journal(journal, clock=now)
        try:
            if subject is not None:
                self._journal.open_for(subject)
            store = Store(store_of(journal))
            system = target.system(store)
        except BaseException:
            self._journal.__exit__()
            raise
        self._session = Session(system=system, journal=self._journal, store=store)

    def __enter__(self) -> Session:
        return self._session

    def __exit__(self, *_error: object) -> None:
        self._journal.__exit__()


class _AsProblem(Exception):  # noqa: N818  a way out, no error
    """A problem on its way out of a command."""

    def __init__(self, problem: Problem) -> None:
        super().__init__(problem.key)
        self.problem = problem


def _told(action: Callable[[], ExitStatus]) -> ExitStatus | Problem:
    try:
        return action()
    except _AsProblem as way_out:
        return way_out.problem


def _is_lasting(action: Action) -> bool:
    """Whether it is planned for as long as the PC is detected, done or not."""
    return action.action is ActionKind.ISOLATE_NETWORK


def _is_cut(outcomes: Sequence[Outcome]) -> bool:
    return any(one.status is OutcomeStatus.VERIFIED and _is_lasting(one.action) for one in outcomes)


def _all_journals() -> list[Path]:
    return sorted((_data() / RESPONSES).glob("*.jsonl"))


def _data() -> Path:
    return data_folder(os.environ, platform=sys.platform, home=Path.home())


def store_of(journal: Path) -> Path:
    """Beside the journal, so that both are moved and deleted together."""
    return journal.with_name(f"{journal.name}.files")


def _is_open(path: Path) -> bool:
    return any(record.is_open for record in read_records(path))
