"""What a pack knows about notices: facts that each kind must have, claims it must not make.

``notices/notices.toml`` holds facts, kinds, measures and claims; the words of each kind stand
beside it as plain text, ``notices/partners.ja.txt``.
"""

import tomllib
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.files import PackFiles
from kakekomi.packs.model import Language, Pack, Text

NOTICES_FILE: Final = "notices/notices.toml"


class NoticeKind(StrEnum):
    """Whom a notice is for, or by which way it goes; the values of the table ``notice``."""

    PARTNERS = "partners"
    SENDER = "sender"
    AFFECTED = "affected"
    PUBLIC = "public"
    TELEPHONE = "telephone"
    INTERNAL = "internal"


class WordList(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Words of each language."""

    ja: tuple[str, ...]
    en: tuple[str, ...]

    def of(self, language: Language) -> tuple[str, ...]:
        """The words of one language."""
        return self.ja if language is Language.JA else self.en


class NoticeFact(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something that a notice has to say."""

    id: str
    """A field of the statement, or a name of its own if words alone show it."""
    title: Text
    remark: Text
    """How to state it."""
    words: WordList | None = None
    """One of them in the text shows it, whatever the statement says."""


class KindRules(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a kind of notice has to say."""

    id: NoticeKind
    title: Text
    required: tuple[str, ...]
    """Ids of facts."""


class Measure(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """How a step that is done is told to others."""

    step: str
    says: Text


class ClaimSample(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Sentences that a claim must see, and must let pass."""

    fires: tuple[str, ...]
    quiet: tuple[str, ...]


class Claim(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A sentence that a notice must not have, unless the case proves it."""

    id: str
    says: Text
    """Why not."""
    mend: Text
    """What to write instead."""
    all_of: tuple[tuple[str, ...], ...]
    """Groups of words, any language: the sentence has one word of each group."""
    unless: tuple[str, ...] = ()
    """Words that make the sentence harmless."""
    names_others: bool = False
    """It counts only if the sentence also names somebody outside."""
    proven_by: tuple[str, ...] = ()
    """Steps that prove it if all of them are done; none: nothing proves it."""
    examples: ClaimSample


class Notices(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file."""

    fact: tuple[NoticeFact, ...]
    kind: tuple[KindRules, ...]
    measure: tuple[Measure, ...]
    claim: tuple[Claim, ...]

    def rules_of(self, kind: NoticeKind) -> KindRules:
        """Of one kind; without any, nothing is required."""
        empty = KindRules(id=kind, title=Text(ja=kind, en=kind), required=())
        return next((one for one in self.kind if one.id == kind), empty)

    def titles(self, language: Language) -> dict[str, str]:
        """Titles of the facts by id."""
        return {fact.id: fact.title.of(language) for fact in self.fact}

    def remarks(self, language: Language) -> dict[str, str]:
        """Remarks of the facts by id."""
        return {fact.id: fact.remark.of(language) for fact in self.fact}


def read_notices(pack: Pack) -> Notices:
    """What the pack knows. Raises: ConfigurationError."""
    return parse_notices(pack.files)


def parse_notices(files: PackFiles) -> Notices:
    """The file of a pack. Raises: ConfigurationError."""
    try:
        text = files.read(NOTICES_FILE).decode("utf-8")
        return msgspec.convert(tomllib.loads(text), Notices)
    except (tomllib.TOMLDecodeError, UnicodeDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{NOTICES_FILE}: {error}") from error


def template_name(kind: NoticeKind, language: Language) -> str:
    """File of the words."""
    return f"notices/{kind}.{language}.txt"


def notice_template(pack: Pack, kind: NoticeKind, language: Language) -> str:
    """The words of a kind. Raises: ConfigurationError if the pack has none."""
    return pack.text(template_name(kind, language))
