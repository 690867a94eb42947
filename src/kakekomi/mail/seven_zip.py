"""Read a 7z archive, also an encrypted one: its members, each unpacked as far as is needed.

7z has no mark of a right password: it is right if what comes out has the CRC that the header gives.
Files of one folder are one stream, so that a large file must be unpacked to reach those behind.

Source: 7-Zip, DOC/7zFormat.txt
"""

import zlib
from collections.abc import Sequence
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import archive_key, seven_zip_coder, seven_zip_header
from kakekomi.mail.archive import Archive, ArchiveMember, Limits, Purse, Shelf
from kakekomi.mail.archive_stream import Piece, StreamReader, put_pieces, put_unread
from kakekomi.mail.seven_zip_coder import KeyOf
from kakekomi.mail.seven_zip_entry import Coder, File, Folder, Header, Streams
from kakekomi.mail.seven_zip_header import WHERE, Cursor, Id
from kakekomi.mail.zip_member import Problem

SIGNATURE: Final = b"7z\xbc\xaf\x27\x1c"
START_BYTES: Final = 32
MAX_HEADER_BYTES: Final = 8 * 1024 * 1024
"""Of an unpacked header: a hundred thousand long names."""
MAX_HEADER_LAYERS: Final = 4
"""A header packed in a header; 7-Zip writes one layer."""

MAX_TRIED_BYTES: Final = 1024 * 1024
"""Unpacked to see whether a password is right: a wrong one fails in the first bytes."""
NO_PASSWORD: Final = ""
"""Stands for what needs none."""


class _LockedError(Exception):
    """No password fits."""


def read(data: bytes, passwords: Sequence[str], limits: Limits) -> Archive:
    """Unpack the archive ``data``. Raises ParseError if it is none."""
    if not data.startswith(SIGNATURE) or len(data) < START_BYTES:
        raise ParseError("no 7z archive", where=WHERE)
    shelf = Shelf(limits)
    keys = _Keys(passwords, shelf.purse)
    try:
        header = _header(data, keys)
        _take_all(data, header, keys, shelf)
    except _LockedError:
        shelf.note(Problem.ENCRYPTED, "names")
    except UnsupportedError as error:
        shelf.note(Problem.UNSUPPORTED, str(error))
    return shelf.archive(encrypted=keys.is_asked, opened_with=keys.opened_with)


class _Keys:
    """Passwords to try, the one that fitted first."""

    __slots__ = ("_known", "_passwords", "_purse", "is_asked", "opened_with")

    def __init__(self, passwords: Sequence[str], purse: Purse) -> None:
        self._passwords = tuple(passwords)
        self._purse = purse
        self._known: dict[tuple[str, int, bytes], bytes] = {}
        self.is_asked = False
        self.opened_with: str | None = None

    def candidates(self, folder: Folder) -> tuple[str, ...]:
        """Passwords in the order to try; one for a folder that needs none."""
        if not seven_zip_coder.is_encrypted(folder):
            return (NO_PASSWORD,)
        self.is_asked = True
        first = () if self.opened_with is None else (self.opened_with,)
        return tuple(dict.fromkeys((*first, *self._passwords)))

    def for_password(self, password: str) -> KeyOf:
        """Key of a coder under ``password``."""

        def key_of(coder: Coder) -> bytes:
            power, salt = seven_zip_coder.aes_salt(coder)
            known = self._known.get((password, power, salt))
            if known is not None:
                return known
            if not self._purse.take_key():
                raise _LockedError
            key = archive_key.seven_zip(password, salt, power)
            self._known[password, power, salt] = key
            return key

        return key_of

    def note(self, folder: Folder, password: str) -> None:
        """Remember the password that fitted."""
        if seven_zip_coder.is_encrypted(folder) and self.opened_with is None:
            self.opened_with = password


