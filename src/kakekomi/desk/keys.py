"""Secrets that are made at the first start and lie outside the database, readable by us alone."""

import os
import secrets
from contextlib import suppress
from pathlib import Path
from typing import Final

SECRET_BYTES: Final = 48
KEY_BYTES: Final = 32


OTHERS: Final = 0o077
"""What nobody but us may do with a file: everything in the data folder is about people."""


def keep_to_ourselves() -> None:
    """Have all files that this process makes from now on be for its user alone."""
    os.umask(OTHERS)


def secret_text(folder: Path, name: str) -> str:
    """The secret of that name as text; made if there is none yet."""
    return _kept(folder / name, SECRET_BYTES).hex()


def key_bytes(folder: Path, name: str) -> bytes:
    """The key of that name, 32 bytes; made if there is none yet."""
    return _kept(folder / name, KEY_BYTES)


def _kept(path: Path, size: int) -> bytes:
    """Read the file, or make it: of several processes or threads at once, one makes it for all."""
    if not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        made = path.with_name(f"{path.name}.{secrets.token_hex(8)}.new")
        with os.fdopen(os.open(made, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
            file.write(secrets.token_bytes(size))
            file.flush()
            os.fsync(file.fileno())
        with suppress(FileExistsError):
            os.link(made, path)
        made.unlink()
    return path.read_bytes()
