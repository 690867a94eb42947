"""Everything of a desk in one file, and back on an empty machine.

Layout of the file (tar)::

    manifest.json     version of the program, SHA-256 of the parts
    database.jsonl    all rows, one a line, tables in an order in which they can be put back
    originals/…       uploads, encrypted as they lie

The keys are no part of it: whoever finds the backup must not be able to read the uploads. They go
into a file of their own, to be kept in another place. Rows are written as Django writes them, so a
desk on SQLite can be restored on PostgreSQL.
"""

import io
import json
import os
import tarfile
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import file_digest, sha256
from pathlib import Path
from typing import IO, Final

from django.apps import apps
from django.conf import settings
from django.core import serializers
from django.db import connection, models, transaction

from kakekomi import __version__
from kakekomi.facts.errors import ConfigurationError, ParseError

MANIFEST: Final = "manifest.json"
DATABASE: Final = "database.jsonl"
ORIGINALS: Final = "originals"

MADE_BY_MIGRATION: Final = frozenset({"contenttypes.contenttype", "auth.permission"})
"""Rows that a new database has already."""

OF_THE_MOMENT: Final = frozenset({"sessions.session", "house.visit"})
"""Rows that are worth nothing on another machine."""

BATCH: Final = 500


def write_backup(path: Path) -> int:
    """Write the backup; give how many rows it holds."""
    originals = settings.CONFIG.data / ORIGINALS
    with tempfile.TemporaryFile() as rows, _private(path) as archive:
        count = _write_rows(rows)
        names = sorted(one.name for one in originals.iterdir()) if originals.is_dir() else []
        manifest = {
            "program": __version__,
            "rows": count,
            "originals": len(names),
            DATABASE: _digest(rows),
        }
        _add(archive, MANIFEST, json.dumps(manifest, indent=1).encode())
        _add_file(archive, DATABASE, rows)
        for name in names:
            archive.add(originals / name, f"{ORIGINALS}/{name}", recursive=False)
    return count


def write_keys(path: Path) -> None:
    """Write the keys alone."""
    keys = settings.CONFIG.data / "keys"
    with _private(path) as archive:
        for key in sorted(keys.iterdir()):
            archive.add(key, f"keys/{key.name}", recursive=False)


@contextmanager
def _private(path: Path) -> Iterator[tarfile.TarFile]:
    """A new archive that nobody else may read, from its first byte on."""
    handle = os.open(path, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(handle, "wb") as file, tarfile.open(fileobj=file, mode="w") as archive:
        path.chmod(0o600)  # one that was there before
        yield archive


def restore(path: Path) -> int:
    """Put a backup into the empty database of this desk; give how many rows came back.

    Raises:
        ConfigurationError: the desk is not empty.
        ParseError: the file is damaged or no backup.
    """
    if any(model._default_manager.exists() for model in _models()):
        raise ConfigurationError("the desk is not empty; restore into a new data folder")
    try:
        with tarfile.open(path) as archive:
            manifest = json.loads(_member(archive, MANIFEST).read())
            rows = _member(archive, DATABASE)
            if sha256(rows.read()).hexdigest() != manifest[DATABASE]:
                raise ParseError("the rows are damaged")
            rows.seek(0)
            count = _put_back(rows)
            _extract(archive, ORIGINALS)
    except (tarfile.TarError, KeyError, ValueError) as error:
        raise ParseError(f"no backup of a desk, or a damaged one: {error}") from error
    return count


def restore_keys(path: Path) -> None:
    """Put the keys back; those made at the first start are replaced.

    Raises:
        ParseError: the file is damaged.
    """
    try:
        with tarfile.open(path) as archive:
            _extract(archive, "keys")
    except tarfile.TarError as error:
        raise ParseError(f"no file of keys: {error}") from error


def _models() -> list[type[models.Model]]:
    kept = MADE_BY_MIGRATION | OF_THE_MOMENT
    listed = serializers.sort_dependencies([(app, None) for app in apps.get_app_configs()])
    return [model for model in listed if model._meta.label_lower not in kept]


def _rows() -> Iterator[models.Model]:
    for model in _models():
        if not model._meta.proxy and model._meta.managed:
            yield from model._default_manager.order_by("pk").iterator(BATCH)


def _write_rows(file: IO[bytes]) -> int:
    text = io.TextIOWrapper(file, "utf-8", write_through=True)
    with transaction.atomic():
        if connection.vendor == "postgresql":
            connection.cursor().execute("SET TRANSACTION ISOLATION LEVEL REPEATABLE READ")
        count = 0
        for row in _rows():
            serializers.serialize("jsonl", [row], stream=text)
            count += 1
    text.detach()
    return count


def _put_back(rows: IO[bytes]) -> int:
    """All rows or none; that they fit together is looked at when all are there."""
    count = 0
    with transaction.atomic(), connection.constraint_checks_disabled():
        for one in serializers.deserialize("jsonl", io.TextIOWrapper(rows, "utf-8")):
            one.save()
            count += 1
        connection.check_constraints()
    if connection.vendor == "postgresql":
        _set_sequences()
    return count


def _set_sequences() -> None:
    from django.core.management.color import no_style  # noqa: PLC0415  PostgreSQL only

    with connection.cursor() as cursor:
        for statement in connection.ops.sequence_reset_sql(no_style(), _models()):
            cursor.execute(statement)


def _member(archive: tarfile.TarFile, name: str) -> IO[bytes]:
    file = archive.extractfile(name)
    if file is None:
        raise ParseError(f"no backup of a desk: {name} is missing")
    return file


def _extract(archive: tarfile.TarFile, folder: str) -> None:
    """Only plain files of that folder, whatever names stand in the archive."""
    target = settings.CONFIG.data / folder
    target.mkdir(parents=True, exist_ok=True, mode=0o700)
    for member in archive.getmembers():
        head, _, name = member.name.partition("/")
        if head == folder and member.isfile() and name and "/" not in name and name[0] != ".":
            path = target / name
            path.write_bytes(_member(archive, member.name).read())
            path.chmod(0o600)


def _add(archive: tarfile.TarFile, name: str, data: bytes) -> None:
    head = tarfile.TarInfo(name)
    head.size = len(data)
    archive.addfile(head, io.BytesIO(data))


def _add_file(archive: tarfile.TarFile, name: str, file: IO[bytes]) -> None:
    head = tarfile.TarInfo(name)
    head.size = file.seek(0, io.SEEK_END)
    file.seek(0)
    archive.addfile(head, file)


def _digest(file: IO[bytes]) -> str:
    file.seek(0)
    return file_digest(file, "sha256").hexdigest()  # type: ignore[arg-type]
