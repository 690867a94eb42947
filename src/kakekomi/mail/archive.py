"""What a reader of archives other than ZIP gives, and what it may spend.

Each reader is a pure function ``read(data, passwords, limits) -> Archive``, so that it can run in a
process of its own. A member that is too large, or that packs too well to be a document, is read to
a prefix only, as with ZIP.
"""

from collections.abc import Callable, Sequence
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail.budget import (
    MAX_INFLATED_BYTES,
    MAX_KEYS,
    MAX_NODES,
    MAX_SKIPPED_BYTES,
    MAX_SLOW_BYTES,
)
from kakekomi.mail.zip_member import (
    MAX_MEMBER_BYTES,
    PREFIX_BYTES,
    SUSPECT_BYTES,
    SUSPECT_RATIO,
    Problem,
)

MAX_DEFECTS: Final = 20
"""Told of one archive; hundreds of damaged pieces are one fact."""
MAX_NAME_BYTES: Final = 4_096
"""Of a member's name; Windows has 260 characters, 32,767 at most."""


class Limits(msgspec.Struct, frozen=True, kw_only=True):
    """What a reader may spend."""

    members: int = MAX_NODES
    inflated_bytes: int = MAX_INFLATED_BYTES
    slow_bytes: int = MAX_SLOW_BYTES
    skipped_bytes: int = MAX_SKIPPED_BYTES
    keys: int = MAX_KEYS


class ArchiveMember(msgspec.Struct, frozen=True, kw_only=True):
    """A file in an archive and what was read of it."""

    name: str | None
    """Path as stored, decoded and otherwise verbatim; None if the format keeps no name."""
    content: bytes = b""
    packed_bytes: int = 0
    """As it lies there; of a solid archive an equal share is not known, hence 0."""
    inflated_bytes: int = 0
    """Size unpacked: reached if it was read whole, else the larger of declared and reached."""
    problem: Problem | None = None


class Archive(msgspec.Struct, frozen=True, kw_only=True):
    """All members in the archive's order."""

    members: tuple[ArchiveMember, ...] = ()
    encrypted: bool = False
    opened_with: str | None = None
    """The exact password that opened it, or the first that opened a member."""
    defects: tuple[tuple[Problem, str], ...] = ()
    """What of the archive as a whole was not read, and where."""
    spent: Limits = Limits(members=0, inflated_bytes=0, slow_bytes=0, skipped_bytes=0, keys=0)
    """What reading took."""


Reader = Callable[[bytes, Sequence[str], Limits], Archive]
"""Reads an archive. Raises ParseError if it is none."""


class Purse:
    """What is left while one archive is read."""

    __slots__ = ("_limits", "inflated_bytes", "keys", "members", "skipped_bytes", "slow_bytes")

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self.members = limits.members
        self.inflated_bytes = max(limits.inflated_bytes, 0)
        self.slow_bytes = max(limits.slow_bytes, 0)
        self.keys = limits.keys
        self.skipped_bytes = max(limits.skipped_bytes, 0)

    def room(self, declared: int, packed: int) -> int:
        """How much of a member to read at most; ``declared`` -1: the header leaves it open."""
        room = min(MAX_MEMBER_BYTES, self.inflated_bytes)
        is_suspect = declared > SUSPECT_BYTES and declared > SUSPECT_RATIO * max(packed, 1)
        return min(room, PREFIX_BYTES) if is_suspect or declared > room else room

    def take_key(self) -> bool:
        """Count one more derived key; False if there were enough."""
        self.keys -= 1
        return self.keys >= 0

    def spend(self, cost: int) -> None:
        """Count work of the slow decoders beside the bytes they give.

        Raises:
            ParseError: there was enough of it.
        """
        self.slow_bytes -= cost
        if self.slow_bytes <= 0:
            raise ParseError("too costly to unpack", where="archive")

    def spent(self) -> Limits:
        """What was used up so far."""
        limits = self._limits
        return Limits(
            members=limits.members - self.members,
            inflated_bytes=max(limits.inflated_bytes, 0) - self.inflated_bytes,
            slow_bytes=max(limits.slow_bytes, 0) - self.slow_bytes,
            skipped_bytes=max(limits.skipped_bytes, 0) - self.skipped_bytes,
            keys=limits.keys - max(self.keys, 0),
        )


class Shelf:
    """Members and defects as they are found."""

    __slots__ = ("_defects", "_members", "purse")

    def __init__(self, limits: Limits) -> None:
        self.purse = Purse(limits)
        self._members: list[ArchiveMember] = []
        self._defects: list[tuple[Problem, str]] = []

    @property
    def is_full(self) -> bool:
        """Whether no further member is listed; noted as a defect when first asked in vain."""
        if self.purse.members > 0:
            return False
        self.note(Problem.LIMIT, "members")
        return True

    def put(self, member: ArchiveMember) -> None:
        """Keep a member and count what it cost."""
        self.purse.members -= 1
        self.purse.inflated_bytes = max(self.purse.inflated_bytes - len(member.content), 0)
        self._members.append(member)

    def note(self, problem: Problem, where: str) -> None:
        """Keep that part of the archive was not read."""
        defect = (problem, where)
        if defect not in self._defects and len(self._defects) < MAX_DEFECTS:
            self._defects.append(defect)

    def archive(self, *, encrypted: bool = False, opened_with: str | None = None) -> Archive:
        """Make the value."""
        return Archive(
            members=tuple(self._members),
            encrypted=encrypted,
            opened_with=opened_with,
            defects=tuple(self._defects),
            spent=self.purse.spent(),
        )


def member(
    name: str | None, content: bytes, *, room: int, declared: int, packed: int, is_sound: bool
) -> ArchiveMember:
    """Member of which ``content`` was read, up to one byte more than ``room``."""
    reached = max(declared, len(content))
    if len(content) > room or (declared > room and len(content) == room):
        problem: Problem | None = Problem.LIMIT
    elif not is_sound or (declared >= 0 and len(content) != declared):
        problem = Problem.DAMAGED
    else:
        problem, reached = None, len(content)
    return ArchiveMember(
        name=name,
        content=content[:room],
        packed_bytes=packed,
        inflated_bytes=reached,
        problem=problem,
    )
