"""Names that both the seed and the ways know."""

from typing import Final

MODES: Final = ("keyboard", "phone")

PASSWORD: Final = "a long enough secret"

FORTY: Final = 40

OTHER_VENDORS: Final = "よその商店"
"""A customer of another vendor."""


def company_of(mode: str) -> str:
    """The organization whose administrator begins with nothing."""
    return f"青葉製作所 {mode}"
