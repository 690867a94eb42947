"""Which files the findings speak against, how strongly, and what starts each of them.

A PC is detected by all its findings together; a file is moved only for what is said about that
file. So the marks are weighed again file by file: of one group the heaviest, added up, like the
verdict. A finding names a file by its path, by what a command line starts, or by the entry
(a service's name) that starts it. A finding that names a registry value only, such as the one that
Emotet of 2020 named after the drive's serial, speaks for every file that starts by itself and bears
a mark of its own.

Findings that show exposure only (``capped``) say nothing about a file. The file is never the
Windows program that carries it: ``launch.target`` is not.
"""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Final

from kakekomi.facts.pc_tables import File, Launch, Processes, ScheduledTasks, Services, StartupItems
from kakekomi.facts.subject import SubjectFacts
from kakekomi.judge.verdict import Finding, Judgement

ENTRY_TABLES: Final = ("services", "startup_items", "scheduled_tasks")
_PATH_COLUMNS: Final = frozenset((("launch", "target"), ("file", "path")))

_DISABLED: Final = "DISABLED"

Entry = StartupItems | Services | ScheduledTasks


@dataclass(frozen=True, slots=True, kw_only=True)
class Suspect:
    """A file with what speaks against it."""

    path: str
    weight_db: float
    findings: tuple[Finding, ...]
    """Heaviest first; not empty."""
    launches: tuple[Launch, ...]
    """What starts or runs it."""
    entries: tuple[Entry, ...]
    """The autostart entries among them, as they stand on the PC; no disabled services."""
    file: File | None
    """None if it is gone from the disk or was not seen."""

    @property
    def hosts(self) -> tuple[str, ...]:
        """Windows programs that carry it."""
        return tuple(sorted({launch.host for launch in self.launches if launch.host}))


def suspects(facts: SubjectFacts, judgement: Judgement) -> tuple[Suspect, ...]:
    """All files that findings name, those with the most against them first."""
    started = _by_target(facts.of(Launch))
    named = _named(judgement, started)
    values = [finding for finding in judgement.findings if _names_values_only(finding)]
    seen = {row.path.casefold(): row for row in facts.of(File)}
    found = []
    for key, (path, findings) in named.items():
        launches = tuple(started.get(key, ()))
        entries = tuple(dict.fromkeys(_entries(facts, launches)))
        counted = settled([*findings, *(values if entries else ())])
        found.append(
            Suspect(
                path=seen[key].path if key in seen else path,
                weight_db=round(sum(finding.weight_db for finding in counted), 2),
                findings=counted,
                launches=launches,
                entries=entries,
                file=seen.get(key),
            )
        )
    return tuple(sorted(found, key=lambda one: (-one.weight_db, one.path)))


def _by_target(launches: Iterable[Launch]) -> dict[str, list[Launch]]:
    found: dict[str, list[Launch]] = defaultdict(list)
    for launch in launches:
        if launch.target:
            found[launch.target.casefold()].append(launch)
    return found


def _named(
    judgement: Judgement, started: dict[str, list[Launch]]
) -> dict[str, tuple[str, list[Finding]]]:
    entries = {
        (launch.origin, launch.name): launch.target
        for launches in started.values()
        for launch in launches
        if launch.target
    }
    named: dict[str, tuple[str, list[Finding]]] = {}
    for finding in judgement.findings:
        if finding.capped:
            continue
        for path in dict.fromkeys(_paths(finding, entries)):
            _, findings = named.setdefault(path.casefold(), (path, []))
            if finding not in findings:
                findings.append(finding)
    return named


def _paths(finding: Finding, entries: dict[tuple[str, str], str]) -> Iterator[str]:
    for one in finding.evidence:
        value = str(one.value)
        if (one.table, one.column) in _PATH_COLUMNS and value:
            yield value
        elif one.table in ENTRY_TABLES and one.column == "name":
            target = entries.get((one.table, value))
            if target:
                yield target


def _names_values_only(finding: Finding) -> bool:
    tables = {one.table for one in finding.evidence}
    return "registry" in tables and tables <= {"registry", "logical_drives"} and not finding.capped


def settled(findings: Iterable[Finding]) -> tuple[Finding, ...]:
    """Of each group the heaviest."""
    best: dict[str, Finding] = {}
    for finding in findings:
        key = finding.group or f"rule {finding.rule}"
        if key not in best or abs(finding.weight_db) > abs(best[key].weight_db):
            best[key] = finding
    return tuple(sorted(best.values(), key=lambda one: (-one.weight_db, one.rule)))


def _entries(facts: SubjectFacts, launches: Iterable[Launch]) -> Iterator[Entry]:
    for launch in launches:
        for row in _rows(facts, launch.origin):
            if row.name != launch.name or _command(row) != launch.command:
                continue
            if not isinstance(row, Services) or row.start_type != _DISABLED:
                yield row


def _rows(facts: SubjectFacts, origin: str) -> tuple[Entry, ...]:
    match origin:
        case "startup_items":
            return facts.of(StartupItems)
        case "services":
            return facts.of(Services)
        case "scheduled_tasks":
            return facts.of(ScheduledTasks)
        case _:
            return ()


def _command(row: Entry) -> str | None:
    return row.action if isinstance(row, ScheduledTasks) else row.path


def processes_of(facts: SubjectFacts, suspect: Suspect) -> tuple[Processes, ...]:
    """Processes that run the file, by themselves or inside a Windows program."""
    pids = {launch.pid for launch in suspect.launches if launch.origin == "processes"}
    return tuple(row for row in facts.of(Processes) if row.pid in pids)
