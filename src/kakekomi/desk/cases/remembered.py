"""What the pack's queries said of a case is kept until the case, or the pack, is another one.

A list of cases would else read and judge the facts of every PC in it anew. The key is made from all
that goes into the answer (``Sources.digest``, pack, program), so that nothing has to be told that
something changed: whatever changes, by whichever way, is asked about under another key.
"""

from hashlib import sha256
from typing import Final

import msgspec
from django.core.cache import caches

from kakekomi import __version__
from kakekomi.desk.cases.facts import Sources
from kakekomi.guide.stage import Stage
from kakekomi.packs.model import Pack

CACHE: Final = "standings"
"""Its name in the settings; on disk, so that all processes share it."""

StepFor = tuple[str, str]
"""A step's id and a subject."""


class Answers(msgspec.Struct, frozen=True, kw_only=True, array_like=True):
    """What the queries said: names of steps and subjects, nothing about people."""

    stage: Stage
    patterns: tuple[str, ...]
    stages: dict[str, Stage]
    tasks: tuple[StepFor, ...]
    open_tasks: tuple[StepFor, ...]
    spoofs: tuple[StepFor, ...]
    failed: tuple[str, ...]
    applied: dict[str, tuple[str, ...]]


def key_of(sources: Sources, pack: Pack) -> str:
    """Under which the answers are kept."""
    about = f"{__version__} {pack.id} {pack.version} {sources.digest()}"
    return sha256(about.encode()).hexdigest()


def recall(key: str) -> Answers | None:
    """The answers, if somebody asked before."""
    kept = caches[CACHE].get(key)
    if not isinstance(kept, bytes):
        return None
    try:
        return msgspec.msgpack.decode(kept, type=Answers)
    except msgspec.DecodeError:  # of another version of this class
        return None


def remember(key: str, answers: Answers) -> None:
    """Keep them; not if a query failed: it may work the next time."""
    if not answers.failed:
        caches[CACHE].set(key, msgspec.msgpack.encode(answers))
