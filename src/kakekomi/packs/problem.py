"""What is wrong in a knowledge pack, and where: for the person who edits it."""

from collections.abc import Iterable
from dataclasses import dataclass

from kakekomi.facts.errors import ConfigurationError


@dataclass(frozen=True, slots=True, order=True)
class Problem:
    """One thing to mend."""

    file: str
    """Path inside the pack, with forward slashes."""
    line: int
    """From 1; 0 if the file as a whole is meant."""
    message: str
    """What is wrong and what to do about it."""

    def __str__(self) -> str:
        return f"{self.file}:{self.line}: {self.message}"


class PackError(ConfigurationError):
    """The pack can't be used; all its problems are listed, not only the first."""

    def __init__(self, pack: str, problems: Iterable[Problem]) -> None:
        self.pack = pack
        self.problems = tuple(sorted(set(problems)))
        lines = "\n".join(f"  {problem}" for problem in self.problems)
        super().__init__(f"knowledge pack {pack!r} has {len(self.problems)} problems:\n{lines}")
