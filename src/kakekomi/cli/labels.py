"""Names of a pack's patterns and stages for the reader: the verdict carries only their ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Titles by id; an id without a title is shown as it is."""

    patterns: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)

    def pattern(self, name: str) -> str:
        """Title of a pattern."""
        return self.patterns.get(name, name)

    def stage(self, name: str) -> str:
        """Title of a stage."""
        return self.stages.get(name, name)
