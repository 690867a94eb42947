"""From facts and judgement to a plan. Changes nothing and looks at nothing but what it is given.

Only a PC that is *detected* is changed, and of it only files that

- have as much against them as a verdict of "detected" takes, or
- lack at most ``COMPANY_DB`` of it, on a PC where all files together have that much against them,

and that the guard lets go, with all that starts them. If one thing that starts a file may not be
touched, the file stays too: Windows would miss it. Whatever else findings name is kept as evidence.
On a *suspicious* PC evidence is kept and nothing else happens: it may be gone before help comes.
Otherwise the plan is empty.

A running PC that is detected is cut off the network even if nothing of it may be moved.

Order: cut the network, keep evidence, end processes, take away what starts the
file, quarantine it last, so that nothing can start it again in between.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from typing import Final

from kakekomi.facts.pc_tables import (
    Authenticode,
    Collection,
    Hash,
    Processes,
    ScheduledTasks,
    Services,
    StartupItems,
)
from kakekomi.facts.row import Row
from kakekomi.facts.subject import SubjectFacts
from kakekomi.facts.wire import sorted_rows
from kakekomi.judge.verdict import Judgement, Verdict
from kakekomi.packs.model import Pack
from kakekomi.respond.action import Action, ActionKind, Plan, Refused, Related, Step
from kakekomi.respond.guard import (
    AUTORUN_PATTERN,
    CRITICAL_PROCESSES,
    Refusal,
    file_refusal,
)
from kakekomi.respond.live_processes import process_target
from kakekomi.respond.suspect import Entry, Suspect, processes_of, settled, suspects
from kakekomi.respond.wording import Wording

COMPANY_DB: Final = 8.0
"""Where one infection is certain, a file with marks of its own is six times likelier to belong to
it. Not enough for an administrator's script or an in-house tool that only lies in an odd place."""

_SHARED_HOSTS: Final = frozenset(("svchost", "dllhost", "taskhostw", "taskhost", "taskeng"))
"""Hosts of Windows' own services and tasks: what they load under such a name may be Windows' own
entry that was bent."""

_OWN_PROCESS: Final = "OWN_PROCESS"
MAX_EVIDENCE_FILES: Final = 100
"""Named by findings; an infection has a handful, and more would fill the disk."""


@dataclass(frozen=True, slots=True, kw_only=True)
class _Decided:
    """What becomes of a suspect."""

    suspect: Suspect
    refusal: Refused | None

    @property
    def is_moved(self) -> bool:
        return self.refusal is None


def make_plan(
    facts: SubjectFacts,
    judgement: Judgement,
    pack: Pack,
    wording: Wording,
    *,
    is_copy: Callable[[str], bool] = lambda _path: False,
    is_foreign: Callable[[str], bool] = lambda _path: False,
) -> Plan:
    """The plan for one PC; ``is_copy`` and ``is_foreign`` as the guard has them."""
    guard = partial(
        file_refusal, signatures=facts.of(Authenticode), is_copy=is_copy, is_foreign=is_foreign
    )
    planner = _Planner(facts, judgement, pack, wording, guard)
    return Plan(
        subject=judgement.subject,
        verdict=judgement.verdict,
        steps=tuple(planner.steps()),
        refused=tuple(planner.refused()),
    )


