"""Read a RAR archive of version 1.5 to 7, also an encrypted one: its members, unpacked.

Stored members are read of every version; packed ones of RAR 2.9 to 4 (unless by PPMd) and of
RAR 5 and 7. RAR 5 stores what tells a wrong password at once; before, the right one is known by
the CRC of what comes out.

Source: RAR technotes of versions 4 and 5.0
"""

import hmac
import zlib
from collections.abc import Iterator, Sequence
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import archive_key, rar3_header, rar3_unpack, rar5_header, rar5_unpack
from kakekomi.mail.archive import Archive, ArchiveMember, Limits, Shelf, member
from kakekomi.mail.rar_entry import Lock, Packing, RarEntry
from kakekomi.mail.rar_keys import LockedError, RarKeys
from kakekomi.mail.zip_member import Problem

WHERE: Final = "RAR"
MAX_TRIED_BYTES: Final = 256 * 1024
"""Unpacked to see whether a password is right, when the archive does not store what tells."""


def read(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """Unpack the archive ``data``. Raises ParseError if it is none."""
    shelf = Shelf(limits)
    keys = RarKeys(passwords, shelf.purse)
    entries = _entries(data, keys)
    members = _Members(data, keys, shelf)
    try:
        for entry in entries:
            if shelf.is_full:
                break
            if not entry.is_folder:
                members.take(entry)
    except LockedError:
        shelf.note(Problem.ENCRYPTED, "names")
    except UnsupportedError as error:
        shelf.note(Problem.UNSUPPORTED, str(error))
    except ParseError as error:
        shelf.note(Problem.DAMAGED, str(error))
    return shelf.archive(encrypted=keys.is_asked, opened_with=keys.opened_with)


def _entries(data: bytes, keys: RarKeys) -> Iterator[RarEntry]:
    if data.startswith(rar5_header.SIGNATURE):
        return _entries5(data, keys)
    if data.startswith(rar3_header.SIGNATURE):
        return _entries3(data, keys)
    raise ParseError("no RAR archive", where=WHERE)


def _entries5(data: bytes, keys: RarKeys) -> Iterator[RarEntry]:
    for block in rar5_header.blocks(data):
        if block.kind == rar5_header.ENCRYPTION:
            lock = rar5_header.lock_of_headers(block)
            key = keys.for_headers5(lock, data, block.data_at)
            for inner in rar5_header.blocks(data, key, at=block.data_at):
                if inner.kind == rar5_header.FILE:
                    yield rar5_header.entry(inner)
        elif block.kind == rar5_header.FILE:
            yield rar5_header.entry(block)


def _entries3(data: bytes, keys: RarKeys) -> Iterator[RarEntry]:
    for block in rar3_header.blocks(data):
        if block.kind == rar3_header.ARCHIVE and block.flags & rar3_header.HEADERS_ENCRYPTED:
            key_of = keys.for_headers3(data, block.data_at)
            for inner in rar3_header.blocks(data, key_of, at=block.data_at):
                if inner.kind == rar3_header.FILE:
                    yield rar3_header.entry(inner)
        elif block.kind == rar3_header.FILE:
            yield rar3_header.entry(block)


class _Members:
    """Unpacks members one after another."""

    def __init__(self, data: bytes, keys: RarKeys, shelf: Shelf) -> None:
        self._data = data
        self._keys = keys
        self._shelf = shelf
        self._unpackers: dict[Packing, rar3_unpack.Unpacker | rar5_unpack.Unpacker] = {
            Packing.RAR3: rar3_unpack.Unpacker(),
            Packing.RAR5: rar5_unpack.Unpacker(),
            Packing.RAR7: rar5_unpack.Unpacker(distance_symbols=rar5_unpack.LONG_DISTANCE_SYMBOLS),
        }
        self._is_chain_whole = True
        """Whether all before was unpacked, which a solid member needs."""

    def take(self, entry: RarEntry) -> None:
        """Unpack the member."""
        if not entry.is_solid:
            self._is_chain_whole = True
        if entry.is_link:
            self._shelf.put(ArchiveMember(name=entry.name))
            return
        problem = self._problem(entry) or self._take(entry)
        if problem is not None:
            self._is_chain_whole = self._is_chain_whole and entry.packing is Packing.STORED
            self._shelf.put(
                ArchiveMember(
                    name=entry.name,
                    packed_bytes=self._there(entry),
                    inflated_bytes=max(entry.declared_bytes, 0),
                    problem=problem,
                )
            )

    def _there(self, entry: RarEntry) -> int:
        return max(min(entry.packed_bytes, len(self._data) - entry.data_at), 0)

    def _problem(self, entry: RarEntry) -> Problem | None:
        if entry.packing is Packing.OTHER:
            return Problem.UNSUPPORTED
        if entry.is_solid and not self._is_chain_whole and entry.packing is not Packing.STORED:
            return Problem.LIMIT
        return None

    def _take(self, entry: RarEntry) -> Problem | None:
        """Put the member on the shelf, or tell why not."""
        packed = self._data[entry.data_at : entry.data_at + entry.packed_bytes]
        if entry.lock is None:
            try:
                self._put(entry, packed, crc=entry.crc)
            except UnsupportedError:
                return Problem.UNSUPPORTED
            return None
        try:
            return self._take_locked(entry, entry.lock, packed)
        except LockedError:
            return Problem.ENCRYPTED
        except UnsupportedError:
            return Problem.UNSUPPORTED

    def _take_locked(self, entry: RarEntry, lock: Lock, packed: bytes) -> Problem | None:
        for password in self._keys.candidates():
            found = self._keys.key(password, lock)
            if found is None:
                continue
            plain = archive_key.decrypt(*found, packed)
            if not lock.check and not self._fits(entry, plain):
                continue
            self._keys.opened_with = self._keys.opened_with or password
            crc = None if lock.is_keyed_crc else entry.crc
            content = self._put(entry, plain, crc=crc)
            if lock.is_keyed_crc and not _has_code(content, entry.crc, password, lock):
                self._shelf.note(Problem.DAMAGED, entry.name)
            return None
        return Problem.ENCRYPTED

    def _fits(self, entry: RarEntry, plain: bytes) -> bool:
        """Whether the start unpacks, or all of it with its checksum if it is small."""
        if entry.is_solid and entry.packing is not Packing.STORED:
            return True
        size = max(entry.declared_bytes, 0)
        if entry.packing is Packing.STORED:
            return zlib.crc32(plain[:size]) == entry.crc
        most = min(size, MAX_TRIED_BYTES)
        try:
            content = rar3_unpack.Unpacker().unpack(plain, most, self._shelf.purse.spend)
        except UnsupportedError:
            return False
        self._shelf.purse.spend(len(content))
        return len(content) == most and (most < size or zlib.crc32(content) == entry.crc)

    def _put(self, entry: RarEntry, packed: bytes, *, crc: int | None) -> bytes:
        purse = self._shelf.purse
        room = purse.room(entry.declared_bytes, self._there(entry))
        if entry.packing is not Packing.STORED:
            room = min(room, max(purse.slow_bytes, 0))
        most = room + 1 if entry.declared_bytes < 0 else min(entry.declared_bytes, room)
        content = self._unpacked(entry, packed, most)
        is_whole = len(content) == entry.declared_bytes or entry.declared_bytes < 0
        is_sound = is_whole and (crc is None or zlib.crc32(content) == crc) and not entry.is_split
        one = member(
            entry.name,
            content,
            room=room,
            declared=entry.declared_bytes,
            packed=self._there(entry),
            is_sound=is_sound,
        )
        self._is_chain_whole = self._is_chain_whole and one.problem is None
        self._shelf.put(one)
        return content

    def _unpacked(self, entry: RarEntry, packed: bytes, most: int) -> bytes:
        if entry.packing is Packing.STORED:
            return packed[:most]
        unpacker = self._unpackers[entry.packing]
        if not entry.is_solid:
            unpacker.reset()
        content = unpacker.unpack(packed, most, self._shelf.purse.spend)
        self._shelf.purse.slow_bytes = max(self._shelf.purse.slow_bytes - len(content), 0)
        return content


def _has_code(content: bytes, crc: int | None, password: str, lock: Lock) -> bool:
    """Whether a checksum mixed with the key fits ``content``."""
    if lock.power is None or crc is None:
        return True
    key = archive_key.rar5(password, lock.salt, lock.power, 16)
    digest = hmac.digest(key, zlib.crc32(content).to_bytes(4, "little"), "sha256")
    mixed = 0
    for at, byte in enumerate(digest):
        mixed ^= byte << 8 * (at % 4)
    return mixed == crc