def _header(data: bytes, keys: _Keys) -> Header:
    at = START_BYTES + int.from_bytes(data[12:20], "little")
    size = int.from_bytes(data[20:28], "little")
    raw = data[at : at + size]
    if size == 0:
        return Header(Streams(), ())
    if len(raw) < size:
        raise ParseError("the archive ends before its header", where=WHERE, offset=at)
    for _ in range(MAX_HEADER_LAYERS):
        cursor = Cursor(raw)
        mark = cursor.byte()
        if mark == Id.HEADER:
            return seven_zip_header.read_header(cursor)
        if mark != Id.ENCODED_HEADER:
            break
        raw = _packed_header(data, seven_zip_header.read_streams(cursor), keys)
    raise ParseError("no header", where=WHERE, offset=at)


def _packed_header(data: bytes, streams: Streams, keys: _Keys) -> bytes:
    if not streams.folders or streams.folders[0].size > MAX_HEADER_BYTES:
        raise ParseError("header without content", where=WHERE)
    folder, packed = streams.folders[0], _packed(data, streams)[0]
    for password in keys.candidates(folder):
        try:
            stream = seven_zip_coder.unpack(folder, packed, keys.for_password(password))
            raw = b"".join(stream)
        except ParseError:
            if not seven_zip_coder.is_encrypted(folder):
                raise
            continue
        if folder.crc is None or zlib.crc32(raw) == folder.crc:
            keys.note(folder, password)
            return raw
    if seven_zip_coder.is_encrypted(folder):
        raise _LockedError
    raise ParseError("the header's checksum differs", where=WHERE)


def _packed(data: bytes, streams: Streams) -> list[list[memoryview]]:
    """Bytes of each folder's packed streams."""
    view = memoryview(data)
    at = START_BYTES + streams.packed_at
    sizes = iter(streams.packed_sizes)
    found = []
    for folder in streams.folders:
        own = []
        for _ in folder.packed_inputs:
            size = next(sizes, 0)
            own.append(view[at : at + size])
            at += size
        found.append(own)
    return found


def _take_all(data: bytes, header: Header, keys: _Keys, shelf: Shelf) -> None:
    """Members of all folders, in the order of the files."""
    files = iter(header.files)
    for folder, packed, pieces in zip(
        header.streams.folders, _packed(data, header.streams), header.streams.pieces, strict=True
    ):
        own: list[Piece] = []
        while len(own) < len(pieces) and (file := next(files, None)) is not None:
            if file.has_stream:
                own.append(Piece(file.name, *pieces[len(own)]))
            else:
                _take_empty(file, shelf)
        if shelf.is_full:
            return
        _take_folder(folder, packed, own, keys, shelf)
    for file in files:
        _take_empty(file, shelf)


def _take_empty(file: File, shelf: Shelf) -> None:
    if not file.is_folder and not shelf.is_full:
        problem = Problem.DAMAGED if file.has_stream else None
        shelf.put(ArchiveMember(name=file.name, problem=problem))


def _take_folder(
    folder: Folder, packed: list[memoryview], pieces: list[Piece], keys: _Keys, shelf: Shelf
) -> None:
    is_locked = seven_zip_coder.is_encrypted(folder)
    problem = Problem.ENCRYPTED
    try:
        for password in keys.candidates(folder):
            key_of = keys.for_password(password)
            if is_locked and not _fits(folder, packed, pieces, key_of):
                continue
            keys.note(folder, password)
            stream = seven_zip_coder.unpack(folder, packed, key_of, shelf.purse.spend)
            put_pieces(stream, pieces, sum(map(len, packed)), shelf)
            return
    except UnsupportedError:
        problem = Problem.UNSUPPORTED
    except _LockedError:
        pass
    put_unread(pieces, problem, shelf)


def _fits(folder: Folder, packed: list[memoryview], pieces: list[Piece], key_of: KeyOf) -> bool:
    """Whether the first file comes out with its checksum, or its start unpacks if it is large."""
    if not pieces:
        return True
    first = pieces[0]
    reader = StreamReader(seven_zip_coder.unpack(folder, packed, key_of))
    most = first.size if seven_zip_coder.is_stored(folder) else MAX_TRIED_BYTES
    checksum = 0
    for chunk in reader.chunks(min(first.size, most)):
        checksum = zlib.crc32(chunk, checksum)
    if reader.is_damaged or reader.at < min(first.size, most):
        return False
    return first.size > most or first.crc in {None, checksum}
