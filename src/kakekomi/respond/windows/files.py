r"""Files of this PC, with all that belongs to them.

Second streams (the mark of the web) are listed where Windows lists them; the one that every browser
and mail program writes is asked for by name as well. Owner and access list are kept as SDDL; what
only an administrator may set is given back as far as the rights go.

FILE_RENAME_INFO (64 bit)::

    0   replace (u32) · 8  folder (handle) · 16  bytes of the name (u32) · 20  name (UTF-16)

Source: https://learn.microsoft.com/windows/win32/api/winbase/nf-winbase-setfileinformationbyhandle
"""

import ctypes
import hashlib
import struct
from collections.abc import Iterable, Iterator
from contextlib import suppress
from ctypes import wintypes
from typing import Final

from kakekomi.facts.errors import KakekomiError, NotPermittedError, ParseError, UnavailableError
from kakekomi.host.windows.api import failure
from kakekomi.respond.controls import FileLook, InUseError
from kakekomi.respond.guard import file_refusal
from kakekomi.respond.state import Attribute, FileTimes
from kakekomi.respond.windows import restart, security
from kakekomi.respond.windows.opened import (
    DELETE,
    FOLDER,
    NEW,
    READ,
    READ_ATTRIBUTES,
    READ_ONLY,
    REPARSE_POINT,
    WRITE,
    WRITE_ATTRIBUTES,
    information,
    kernel,
    long_path,
    opened,
    set_information,
    set_times,
)
from kakekomi.respond.windows.signature import is_foreign, is_signed_by_microsoft

CHUNK_BYTES: Final = 1024 * 1024
MAX_STREAM_BYTES: Final = 1024 * 1024
"""Of one second stream; a mark of the web has some hundred bytes."""
MAX_STREAMS: Final = 64
"""Of one file; two are many."""
KNOWN_STREAM: Final = "Zone.Identifier"
PART: Final = ".kakekomi-part"
"""Ending of a file while it is put back."""

_BASIC: Final = 0
_RENAME: Final = 3
_DISPOSITION: Final = 4
_DISPOSITION_NOW: Final = 21
_REMOVE_NOW: Final = 0x1 | 0x2
"""Delete, with the semantics of POSIX: Windows 10 1709 and later."""
_NORMAL: Final = 0x80
_KEPT_ATTRIBUTES: Final = 0x1 | 0x2 | 0x4 | 0x20 | 0x2000
"""Read-only, hidden, system, archive, not indexed; others follow from the content."""
_STREAM_ENDING: Final = ":$DATA"


class _Stream(ctypes.Structure):
    """WIN32_FIND_STREAM_DATA."""

    _fields_ = (("size", ctypes.c_int64), ("name", wintypes.WCHAR * 296))


class WindowsFiles:
    """The file control."""

    def look(self, path: str) -> FileLook | None:
        """None if nothing is there. Raises: NotPermittedError if it is a folder or link."""
        try:
            with opened(path, READ_ATTRIBUTES) as found:
                seen = information(found, path)
        except FileNotFoundError:
            return None
        if seen.attributes & (FOLDER | REPARSE_POINT):
            raise NotPermittedError(f"{path}: no plain file; left alone")
        return FileLook(
            size=seen.size,
            times=seen.times,
            attributes=seen.attributes & _KEPT_ATTRIBUTES,
            security=security.read(path),
            streams=tuple(_streams(path)),
        )

    def chunks(self, path: str) -> Iterator[bytes]:
        """Its content."""
        with opened(path, READ) as found:
            yield from _chunks(found, path)

    def remove(self, path: str, *, sha256: str) -> None:
        """Remove it by its handle, if it still has this content and the guard lets it go."""
        _refuse(path)
        with opened(path, READ | DELETE | READ_ATTRIBUTES | WRITE_ATTRIBUTES) as found:
            seen = information(found, path)
            _expect(found, path, sha256)
            if seen.attributes & READ_ONLY:
                _set_attributes(found, _NORMAL, path)
            try:
                _dispose(found, path)
            except KakekomiError:
                _set_attributes(found, seen.attributes, path)
                set_times(found, seen.times, path)
                raise

    def rename(self, path: str, new: str, *, sha256: str) -> None:
        """Rename it by its handle; never over another file."""
        _refuse(path.removesuffix(".kakekomi-quarantine"))
        name = long_path(new).encode("utf-16-le")
        with opened(path, READ | DELETE) as found:
            _expect(found, path, sha256)
            data = struct.pack("<IxxxxQI", 0, 0, len(name)) + name + b"\0\0"
            set_information(found, _RENAME, data, path)

    def remove_at_restart(self, path: str) -> None:
        """Let Windows remove it before anything else starts."""
        _refuse(path.removesuffix(".kakekomi-quarantine"))
        restart.remove(path)

    def keep_at_restart(self, path: str) -> None:
        """Take that back."""
        restart.keep(path)

    def write(self, path: str, chunks: Iterable[bytes], look: FileLook) -> None:
        """Make it under another name, with all that it had, then rename it."""
        part = path + PART
        with suppress(FileNotFoundError), opened(part, DELETE) as old:
            _dispose(old, part)
        with opened(part, READ | WRITE | DELETE, disposition=NEW) as found:
            for chunk in chunks:
                _write(found, chunk, part)
            kernel().FlushFileBuffers(found)
        for stream in look.streams:
            _write_stream(part, stream)
        security.write(part, look.security)
        with opened(part, DELETE | READ_ATTRIBUTES | WRITE_ATTRIBUTES) as found:
            _set_attributes(found, look.attributes or _NORMAL, part)
            set_times(found, look.times, part)
            name = long_path(path).encode("utf-16-le")
            data = struct.pack("<IxxxxQI", 0, 0, len(name)) + name + b"\0\0"
            set_information(found, _RENAME, data, part)

    def folder_times(self, path: str) -> FileTimes | None:
        """Times of the folder that the path lies in; None if there is none."""
        folder = path.rpartition("\\")[0]
        try:
            with opened(folder, READ_ATTRIBUTES) as found:
                return information(found, folder).times
        except FileNotFoundError:
            return None

    def set_folder_times(self, path: str, times: FileTimes) -> None:
        """Set them."""
        folder = path.rpartition("\\")[0]
        with opened(folder, WRITE_ATTRIBUTES) as found:
            set_times(found, times, folder)

    def is_signed_by_microsoft(self, path: str) -> bool:
        """Whether a valid signature of Microsoft is in the file, or a catalogue lists it."""
        return is_signed_by_microsoft(path)

    def is_foreign(self, path: str) -> bool:
        """Whether Windows certainly did not put it there."""
        return is_foreign(path)


