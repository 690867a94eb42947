"""PCs to respond to, and what is compared afterwards."""

import hashlib
import os
import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import UTC, datetime
from functools import cache
from pathlib import Path

from kakekomi.drill.pc_root import VOLUME_SERIAL, make_pc_root
from kakekomi.facts.subject import SubjectFacts
from kakekomi.host.root import collect_root
from kakekomi.judge.engine import judge
from kakekomi.judge.verdict import Judgement
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Language, Pack
from kakekomi.respond.action import Plan
from kakekomi.respond.carry_out import Session
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.journal import Journal
from kakekomi.respond.offline_windows import OfflineWindows
from kakekomi.respond.plan import make_plan
from kakekomi.respond.store import Store
from kakekomi.respond.wording import Wording

NOW = datetime(2022, 3, 15, 9, 0, tzinfo=UTC)
RUN_KEY = (
    "HKEY_USERS\\S-1-5-21-1004336348-1177238915-682003330-1001"
    "\\Software\\Microsoft\\Windows\\CurrentVersion\\Run"
)
Tree = dict[str, tuple[int, int, str, tuple[tuple[str, bytes], ...]]]


@cache
def pack() -> Pack:
    return load_embedded()


def look(root: Path) -> tuple[SubjectFacts, Judgement]:
    facts = collect_root(root, volume_serial=VOLUME_SERIAL, now=NOW)
    return facts, judge((facts,), pack())[0]


def plan_of(root: Path, language: Language = Language.EN) -> Plan:
    facts, judgement = look(root)
    return make_plan(facts, judgement, pack(), Wording(language))


def make_root(path: Path, infection: str | None, *, is_used: bool = True) -> Path:
    return make_pc_root(path, infection=infection, is_used=is_used)


def copy_root(root: Path, to: Path) -> Path:
    return Path(shutil.copytree(root, to, symlinks=True))


@contextmanager
def open_session(root: Path, folder: Path, checkpoint: Checkpoint = nothing) -> Iterator[Session]:
    store = Store(folder / "journal.files", checkpoint=checkpoint)
    path = folder / "journal.jsonl"
    with Journal(path, clock=lambda: NOW, checkpoint=checkpoint) as journal:
        journal.open_for("KEIRI-PC")
        system = OfflineWindows(root, store, checkpoint=checkpoint)
        yield Session(system=system, journal=journal, store=store)


def tree(root: Path) -> Tree:
    """Everything below: rights, time of change, content, attributes."""
    found: Tree = {}
    for path in (root, *sorted(root.rglob("*"))):
        status = path.lstat()
        content = _hash(path) if path.is_file() and not path.is_symlink() else ""
        attributes = tuple(
            (name, os.getxattr(path, name, follow_symlinks=False))
            for name in os.listxattr(path, follow_symlinks=False)
        )
        found[str(path.relative_to(root))] = (
            status.st_mode,
            status.st_mtime_ns,
            content,
            attributes,
        )
    return found


def _hash(path: Path) -> str:
    with path.open("rb") as handle:
        return hashlib.file_digest(handle, "sha256").hexdigest()


def changed(before: Tree, after: Tree) -> dict[str, str]:
    """What became of each path that is not as it was; times are not looked at."""
    return {
        name: "gone" if name not in after else "new" if name not in before else "changed"
        for name in sorted({*before, *after})
        if (before.get(name) or (0, 0, ""))[2] != (after.get(name) or (0, 0, ""))[2]
        or (name in before) != (name in after)
    }
