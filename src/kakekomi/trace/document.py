"""The answer as other programs read it, and as a page draws it."""

from collections.abc import Sequence
from datetime import datetime
from typing import Final, Literal

import msgspec

from kakekomi.facts.gap import Gap
from kakekomi.trace.explanation import Explanation, Side

SCHEMA: Final = "kakekomi.trace/1"
DIGITS: Final = 4
"""Of a probability; more would only look exact."""
MAX_BARS: Final = 8
"""Drawn; below that all are slivers."""


class BecauseDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A spoof that quotes a mail which the mailboxes held."""

    spoof: str
    message_id: str
    matched_chars: int


class HypothesisDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Mailboxes that were robbed, if this is what happened."""

    mailboxes: tuple[str, ...]
    side: Side
    probability: float
    because: tuple[BecauseDocument, ...]


class AmongDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mailbox that was robbed with this probability, alone or with others."""

    mailbox: str
    side: Side
    probability: float


class SpoofDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What kind of abuse one spoof is, by the rules of the knowledge pack."""

    spoof: str
    cases: tuple[str, ...]
    """``display_name``, ``real_account``, ``stolen_thread``."""


class SettlingDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """What would settle it."""

    recipients: tuple[str, ...]
    """Whose report of another spoof would help most."""
    archives: tuple[str, ...]
    """Of ours, whose mailbox is missing."""
    own_reports: bool
    """Reports of our own people are missing."""


class ArchiveDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """A mailbox file or folder, and whose it was taken for."""

    name: str
    owner: str


class GapDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True):
    """Something that was not looked at."""

    what: str
    why: str
    detail: str


class TraceDocument(msgspec.Struct, frozen=True, forbid_unknown_fields=True, kw_only=True):
    """The whole answer."""

    schema: Literal["kakekomi.trace/1"] = SCHEMA
    hypotheses: tuple[HypothesisDocument, ...]
    among: tuple[AmongDocument, ...] = ()
    indistinguishable: tuple[tuple[str, ...], ...]
    unmatched: tuple[str, ...]
    without_quote: tuple[str, ...]
    stolen_after: datetime | None
    settling: SettlingDocument
    spoofs: tuple[SpoofDocument, ...]
    archives: tuple[ArchiveDocument, ...]
    mails: int
    gaps: tuple[GapDocument, ...]
    says: str


class Bar(msgspec.Struct, frozen=True):
    """One bar of the chart."""

    label: str
    """Addresses; empty for "unknown"."""
    side: Side
    probability: float


def document(
    found: Explanation,
    says: str,
    *,
    cases: Sequence[SpoofDocument] = (),
    gaps: Sequence[Gap] = (),
) -> TraceDocument:
    """Put it together; ``cases`` and ``gaps`` are what the caller knows besides."""
    return TraceDocument(
        hypotheses=tuple(
            HypothesisDocument(
                mailboxes=one.mailboxes,
                side=one.side,
                probability=_rounded(one.probability),
                because=tuple(
                    BecauseDocument(why.spoof, why.message_id, why.matched_chars)
                    for why in one.because
                ),
            )
            for one in found.suspects
        ),
        among=tuple(
            AmongDocument(one.mailboxes[0], one.side, _rounded(one.probability))
            for one in found.among
        ),
        indistinguishable=found.indistinguishable,
        unmatched=found.unmatched,
        without_quote=found.without_quote,
        stolen_after=found.stolen_after,
        settling=SettlingDocument(
            found.settling.recipients, found.settling.archives, found.settling.own_reports
        ),
        spoofs=tuple(cases),
        archives=tuple(ArchiveDocument(one.name, one.owner) for one in found.archives),
        mails=found.mails,
        gaps=tuple(GapDocument(one.what, one.why, one.detail) for one in (*found.gaps, *gaps)),
        says=says,
    )


def bars(found: Explanation) -> tuple[Bar, ...]:
    """What the chart shows, the likeliest first."""
    return tuple(
        Bar(", ".join(one.mailboxes), one.side, one.probability)
        for one in found.suspects[:MAX_BARS]
    )


def _rounded(probability: float) -> float:
    """Downwards, so that the sum stays at most one."""
    return int(probability * 10**DIGITS) / 10**DIGITS
