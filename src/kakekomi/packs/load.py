"""Load a knowledge pack from the program, a folder or a built file.

The pack inside the program is as trusted as the program. Any other must be signed by a trusted
key, unless the user takes the risk on purpose. Nothing is half loaded: with one problem in any
file the whole pack is refused, and all problems are listed.
"""

import tomllib
from collections.abc import Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.embedded import HERE, embedded_files
from kakekomi.packs.files import PackFiles
from kakekomi.packs.model import Pack, Text, Thresholds
from kakekomi.packs.parts import read_parts
from kakekomi.packs.problem import PackError, Problem

if TYPE_CHECKING:
    from kakekomi.packs.keys import PublicKey

PACK_FILE: Final = "pack.toml"
EMBEDDED: Final = HERE
"""Folder of the packs that come with the program."""


class PackHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file ``pack.toml``."""

    id: str
    version: str
    languages: tuple[str, ...]
    checked_at: date
    title: Text
    thresholds: Thresholds
    passwords: tuple[str, ...] = ()


def load_embedded(pack_id: str = "emotet") -> Pack:
    """The pack that comes with the program. Raises: PackError if the program is damaged."""
    return load_files(embedded_files(pack_id))


def load_path(
    path: Path, keys: Iterable["PublicKey"] = (), *, unsafe_unsigned: bool = False
) -> Pack:
    """A pack in a folder or a built file, signed by one of the keys.

    ``unsafe_unsigned`` skips the signature. Raises: SignatureError, PackError,
    ConfigurationError.
    """
    from kakekomi.packs.build import read_pack  # noqa: PLC0415  ZIP and keys: only when needed
    from kakekomi.packs.sign import verify  # noqa: PLC0415

    files = read_pack(path)
    if not unsafe_unsigned:
        verify(files, keys)
    return load_files(files)


def load_files(files: PackFiles) -> Pack:
    """A pack from its files, whose origin the caller vouches for. Raises: ConfigurationError."""
    problems: list[Problem] = []
    head = read_head(files, problems)
    parts = read_parts(files, problems)
    if problems:
        raise PackError(head.id, problems)
    return Pack(
        id=head.id,
        version=head.version,
        title=head.title,
        checked_at=head.checked_at,
        thresholds=head.thresholds,
        passwords=head.passwords,
        rules=parts.rules,
        patterns=parts.patterns,
        stages=parts.stages,
        steps=parts.steps,
        content_rules=parts.content_rules,
        files=files,
    )


def read_head(files: PackFiles, problems: list[Problem]) -> PackHead:
    """The head of the pack; without a readable one nothing else makes sense.

    Raises: PackError.
    """
    try:
        text = files.read(PACK_FILE).decode("utf-8")
        return msgspec.convert(tomllib.loads(text), PackHead)
    except (ConfigurationError, UnicodeDecodeError, tomllib.TOMLDecodeError) as error:
        raise PackError("?", [*problems, Problem(PACK_FILE, 0, str(error))]) from error
    except msgspec.ValidationError as error:
        raise PackError("?", [*problems, Problem(PACK_FILE, 0, str(error))]) from error
