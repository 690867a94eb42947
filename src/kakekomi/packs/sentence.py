"""Fill the ``{name}`` places of a pack's sentence with values from facts.

Values are hostile text: they are put in verbatim and escaped where the sentence is rendered. They
are never read as places themselves, so a file named ``{password}`` stays what it is.
"""

import re
from collections.abc import Mapping
from typing import Final

PLACE: Final = re.compile(r"\{([a-z_][a-z0-9_]*)\}")
"""Takes ``{name}``; refuses ``{0}`` and ``{a b}``."""

UNKNOWN: Final = "—"
"""Stands where the facts have no value."""


def places(template: str) -> tuple[str, ...]:
    """Names of the places in order."""
    return tuple(PLACE.findall(template))


def fill(template: str, values: Mapping[str, str]) -> str:
    """The sentence with its values."""
    return PLACE.sub(lambda match: values.get(match[1], UNKNOWN), template)
