"""Names of a pack's patterns and stages for the reader: the verdict carries only their ids."""

from collections.abc import Mapping
from dataclasses import dataclass, field

from kakekomi.guide.document import VerdictDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Labels:
    """Titles by id; an id without a title is shown as it is."""

    patterns: Mapping[str, str] = field(default_factory=dict)
    stages: Mapping[str, str] = field(default_factory=dict)
    sender_cases: Mapping[str, str] = field(default_factory=dict)
    """By rule: keys of the words that say how the sender's identity is abused."""

    def pattern(self, name: str) -> str:
        """Title of a pattern."""
        return self.patterns.get(name, name)

    def sender_words(self, document: VerdictDocument) -> list[str]:
        """Keys of the words about who really sent the mail, each once."""
        rules = (finding.rule for finding in document.findings)
        return list(dict.fromkeys(filter(None, map(self.sender_cases.get, rules))))

    def stage(self, name: str) -> str:
        """Title of a stage."""
        return self.stages.get(name, name)
