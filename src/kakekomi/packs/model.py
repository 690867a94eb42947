"""A knowledge pack in memory: rules, patterns, stages and steps as the pack's files state them."""

from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.facts.subject import Kind
from kakekomi.packs.files import PackFiles


class Language(StrEnum):
    """Languages of the product; a pack has all of them."""

    JA = "ja"
    EN = "en"


LANGUAGES: Final = tuple(Language)


class Text(msgspec.Struct, frozen=True, kw_only=True):
    """The same words in each language."""

    ja: str
    en: str

    def of(self, language: Language) -> str:
        """The words in one language."""
        return self.ja if language is Language.JA else self.en


class Role(StrEnum):
    """Who does a step."""

    EMPLOYEE = "employee"
    ADMINISTRATOR = "administrator"
    MANAGER = "manager"
    VENDOR = "vendor"


class Proof(StrEnum):
    """How it is known that a step is done."""

    FACT = "fact"
    DECLARATION = "declaration"


class Thresholds(msgspec.Struct, frozen=True, kw_only=True):
    """From which sum of decibans on a verdict is given."""

    suspicious_db: float
    detected_db: float


class SenderCase(StrEnum):
    """How the sender's identity is abused: each means something else for whose PC is infected."""

    DISPLAY_NAME = "display_name"
    """Only the name is borrowed; the mail comes from anywhere."""
    REAL_ACCOUNT = "real_account"
    """The mail really comes from the account of the person shown."""
    STOLEN_THREAD = "stolen_thread"
    """Real correspondence is quoted by somebody who took no part in it."""


class Rule(msgspec.Struct, frozen=True, kw_only=True):
    """One sign: a query that returns the subjects it fires on, with the evidence as columns."""

    id: str
    """Folder and file name, such as ``mail/encrypted-zip-password-in-body``."""
    kind: Kind
    """MAIL or PC; PC rules judge reports too."""
    title: Text
    says: Text
    """Sentence for the layperson; ``{name}`` stands for an output column."""
    weight_db: float
    """10·log10 of the likelihood ratio; negative if it speaks against malice."""
    group: str | None
    """Of a group only the heaviest finding counts, since its rules see the same thing."""
    capped: bool
    """Shows exposure only: findings of such rules never lift the verdict above suspicious."""
    attack: tuple[str, ...]
    since: str | None
    """Month or year the sign was first seen, ``YYYY-MM`` or ``YYYY``."""
    false_positives: Text | None
    sources: tuple[str, ...]
    sql: str
    tables: frozenset[str]
    """Names of all tables that stand in the query."""
    file: str
    line: int
    """First line of the query in the file."""
    sender_case: SenderCase | None = None
    """What the rule says about who really sent the mail."""


class CaseQuery(msgspec.Struct, frozen=True, kw_only=True):
    """A pattern or a stage: a query over case facts that returns the subjects it is true of."""

    id: str
    title: Text
    says: Text
    order: float
    """Where several are true, the first in this order is named first."""
    sources: tuple[str, ...]
    sql: str
    file: str
    line: int


class Step(msgspec.Struct, frozen=True, kw_only=True):
    """A step of the playbook: for whom it applies, and for whom it is proven done."""

    id: str
    title: Text
    says: Text
    """One sentence: what to do."""
    danger: Text | None
    """What can go wrong, in one or two sentences."""
    stages: tuple[str, ...]
    patterns: tuple[str, ...]
    """Patterns it belongs to; empty: all."""
    role: Role
    order: float
    minutes: int
    """How long it takes, roughly."""
    proof: Proof
    """FACT if facts can show it; DECLARATION if somebody has to say so."""
    sources: tuple[str, ...]
    applies_sql: str
    proven_sql: str
    file: str
    applies_line: int
    proven_line: int


class ContentRule(msgspec.Struct, frozen=True, kw_only=True):
    """One file of YARA rules for bytes, as source text."""

    file: str
    source: str


class Pack(msgspec.Struct, frozen=True, kw_only=True):
    """A knowledge pack."""

    id: str
    version: str
    title: Text
    checked_at: date
    """Date on which its words were last compared with the sources."""
    thresholds: Thresholds
    passwords: tuple[str, ...] = ()
    """Tried last on what is encrypted in a mail: of samples handed round, and of a campaign."""
    rules: tuple[Rule, ...]
    patterns: tuple[CaseQuery, ...]
    stages: tuple[CaseQuery, ...]
    steps: tuple[Step, ...]
    content_rules: tuple[ContentRule, ...]
    files: PackFiles
    """The files themselves, for words that are read only when they are shown."""

    def text(self, name: str) -> str:
        """A text file of the pack. Raises: ConfigurationError."""
        return self.files.read(name).decode("utf-8", errors="replace")

    def step_body(self, step: Step, language: Language) -> str:
        """How, why, what to write down: Markdown."""
        return self.text(f"{step.file.removesuffix('.sql')}.{language}.md")

    def step(self, step_id: str) -> Step:
        """The step of that id. Raises: KeyError if the pack has none."""
        found = next((step for step in self.steps if step.id == step_id), None)
        if found is None:
            raise KeyError(step_id)
        return found

    def rule(self, rule_id: str) -> Rule:
        """The rule of that id. Raises: KeyError if the pack has none."""
        found = next((rule for rule in self.rules if rule.id == rule_id), None)
        if found is None:
            raise KeyError(rule_id)
        return found
