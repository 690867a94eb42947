"""What is fuzzed: a reader, and whole inputs to damage."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

from kakekomi.facts.errors import KakekomiError, ParseError, UnsupportedError


@dataclass(frozen=True, slots=True, kw_only=True)
class Target:
    """A reader and what it is fed."""

    name: str
    seeds: Callable[[], Iterable[bytes]]
    """Sound inputs; made only when the target is run."""
    read: Callable[[bytes], object]
    refuses_with: tuple[type[KakekomiError], ...] = (ParseError, UnsupportedError)
    """All that the reader may raise."""