def _refuse(path: str) -> None:
    """The last door: whoever calls, and whatever was planned."""
    refusal = file_refusal(path, is_foreign=is_foreign)
    if refusal is not None:
        raise NotPermittedError(f"{path}: not moved ({refusal})")


def _dispose(found: wintypes.HANDLE, path: str) -> None:
    """Remove it: its name at once, even while others have it open, where this Windows can."""
    try:
        set_information(found, _DISPOSITION_NOW, struct.pack("<I", _REMOVE_NOW), path)
    except InUseError:
        raise
    except UnavailableError:
        set_information(found, _DISPOSITION, struct.pack("<I", 1), path)


def _chunks(found: wintypes.HANDLE, path: str) -> Iterator[bytes]:
    buffer, count = ctypes.create_string_buffer(CHUNK_BYTES), wintypes.DWORD()
    while True:
        if not kernel().ReadFile(found, buffer, CHUNK_BYTES, ctypes.byref(count), None):
            raise failure(path)
        if not count.value:
            return
        yield buffer.raw[: count.value]


def _expect(found: wintypes.HANDLE, path: str, sha256: str) -> None:
    digest = hashlib.sha256()
    for chunk in _chunks(found, path):
        digest.update(chunk)
    if digest.hexdigest() != sha256:
        raise ParseError("changed since it was looked at", where=path)


def _write(found: wintypes.HANDLE, chunk: bytes, path: str) -> None:
    count = wintypes.DWORD()
    is_done = kernel().WriteFile(found, chunk, len(chunk), ctypes.byref(count), None)
    if not is_done or count.value != len(chunk):
        raise failure(path)


def _set_attributes(found: wintypes.HANDLE, attributes: int, path: str) -> None:
    """Times of zero are left as they are."""
    set_information(found, _BASIC, struct.pack("<4qIxxxx", 0, 0, 0, 0, attributes), path)


def _streams(path: str) -> Iterator[Attribute]:
    for name in (*dict.fromkeys((*_stream_names(path), KNOWN_STREAM)),):
        data = _read_stream(path, name)
        if data is not None:
            yield Attribute(name, data)


def _stream_names(path: str) -> list[str]:
    """Names without colons; none where this Windows does not list them."""
    found, library = _Stream(), kernel()
    library.FindFirstStreamW.restype = wintypes.HANDLE
    search = library.FindFirstStreamW(long_path(path), 0, ctypes.byref(found), 0)
    if search in {None, ctypes.c_void_p(-1).value}:
        return []
    names = []
    try:
        for _ in range(MAX_STREAMS):
            names.append(found.name.removesuffix(_STREAM_ENDING).strip(":"))
            if not library.FindNextStreamW(wintypes.HANDLE(search), ctypes.byref(found)):
                break
    finally:
        library.FindClose(wintypes.HANDLE(search))
    return [name for name in names if name]


def _read_stream(path: str, name: str) -> bytes | None:
    try:
        with open(f"{long_path(path)}:{name}", "rb") as stream:  # noqa: PTH123  no path
            data = stream.read(MAX_STREAM_BYTES + 1)
    except FileNotFoundError:
        return None
    if len(data) > MAX_STREAM_BYTES:
        raise ParseError("its second stream is too large to be kept", where=f"{path}:{name}")
    return data


def _write_stream(path: str, stream: Attribute) -> None:
    with open(f"{long_path(path)}:{stream.name}", "wb") as out:  # noqa: PTH123  no path
        out.write(stream.data)
