"""Matching of content rules, seen from those who have bytes to match."""

from collections.abc import Iterable
from typing import Protocol


class ContentScanner(Protocol):
    """Something that runs content rules over bytes; a pack makes one."""

    def __call__(self, data: bytes, /) -> Iterable[str]:
        """Identifiers of the rules that match ``data``, each once."""
