"""Read returned mails; in a process that knows no database."""

import io
from collections.abc import Iterator
from typing import Final

import msgspec

from kakekomi.desk.work.apart import Tell
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail.container import BEGINNING_BYTES, kind_of, open_container
from kakekomi.notice.bounce import Bounce, read_bounce

MAX_MAILS: Final = 10_000
"""In what is handed in at a time."""


class Returned(msgspec.Struct, frozen=True, array_like=True):
    """A file as it was handed in."""

    name: str
    data: bytes


def bounces_in(request: bytes, _: Tell) -> bytes:
    """In a process of its own: the reports among the mails."""
    files = msgspec.msgpack.decode(request, type=list[Returned])
    found: list[Bounce] = []
    for number, data in enumerate(one for file in files for one in _mails(file)):
        if number >= MAX_MAILS:
            break
        bounce = read_bounce(data)
        if bounce is not None:
            found.append(bounce)
    return msgspec.msgpack.encode(found)


def _mails(file: Returned) -> Iterator[bytes]:
    """What can be read of it; one damaged mail does not hide the others."""
    kind = kind_of(file.name, file.data[:BEGINNING_BYTES])
    try:
        for item in open_container(io.BytesIO(file.data), kind):
            if isinstance(item.data, bytes):
                yield item.data
    except (ParseError, UnsupportedError):
        return
