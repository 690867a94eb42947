"""The knowledge pack that the desk works by."""

from functools import cache

from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Pack


@cache
def _embedded() -> Pack:
    return load_embedded()


def current_pack() -> Pack:
    """The pack in use: the one that came with the program, until a newer one is loaded."""
    return _embedded()
