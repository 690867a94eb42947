"""Check PCs: the one we run on, or the folder of a disk; save what was collected."""

import socket
import sys
from dataclasses import replace
from pathlib import Path

from kakekomi.check.judging import (
    Collected,
    Judging,
    collect,
    load_scanner,
)
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli.console import Console
from kakekomi.facts import snapshot
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.collectors import Topic
from kakekomi.host.live import collect_live
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
    facts = collect_root(
        folder,
        volume_serial=volume_serial,
        scanner=load_scanner(judging.choice),
        now=judging.now,
    )
    return replace(facts, subject=valid_text(facts.subject))


def live(judging: Judging, console: Console, *, is_memory_asked: bool = False) -> Collected:
    """Facts of the PC that this runs on; says at a terminal what is being looked at."""

    def tell(topic: Topic, user: str) -> None:
        console.show_step(console.asides(f"looking.{topic}", user=visible(user)))

    hostname = socket.gethostname()
    platform = PLATFORMS.get(sys.platform, sys.platform)
    collected = collect(
        lambda: collect_live(
            hostname=hostname,
            platform=platform,
            now=judging.now,
            scanner=load_scanner(judging.choice),
            progress=tell,
            is_memory_asked=is_memory_asked,
        ),
        name=hostname,
        kind=Kind.PC,
        bad_input="problem.not_this_pc",
    )
    console.end_progress()
    return collected


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
