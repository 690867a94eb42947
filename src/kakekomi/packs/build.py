"""Build a pack into one file and read it back.

A built pack (``.kkpack``) is a ZIP without compression, its members sorted, their times all the
same: the same files give the same bytes on every machine. Reading trusts nothing in it.
"""

import io
import stat
import zipfile
import zlib
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.files import MAX_PACK_FILE_BYTES, MAX_PACK_FILES, FolderFiles, MemoryFiles
from kakekomi.packs.keys import read_private_key
from kakekomi.packs.sign import (
    MAX_PACK_BYTES,
    SIGNATURE_FILE,
    check_paths,
    sealed_files,
    sign,
)

FIXED_TIME: Final = (1980, 1, 1, 0, 0, 0)
"""The earliest a ZIP can say."""

METHODS: Final = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED)
"""What ``build`` writes, and what other tools write by default."""

UNIX_MODE: Final = (stat.S_IFREG | 0o644) << 16

ZIP_ERRORS: Final = (
    zipfile.BadZipFile,
    zlib.error,
    EOFError,
    OSError,
    ValueError,
    RuntimeError,
    NotImplementedError,
)
"""What the standard library raises on damaged, encrypted or strange ZIP files."""


def build(files: MemoryFiles) -> bytes:
    """The built pack. Raises: ConfigurationError for a path no pack may have."""
    check_paths(files.names())
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_STORED) as archive:
        for name in files.names():
            member = zipfile.ZipInfo(name, FIXED_TIME)
            member.create_system = 3
            member.external_attr = UNIX_MODE
            archive.writestr(member, files.read(name))
    return target.getvalue()


def read_built(data: bytes, *, where: str) -> MemoryFiles:
    """The files of a built pack. Raises: ConfigurationError."""
    if len(data) > MAX_PACK_BYTES:
        raise ConfigurationError(f"{where!r} is larger than {MAX_PACK_BYTES} bytes")
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            members = archive.infolist()
            check_paths(member.filename for member in members[: MAX_PACK_FILES + 1])
            _check_members(members)
            return MemoryFiles({one.filename: _content(archive, one) for one in members})
    except ZIP_ERRORS as error:
        raise ConfigurationError(f"{where!r} is no built pack: {error}") from error


def _check_members(members: list[zipfile.ZipInfo]) -> None:
    if len(members) > MAX_PACK_FILES:
        raise ConfigurationError(f"the pack has more than {MAX_PACK_FILES} files")
    if sum(member.file_size for member in members) > MAX_PACK_BYTES:
        raise ConfigurationError(f"the pack unpacks to more than {MAX_PACK_BYTES} bytes")
    for member in members:
        mode = member.external_attr >> 16
        if stat.S_IFMT(mode) not in {0, stat.S_IFREG}:
            raise ConfigurationError(f"{member.filename!r} in the pack is no ordinary file")
        if member.compress_type not in METHODS:
            raise ConfigurationError(f"{member.filename!r} in the pack is packed in a strange way")


def _content(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> bytes:
    with archive.open(member) as file:
        data = file.read(MAX_PACK_FILE_BYTES + 1)
    if len(data) > MAX_PACK_FILE_BYTES:
        raise ConfigurationError(f"{member.filename!r} is over {MAX_PACK_FILE_BYTES} bytes")
    return data


def read_pack(path: Path) -> MemoryFiles:
    """All files of a pack in a folder or a built file. Raises: ConfigurationError."""
    if path.is_dir():
        return sealed_files(FolderFiles(path))
    try:
        with path.open("rb") as file:
            data = file.read(MAX_PACK_BYTES + 1)
    except OSError as error:
        raise ConfigurationError(f"pack {str(path)!r} can't be read: {error}") from error
    return read_built(data, where=str(path))


def build_folder(folder: Path, out: Path) -> None:
    """Build a folder into a file. Raises: ConfigurationError."""
    _write(out, build(sealed_files(FolderFiles(folder))))


def sign_pack(path: Path, key_file: Path) -> None:
    """Sign a folder or a built file in place. Raises: ConfigurationError."""
    signature = sign(read_pack(path), read_private_key(key_file))
    if path.is_dir():
        _write(path / SIGNATURE_FILE, signature)
    else:
        contents = dict(read_pack(path).contents) | {SIGNATURE_FILE: signature}
        _write(path, build(MemoryFiles(contents)))


def _write(path: Path, data: bytes) -> None:
    try:
        path.write_bytes(data)
    except OSError as error:
        raise ConfigurationError(f"{str(path)!r} can't be written: {error}") from error
