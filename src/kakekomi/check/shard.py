"""Pieces of bulk work and what becomes of them, as they go from process to process.

Work goes to a worker as pickle, for we made it. Results come back as MessagePack of declared
shapes: a worker has read hostile mail, and unpickling what it says would trust it.
"""

from dataclasses import dataclass
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.check.answer import MailResult
from kakekomi.check.inputs import Found, Letter
from kakekomi.check.judging import Judging
from kakekomi.mail.context import MailContext


class Output(StrEnum):
    """What is wanted of each mail."""

    VERDICTS = "verdicts"
    FACTS = "facts"
    MEETINGS = "meetings"
    """Who wrote to whom, by which known people are learned."""
    LETTERS = "letters"
    """What of an archived mail is compared with spoofs."""
    SPOOFS = "spoofs"
    """The same of a spoof."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setup:
    """All that is the same for each mail of a command. Picklable."""

    judging: Judging
    context: MailContext
    output: Output = Output.VERDICTS
    has_trails: bool = False
    """Whether the page at the end says who wrote to whom."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Lost:
    """A mail that made an end of the process that read it."""

    name: str
    is_limit: bool
    """It went over its time or memory; else it is a fault of ours."""


Source = Found | Lost


@dataclass(frozen=True, slots=True, kw_only=True)
class Shard:
    """Some mails that are checked in one go."""

    sources: tuple[Source, ...]
    following: tuple[Source, ...] = ()
    """The next ones, where the password of an earlier mail may stand; not checked here."""
    preceding: tuple[Source, ...] = ()
    """Those before, for a password that was told first."""

    @property
    def carried_bytes(self) -> int:
        """Bytes that it takes up in memory; files are read where they are checked."""
        carried = (*self.sources, *self.following, *self.preceding)
        return sum(len(source.data) for source in carried if isinstance(source, Letter))


class ShardResult(msgspec.Struct, frozen=True, array_like=True):
    """What became of a shard, in the order of its mails."""

    results: tuple[MailResult, ...]
    read_bytes: int = 0
    """Of all its mails: how far the work is."""


_ENCODER: Final = msgspec.msgpack.Encoder()
_DECODER: Final = msgspec.msgpack.Decoder(ShardResult)


def encode(result: ShardResult) -> bytes:
    """Bytes for the way back."""
    return _ENCODER.encode(result)


def decode(data: bytes) -> ShardResult:
    """Read what ``encode`` wrote. Raises: msgspec.DecodeError."""
    return _DECODER.decode(data)


def joined(parts: list[ShardResult]) -> ShardResult:
    """One result of several, in their order."""
    results = tuple(result for part in parts for result in part.results)
    return ShardResult(results, sum(part.read_bytes for part in parts))
