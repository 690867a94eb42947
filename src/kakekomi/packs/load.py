"""Load a knowledge pack from the program, a folder or a built file.

The pack inside the program is as trusted as the program. Any other must be signed by a trusted
key, unless the user takes the risk on purpose. Nothing is half loaded: with one problem in any
file the whole pack is refused, and all problems are listed.
"""

import tomllib
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Final, TypeVar

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.files import FolderFiles, PackFiles
from kakekomi.packs.model import ContentRule, Pack, Text, Thresholds
from kakekomi.packs.problem import PackError, Problem
from kakekomi.packs.rule_file import RULE_FOLDERS, read_case_query, read_rule, read_step
from kakekomi.packs.sql_file import SqlFile, parse

if TYPE_CHECKING:
    from kakekomi.packs.keys import PublicKey

PACK_FILE: Final = "pack.toml"
EMBEDDED: Final = Path(__file__).parent
ItemT = TypeVar("ItemT")


class PackHead(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file ``pack.toml``."""

    id: str
    version: str
    languages: tuple[str, ...]
    checked_at: date
    title: Text
    thresholds: Thresholds


def load_embedded(pack_id: str = "emotet") -> Pack:
    """The pack that comes with the program. Raises: PackError if the program is damaged."""
    return load_files(FolderFiles(EMBEDDED / pack_id))


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
    pack = Pack(
        id=head.id,
        version=head.version,
        title=head.title,
        checked_at=head.checked_at,
        thresholds=head.thresholds,
        rules=tuple(
            rule
            for folder in RULE_FOLDERS
            for rule in _all(files, f"rules/{folder}", read_rule, problems)
        ),
        patterns=tuple(_ordered(_all(files, "patterns", read_case_query, problems))),
        stages=tuple(_ordered(_all(files, "stages", read_case_query, problems))),
        steps=tuple(_ordered(_all(files, "steps", read_step, problems))),
        content_rules=_content_rules(files),
        files=files,
    )
    if problems:
        raise PackError(head.id, problems)
    return pack


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


def _all(
    files: PackFiles,
    folder: str,
    read: Callable[[SqlFile], tuple[ItemT, list[Problem]]],
    problems: list[Problem],
) -> list[ItemT]:
    items: list[ItemT] = []
    for name in files.names(folder):
        if name.endswith(".sql"):
            item, wrong = read(read_sql_file(files, name))
            items.append(item)
            problems += wrong
    return items


def read_sql_file(files: PackFiles, name: str) -> SqlFile:
    """A ``.sql`` file in parts; text that is no UTF-8 is a problem of the file."""
    try:
        return parse(files.read(name).decode("utf-8"), name)
    except UnicodeDecodeError as error:
        problem = Problem(name, 0, f"is not UTF-8 (byte {error.start})")
        return SqlFile(path=name, entries=(), queries=(), problems=(problem,))


def _ordered(items: list[ItemT]) -> list[ItemT]:
    return sorted(items, key=lambda item: (getattr(item, "order", 0), getattr(item, "id", "")))


def _content_rules(files: PackFiles) -> tuple[ContentRule, ...]:
    names = [name for name in files.names("rules/content") if name.endswith(".yar")]
    return tuple(
        ContentRule(file=name, source=files.read(name).decode("utf-8", errors="replace"))
        for name in names
    )
