"""The knowledge pack that the desk works by."""

from collections.abc import Callable
from functools import cache
from typing import Final

from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Pack

Source = Callable[[], Pack | None]
sources: Final[list[Source]] = []
"""Where newer packs come from; an app that loads some registers itself. The first one counts."""


@cache
def _embedded() -> Pack:
    return load_embedded()


def current_pack() -> Pack:
    """The pack in use: the one that came with the program, until a newer one is loaded."""
    newer = (pack for source in sources if (pack := source()) is not None)
    return next(newer, None) or _embedded()
