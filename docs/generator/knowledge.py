"""The knowledge pack that the pages describe, loaded once."""

import tomllib
from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any, Final

from generator.markdown import code
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Pack, Text

FOLDER: Final = "src/kakekomi/packs/emotet"
"""Where the pack's files lie, for the reader."""


@cache
def pack() -> Pack:
    """The pack that comes with the program."""
    return load_embedded()


def in_toml(name: str) -> Mapping[str, Any]:
    """One of the pack's TOML files."""
    return tomllib.loads(pack().text(name))


def file_link(name: str, words: str = "") -> str:
    """A link from a reference page to a file of the pack."""
    return f"[{words or code(name)}](../../{FOLDER}/{name})"


def source_links(ids: Iterable[str]) -> str:
    """Links into the page of sources; a dash for none."""
    return ", ".join(f"[{id_}](sources.md#{id_})" for id_ in ids) or "–"


def both(text: Text) -> tuple[str, str]:
    """Japanese, then English."""
    return text.ja, text.en
