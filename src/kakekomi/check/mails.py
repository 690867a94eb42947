"""Check mails in bulk: inputs become shards, shards go to workers, results come back in order."""

from collections import deque
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from itertools import chain
from typing import TYPE_CHECKING, Final, Protocol

from kakekomi.check.answer import MailResult
from kakekomi.check.executor import WAITING_PER_JOB, in_order
from kakekomi.check.inputs import Letter
from kakekomi.check.ledger import Ledger, marks_of
from kakekomi.check.shard import Shard, Source, decode

if TYPE_CHECKING:
    from concurrent.futures import Future

MAILS_PER_SHARD: Final = 256
"""Enough that judging in one pass pays and that handing over costs nothing beside the work."""

FIRST_SHARDS: Final = (16, 64)
"""Fewer at first, so that the first answers come at once."""

MAX_SHARD_BYTES: Final = 16 * 1024 * 1024
"""Of mails carried in a shard: larger ones are sent with fewer."""

FOLLOWING_MAILS: Final = 64
"""Mails behind a shard, and before it, where a password may stand; an hour of a busy mailbox."""

MAX_FOLLOWING_BYTES: Final = 2 * 1024 * 1024
"""Of either, carried a second time; mails that give a password are short."""


class Watcher(Protocol):
    """Is told how far the work has come."""

    def read(self, size_bytes: int, /) -> None:
        """So many bytes of mail more were read."""


Submit = Callable[[Shard], "Future[bytes]"]
"""Hands a shard to whoever has time."""


@dataclass(frozen=True, slots=True)
class _Piece:
    """A shard, and by what the ledger knows it."""

    number: int
    shard: Shard
    marks: str
    kept: bytes | None


def check(
    sources: Iterable[Source],
    submit: Submit,
    *,
    jobs: int,
    sizes: tuple[int, ...] = (*FIRST_SHARDS, MAILS_PER_SHARD),
    ledger: Ledger | None = None,
    watcher: Watcher | None = None,
) -> Iterator[MailResult]:
    """Results in input order; those that the ledger has are not made again."""
    done = in_order(
        lambda piece: _kept(piece.kept) or submit(piece.shard),
        _pieces(shards(sources, sizes[-1:] if ledger else sizes), ledger),
        ahead=jobs * WAITING_PER_JOB,
        weight=lambda piece: piece.shard.carried_bytes,
    )
    for piece, answer in done:
        if ledger is not None and piece.kept is None:
            ledger.keep(piece.number, piece.marks, answer)
        result = decode(answer)
        if watcher is not None:
            watcher.read(result.read_bytes)
        yield from result.results


def _pieces(cut: Iterable[Shard], ledger: Ledger | None) -> Iterator[_Piece]:
    for number, shard in enumerate(cut):
        marks = "" if ledger is None else marks_of(shard)
        kept = None if ledger is None else ledger.answer(number, shard, marks)
        yield _Piece(number, shard, marks, kept)


def _kept(answer: bytes | None) -> "Future[bytes] | None":
    from concurrent.futures import Future  # noqa: PLC0415  was imported for the work anyway

    if answer is None:
        return None
    future: Future[bytes] = Future()
    future.set_result(answer)
    return future


def shards(
    sources: Iterable[Source], sizes: tuple[int, ...] = (*FIRST_SHARDS, MAILS_PER_SHARD)
) -> Iterator[Shard]:
    """Cut the inputs; the last of the sizes goes on for ever. The same inputs give the same."""
    ahead = _Ahead(iter(sources))
    for size in chain(sizes, _for_ever(sizes[-1])):
        preceding = ahead.last
        taken = ahead.take(size)
        if not taken:
            return
        yield Shard(sources=taken, following=ahead.look(), preceding=preceding)


def _for_ever(size: int) -> Iterator[int]:
    while True:
        yield size


@dataclass(slots=True)
class _Ahead:
    """Sources with a look at what comes and at what was last."""

    sources: Iterator[Source]
    seen: deque[Source]
    last: tuple[Source, ...]
    """Those taken last, within bounds."""

    def __init__(self, sources: Iterator[Source]) -> None:
        self.sources = sources
        self.seen = deque()
        self.last = ()

    def take(self, count: int) -> tuple[Source, ...]:
        """The next ones, as many as a shard carries, at least one if there is one."""
        taken: list[Source] = []
        carried = 0
        while len(taken) < count and self._fill(1):
            carried += _bytes(self.seen[0])
            if taken and carried > MAX_SHARD_BYTES:
                break
            taken.append(self.seen.popleft())
        self.last = _last((*self.last, *taken))
        return tuple(taken)

    def look(self) -> tuple[Source, ...]:
        """Those behind, within bounds."""
        looked: list[Source] = []
        carried = 0
        while len(looked) < FOLLOWING_MAILS and self._fill(len(looked) + 1):
            carried += _bytes(self.seen[len(looked)])
            if carried > MAX_FOLLOWING_BYTES:
                break
            looked.append(self.seen[len(looked)])
        return tuple(looked)

    def _fill(self, count: int) -> bool:
        while len(self.seen) < count:
            source = next(self.sources, None)
            if source is None:
                return False
            self.seen.append(source)
        return True


def _last(sources: tuple[Source, ...]) -> tuple[Source, ...]:
    """The last ones within bounds."""
    kept = 0
    carried = 0
    for source in reversed(sources[-FOLLOWING_MAILS:]):
        carried += _bytes(source)
        if carried > MAX_FOLLOWING_BYTES:
            break
        kept += 1
    return sources[len(sources) - kept :]


def _bytes(source: Source) -> int:
    return len(source.data) if isinstance(source, Letter) else 0