class _Planner:
    def __init__(
        self,
        facts: SubjectFacts,
        judgement: Judgement,
        pack: Pack,
        wording: Wording,
        guard: Callable[[str], Refusal | None],
    ) -> None:
        self._facts = facts
        self._pack = pack
        self._wording = wording
        self._guard = guard
        self._is_detected = judgement.verdict is Verdict.DETECTED
        has_marks = judgement.verdict in {Verdict.DETECTED, Verdict.SUSPICIOUS}
        found = suspects(facts, judgement) if has_marks else ()
        there = [one for one in found if one.weight_db > 0 and (one.file or one.entries)]
        marked = there[:MAX_EVIDENCE_FILES]
        bar = _bar(pack, [one for one in marked if guard(one.path) is None])
        self._decided = tuple(self._decide(one, bar) for one in marked)

    def refused(self) -> Iterator[Refused]:
        """What is left on a detected PC, and why."""
        if self._is_detected:
            yield from (one.refusal for one in self._decided if one.refusal)

    def steps(self) -> Iterator[Step]:
        """All actions in order."""
        moved = [one.suspect for one in self._decided if one.is_moved and self._is_detected]
        is_live = any(row.source == "live" for row in self._facts.of(Collection))
        if self._is_detected and is_live:
            yield self._step(ActionKind.ISOLATE_NETWORK, self._facts.subject)
        yield from (self._evidence(one) for one in self._decided)
        ended = {
            row.pid: self._end(row, one) for one in moved for row in processes_of(self._facts, one)
        }
        yield from ended.values()
        entries = {entry: one for one in moved for entry in one.entries}
        yield from (self._remove(entry, one) for entry, one in entries.items())
        yield from (self._quarantine(one) for one in moved if one.file)

    def _decide(self, suspect: Suspect, bar_db: float) -> _Decided:
        reason, entry = self._reason(suspect, bar_db)
        if reason is None:
            return _Decided(suspect=suspect, refusal=None)
        words = self._wording.refused(reason, weight=f"{suspect.weight_db:g}", entry=entry)
        return _Decided(suspect=suspect, refusal=Refused(target=suspect.path, why=words))

    def _reason(self, suspect: Suspect, bar_db: float) -> tuple[Refusal | None, str]:
        refusal = self._guard(suspect.path)
        if refusal is None and suspect.weight_db < bar_db:
            refusal = Refusal.WEAK
        if refusal is not None:
            return refusal, ""
        return next(self._entry_refusals(suspect), (None, ""))

    def _entry_refusals(self, suspect: Suspect) -> Iterator[tuple[Refusal, str]]:
        for launch in suspect.launches:
            if launch.host in _SHARED_HOSTS:
                yield Refusal.HOST_ENTRY, launch.name
        for entry in suspect.entries:
            if isinstance(entry, Services) and entry.service_type != _OWN_PROCESS:
                yield Refusal.HOST_ENTRY, entry.name
            elif isinstance(entry, StartupItems) and not AUTORUN_PATTERN.match(_target(entry)):
                yield Refusal.HOST_ENTRY, _target(entry)
            elif isinstance(entry, ScheduledTasks) and self._is_shared(entry, suspect):
                yield Refusal.SHARED_TASK, entry.path
        for row in processes_of(self._facts, suspect):
            if row.name.casefold().removesuffix(".exe") in CRITICAL_PROCESSES:
                yield Refusal.HOST_ENTRY, row.name

    def _is_shared(self, task: ScheduledTasks, suspect: Suspect) -> bool:
        actions = {row for row in self._facts.of(ScheduledTasks) if row.path == task.path}
        return not actions <= set(suspect.entries)

    def _evidence(self, one: _Decided) -> Step:
        variant = "" if one.is_moved and self._is_detected else "_only"
        related = [
            Related(kind=_kind(entry), target=_target(entry))
            for entry in one.suspect.entries
            if not isinstance(entry, StartupItems) or AUTORUN_PATTERN.match(_target(entry))
        ]
        action = self._step(
            ActionKind.SAVE_EVIDENCE, one.suspect.path, variant, titles=self._titles(one.suspect)
        ).action
        rows = tuple(line.decode() for line in sorted_rows(self._rows(one.suspect)))
        return Step(action=action, related=tuple(related), rows=rows)

    def _rows(self, suspect: Suspect) -> Iterator[Row]:
        """Facts about the file and what starts it."""
        key = suspect.path.casefold()
        yield from suspect.launches
        yield from suspect.entries
        yield from processes_of(self._facts, suspect)
        if suspect.file:
            yield suspect.file
        yield from (row for row in self._facts.of(Hash) if row.path.casefold() == key)
        yield from (row for row in self._facts.of(Authenticode) if row.path.casefold() == key)

    def _end(self, row: Processes, suspect: Suspect) -> Step:
        is_host = (row.path or "").casefold() != suspect.path.casefold()
        variant = "_host" if is_host else ""
        target = process_target(row.pid, row.name, row.start_time)
        return self._step(ActionKind.END_PROCESS, target, variant, path=suspect.path)

    def _remove(self, entry: Entry, suspect: Suspect) -> Step:
        command = (entry.action if isinstance(entry, ScheduledTasks) else entry.path) or ""
        return self._step(_kind(entry), _target(entry), path=suspect.path, command=command)

    def _quarantine(self, suspect: Suspect) -> Step:
        return self._step(
            ActionKind.QUARANTINE_FILE,
            suspect.path,
            "_host" if suspect.hosts else "",
            titles=self._titles(suspect),
            weight=f"{suspect.weight_db:g}",
            host=", ".join(suspect.hosts),
        )

    def _step(self, kind: ActionKind, target: str, variant: str = "", **values: str) -> Step:
        why = self._wording.why(kind, variant, **values)
        return Step(
            action=Action(action=kind, target=target, why=why, undo=self._wording.undo(kind))
        )

    def _titles(self, suspect: Suspect) -> str:
        language = self._wording.language
        against = [finding for finding in suspect.findings if finding.weight_db > 0]
        return " / ".join(self._pack.rule(one.rule).title.of(language) for one in against)


def _bar(pack: Pack, found: list[Suspect]) -> float:
    """What must speak against a file for it to be moved; ``found`` are those that may be."""
    enough = pack.thresholds.detected_db
    findings = {finding.rule: finding for one in found for finding in one.findings}
    together = sum(finding.weight_db for finding in settled(findings.values()))
    return enough - COMPANY_DB if together >= enough else enough


def _kind(entry: Entry) -> ActionKind:
    match entry:
        case StartupItems():
            return ActionKind.REMOVE_AUTORUN
        case Services():
            return ActionKind.DISABLE_SERVICE
        case ScheduledTasks():
            return ActionKind.REMOVE_TASK


def _target(entry: Entry) -> str:
    r"""Key and name of a value, name of a service, path of a task such as ``\Vendor\Update``."""
    match entry:
        case StartupItems(source=source, name=name):
            return f"{source}\\{name}"
        case Services(name=name):
            return name
        case ScheduledTasks(path=path):
            return path
