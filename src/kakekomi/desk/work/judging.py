"""Judge stored facts in processes of their own, which know nothing of the database.

A process loads the pack once. It looks for its parent now and then and ends with it: one that was
killed cannot say goodbye.
"""

import multiprocessing
import os
import threading
import time
from collections.abc import Sequence
from concurrent.futures import Future, ProcessPoolExecutor
from dataclasses import dataclass
from datetime import datetime
from functools import cache
from typing import Final

import msgspec

from kakekomi.facts import snapshot
from kakekomi.facts.errors import ParseError
from kakekomi.facts.subject import SubjectFacts
from kakekomi.guide.answer import answers_in_all
from kakekomi.guide.case import Case
from kakekomi.guide.document import encode
from kakekomi.guide.situation import Situations
from kakekomi.judge.engine import Judge
from kakekomi.judge.verdict import Judgement
from kakekomi.packs.build import read_built
from kakekomi.packs.load import load_embedded, load_files
from kakekomi.packs.model import Pack

PARENT_LOOK_S: Final = 1.0
"""Between two looks for the parent."""

CHUNK: Final = 25
"""Checks judged in one pass of one process: enough to share the cost of loading the tables."""


class Judged(msgspec.Struct, frozen=True, array_like=True):
    """What a pack says about a stored snapshot."""

    verdict: str
    weight_db: float
    documents: tuple[str, ...]
    """One in each language, in their order."""


class Unreadable(msgspec.Struct, frozen=True, array_like=True):
    """A stored snapshot that cannot be read any more."""

    reason: str


Result = Judged | Unreadable


def open_pool(content: bytes | None, workers: int) -> ProcessPoolExecutor:
    """Processes that judge by the built pack of that content; None: by the program's own."""
    return ProcessPoolExecutor(
        max_workers=workers,
        mp_context=multiprocessing.get_context("spawn"),
        initializer=_start,
        initargs=(content, os.getpid()),
    )


@dataclass(frozen=True, slots=True)
class Asked:
    """Snapshots that the processes are at."""

    chunks: tuple[Future[list[Result]], ...]

    def results(self) -> list[Result]:
        """Wait for them; in the order of the snapshots."""
        return [result for chunk in self.chunks for result in chunk.result()]

    def drop(self) -> None:
        """Nobody needs them any more."""
        for chunk in self.chunks:
            chunk.cancel()


def judge_in(pool: ProcessPoolExecutor, snapshots: Sequence[bytes], *, now: datetime) -> Asked:
    """Have the processes judge these, while the caller does something else."""
    chunks = [snapshots[start : start + CHUNK] for start in range(0, len(snapshots), CHUNK)]
    return Asked(tuple(pool.submit(_judged_chunk, tuple(chunk), now) for chunk in chunks))


def judged(snapshots: Sequence[bytes], pack: Pack, *, now: datetime) -> list[Result]:
    """The same in this process."""
    with Judge(pack) as judge, Case(pack) as case:
        return _all(snapshots, judge, Situations(case), now)


def _all(
    snapshots: Sequence[bytes], judge: Judge, situations: Situations, now: datetime
) -> list[Result]:
    read = [_facts(data) for data in snapshots]
    sound = [facts for facts in read if isinstance(facts, SubjectFacts)]
    judgements = iter(judge.judge(sound))
    return [
        facts
        if isinstance(facts, Unreadable)
        else _judged(facts, next(judgements), situations, now)
        for facts in read
    ]


def _judged(
    facts: SubjectFacts, judgement: Judgement, situations: Situations, now: datetime
) -> Judged:
    documents = tuple(
        encode(document).decode()
        for document in answers_in_all(situations, judgement, facts, now=now)
    )
    return Judged(
        verdict=judgement.verdict.value, weight_db=judgement.weight_db, documents=documents
    )


def _facts(data: bytes) -> SubjectFacts | Unreadable:
    try:
        return snapshot.read(data, where="stored facts")[0]
    except (ParseError, IndexError) as error:
        return Unreadable(str(error))


_content: bytes | None = None


def _start(content: bytes | None, parent: int) -> None:
    global _content  # noqa: PLW0603  what a process is started with
    _content = content
    threading.Thread(target=end_with_process, args=(parent,), daemon=True).start()


def end_with_process(parent: int) -> None:
    """End this process when that one, its parent, is gone; to be run in a thread."""
    while os.getppid() == parent:
        time.sleep(PARENT_LOOK_S)
    os._exit(1)


@cache
def _tools() -> tuple[Judge, Situations]:
    """Kept for the life of the process."""
    pack = (
        load_embedded()
        if _content is None
        else load_files(read_built(_content, where="the loaded pack"))
    )
    return Judge(pack), Situations(Case(pack))


def _judged_chunk(snapshots: Sequence[bytes], now: datetime) -> list[Result]:
    judge, situations = _tools()
    return _all(snapshots, judge, situations, now)
