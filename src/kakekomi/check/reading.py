"""Take an archive apart in a worker process, one mail a frame.

What comes back is of a declared shape, as with shards: the process has read hostile bytes.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final, Self

import msgspec

from kakekomi.check.outcome import Problem, of_os_error
from kakekomi.check.visible import valid_text
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail.container import ContainerKind, MailItem, open_container

READ_S: Final = 60.0
"""For one mail of an archive, finding it included."""


@dataclass(frozen=True, slots=True)
class Reading:
    """An archive to take apart. Picklable."""

    path: str
    kind: ContainerKind
    passwords: tuple[str, ...] = ()


class Taken(msgspec.Struct, frozen=True, array_like=True, tag="taken"):
    """One mail of an archive; without ``data`` it can't be read, or this is the end."""

    place: str = ""
    data: bytes | None = None
    reason: str = ""
    is_end: bool = False

    @classmethod
    def of(cls, item: MailItem) -> Self:
        """As the reader gave it."""
        if isinstance(item.data, ParseError):
            return cls(place=item.place, reason=str(item.data))
        return cls(place=item.place, data=item.data)


class _Failed(msgspec.Struct, frozen=True, array_like=True, tag="failed"):
    problem: Problem


_DECODER: Final = msgspec.msgpack.Decoder(Taken | _Failed)


def encode_taken(taken: Taken | Problem) -> bytes:
    """A frame."""
    return msgspec.msgpack.encode(_Failed(taken) if isinstance(taken, Problem) else taken)


def decode_taken(data: bytes) -> Taken | Problem:
    """Read what ``encode_taken`` wrote. Raises: msgspec.DecodeError."""
    taken = _DECODER.decode(data)
    return taken.problem if isinstance(taken, _Failed) else taken


def frames(reading: Reading) -> Iterator[bytes]:
    """All mails of the archive; the last frame is the end, or the reason why there is no more."""
    try:
        with open(reading.path, "rb") as file:  # noqa: PTH123  keeps the path as given
            for item in open_container(file, reading.kind, passwords=reading.passwords):
                yield encode_taken(Taken.of(item))
    except UnsupportedError as error:
        yield encode_taken(_problem(reading, "problem.mailbox", str(error)))
    except ParseError as error:
        yield encode_taken(_problem(reading, "problem.not_mailbox", str(error)))
    except OSError as error:
        yield encode_taken(of_os_error(error, name=valid_text(reading.path)))
    else:
        yield encode_taken(Taken(is_end=True))


def _problem(reading: Reading, key: str, reason: str) -> Problem:
    return Problem(name=valid_text(reading.path), key=key, reason=reason)
