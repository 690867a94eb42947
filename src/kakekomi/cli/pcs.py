"""Check PCs: the one we run on, or the folder of a disk; save what was collected."""

import socket
import sys
from collections.abc import Iterator, Sequence
from pathlib import Path

from kakekomi.cli import inputs
from kakekomi.cli.inputs import MAX_FILE_BYTES, Input
from kakekomi.cli.judging import (
    Collected,
    Judging,
    Result,
    collect,
    conclude,
    load_scanner,
)
from kakekomi.cli.outcome import Problem, attempt
from kakekomi.cli.visible import valid_text
from kakekomi.facts import snapshot
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.live import collect_live
from kakekomi.host.report import read_report
from kakekomi.host.root import collect_root

PLATFORMS = {"win32": "windows", "cygwin": "windows"}
"""Python's names where they differ from osquery's."""


def root(folder: str, *, volume_serial: str | None, judging: Judging) -> Collected:
    """Facts of the PC whose disk lies in the folder."""
    return collect(
        lambda: _root_facts(Path(folder), volume_serial, judging),
        name=valid_text(folder),
        kind=Kind.PC,
        bad_input="problem.not_root",
    )


def _root_facts(folder: Path, volume_serial: str | None, judging: Judging) -> SubjectFacts:
    if not folder.is_dir():
        raise NotADirectoryError if folder.exists() else FileNotFoundError
    return collect_root(
        folder,
        volume_serial=volume_serial,
        scanner=load_scanner(judging.choice),
        now=judging.now,
    )


def live(judging: Judging) -> Collected:
    """Facts of the PC that this runs on."""
    hostname = socket.gethostname()
    platform = PLATFORMS.get(sys.platform, sys.platform)
    return collect(
        lambda: collect_live(hostname=hostname, platform=platform, now=judging.now),
        name=hostname,
        kind=Kind.PC,
        bad_input="problem.not_root",
    )


def save(collected: Collected, target: str) -> Problem | None:
    """Write the facts to exactly this file; nothing to write is no problem."""
    if not collected.facts:
        return None
    data = snapshot.write(collected.facts)
    result = attempt(
        lambda: Path(target).write_bytes(data), name=valid_text(target), bad_input="problem.other"
    )
    return result if isinstance(result, Problem) else None


def is_inside(target: str, folder: str) -> bool:
    """Whether writing the target would change the folder, which is evidence."""
    return Path(folder).resolve() in Path(target).resolve().parents


def reports(paths: Sequence[str], judging: Judging) -> Iterator[Result]:
    """Verdicts on reports of EmoCheck, Defender and ClamAV."""
    for source in inputs.files(paths):
        yield from conclude([_report(source)], judging)


def _report(source: Input) -> Collected:
    return collect(
        lambda: read_report(_whole(source), file_name=source.name),
        name=source.name,
        kind=Kind.REPORT,
        bad_input="problem.not_report",
    )


def snapshots(paths: Sequence[str], judging: Judging) -> Iterator[Result]:
    """Verdicts on stored facts, by the pack of today."""
    for source in inputs.files(paths):
        stored = _stored(source)
        if isinstance(stored, Problem):
            yield stored
        else:
            yield from conclude([Collected(facts=stored)], judging)


def _stored(source: Input) -> tuple[SubjectFacts, ...] | Problem:
    return attempt(
        lambda: snapshot.read(_whole(source), where=source.name),
        name=source.name,
        bad_input="problem.not_snapshot",
    )


def _whole(source: Input) -> bytes:
    data = inputs.read(source, limit_bytes=MAX_FILE_BYTES)
    if len(data) > MAX_FILE_BYTES:
        raise OSError(f"larger than {MAX_FILE_BYTES // (1024 * 1024)} MiB")
    return data
