"""Decrypt the stream ``PowerPoint Document`` of an encrypted .ppt.

Each object of a presentation is encrypted by itself, with its number as the number of the block.
What stays in clear says where they are: the last edit, its directory of objects, and the object
that describes the encryption.

Layout (little-endian)::

    stream Current User    at 16: offset of the last edit
    edit (0x0FF5)          at 16 offset of the edit before, at 20 offset of its directory,
                           at 36 number of the object that describes the encryption
    directory (0x1772)     runs: u32 with the first number (20 bits) and how many (12 bits),
                           then their offsets (u32 each)
    description (0x2F14)   at 8 the header of ``office_lock``

Source: [MS-PPT] sections 2.3.3 to 2.3.7
"""
# ruff: noqa: PLR2004 - offsets and ids are those of the layout table above

import struct
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import office_lock, rc4
from kakekomi.mail.office_cryptoapi import CryptoApiLock

MAX_EDITS: Final = 64
"""Each quick save adds one; they are linked and may be a ring."""
MAX_OBJECTS: Final = 20_000
"""Slides, masters, notes and what is embedded."""

_EDIT: Final = 0x0FF5
_DIRECTORY: Final = 0x1772
_DESCRIPTION: Final = 0x2F14


class Presentation:
    """Where the objects of an encrypted stream are, and how they are locked."""

    __slots__ = ("_description", "lock", "offsets", "stream")

    def __init__(self, stream: bytes, user: bytes) -> None:
        """Read what is in clear; ``user`` is the stream ``Current User``.

        Raises:
            ParseError: no edit, or no description of the encryption.

        """
        self.stream = stream
        self.offsets: dict[int, int] = {}
        self._description: int | None = None
        at = _u32(user, 16)
        for _ in range(MAX_EDITS):
            if _kind(stream, at) != _EDIT:
                break
            self._add_edit(at)
            at = _u32(stream, at + 16)
            if at == 0:
                break
        start = self.offsets.get(-1 if self._description is None else self._description)
        if start is None or _kind(stream, start) != _DESCRIPTION:
            raise ParseError("no description of the encryption", where="PowerPoint Document")
        found = office_lock.of_stream(stream[start + 8 : start + 8 + office_lock.MAX_INFO_BYTES])
        if not isinstance(found, CryptoApiLock):
            raise ParseError(f"encrypted by {found.scheme}", where="PowerPoint Document")
        self.lock = found

    def _add_edit(self, at: int) -> None:
        """Take over what the edit at ``at`` places; a later edit has said it before."""
        if self._description is None and _u32(self.stream, at + 4) >= 32:
            self._description = _u32(self.stream, at + 36)
        directory = _u32(self.stream, at + 20)
        if _kind(self.stream, directory) != _DIRECTORY:
            return
        end = directory + 8 + _u32(self.stream, directory + 4)
        words = self.stream[directory + 8 : end]
        numbers = struct.unpack(f"<{len(words) // 4}I", words[: len(words) // 4 * 4])
        index = 0
        while index < len(numbers) and len(self.offsets) < MAX_OBJECTS:
            first, count = numbers[index] & 0xFFFFF, numbers[index] >> 20
            for place, offset in enumerate(numbers[index + 1 : index + 1 + count]):
                self.offsets.setdefault(first + place, offset)
            index += 1 + count

    def decrypt(self, key: bytes) -> bytes:
        """Give the stream with its objects in clear."""
        plain = bytearray(self.stream)
        done = 0
        for number, at in sorted(self.offsets.items(), key=lambda item: item[1]):
            if number == self._description or at < done or at + 8 > len(plain):
                continue
            own = self.lock.block_key(key, number)
            head = rc4.crypt(own, self.stream[at : at + 8])
            done = at + 8 + _u32(head, 4)
            plain[at:done] = rc4.crypt(own, self.stream[at:done])
        return bytes(plain)


def _kind(stream: bytes, at: int) -> int:
    return int.from_bytes(stream[at + 2 : at + 4], "little")


def _u32(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 4], "little")
