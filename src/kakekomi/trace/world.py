"""What the estimate is made from: who held which mail when, and what each spoof shows. Numbers.

Mails, people and threads are numbered from 0. A mailbox is a person. The pairs of mail and person
are those who took part in it and those whose archive has it; ``held`` is the probability that the
mail lay in that mailbox when it was robbed.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Final, Self

import numpy as np
import numpy.typing as npt

from kakekomi.trace.choice import Quote
from kakekomi.trace.constants import Constants

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]
Flags = npt.NDArray[np.bool_]


UNKNOWN: Final = -1
"""Stands for a mailbox that nobody here knows."""
LIST_MAILS: Final = 10
"""From so many mails on that somebody got without ever answering they are taken for a list."""
HELD: Final = 0.5
"""From this probability on a mailbox held a mail, when it is said in words."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Sighting:
    """One spoof, in numbers."""

    name: str
    day: float
    """Of its arrival, days since 1970; nan if it does not say."""
    recipient: int = -1
    """-1 if nobody here knows them."""
    shown: tuple[int, ...] = ()
    """Whom its sender's name means: namesakes are all meant."""
    quote: Quote = Quote.NONE
    mails: tuple[tuple[int, float], ...] = ()
    """What it quotes, with shares."""
    matched_chars: int = 0
    block: tuple[int, ...] = ()
    """Known people named in the header block of a quote that no archive has."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Mails:
    """An archive as numbers, before it is known who may have held what."""

    days: Floats
    """nan: undated."""
    threads: Ints
    """By mail."""
    takes_part: tuple[Ints, Ints]
    """Mails, and who took part, pair by pair."""
    has_copy: tuple[Ints, Ints]
    """Mails, and whose archive has them, pair by pair."""


@dataclass(frozen=True, slots=True, kw_only=True)
class World:
    """Who may have held what."""

    days: Floats
    threads: Ints
    mail: Ints
    """By pair, as the next two."""
    person: Ints
    held: Floats
    is_participant: Flags
    """Else only a copy tells of it."""
    participants: Ints
    """By mail: how many took part."""
    own_participants: Ints
    is_own: Flags
    """By person, as the next three."""
    is_archived: Flags
    can_leak: Flags
    """An address that gets much mail, never wrote and has no archive is a list and no mailbox."""
    missing: Floats
    """Probability that what was stolen from them is in no archive."""

    @classmethod
    def of(cls, mails: Mails, is_own: Flags, senders: Flags, facts: "Facts") -> Self:
        """Work out who may have held what."""
        people = len(is_own)
        keys = [first * people + second for first, second in (mails.takes_part, mails.has_copy)]
        pairs = np.union1d(*keys)
        mail, person = pairs // people, pairs % people
        is_participant, has_copy = np.isin(pairs, keys[0]), np.isin(pairs, keys[1])
        is_archived = np.zeros(people, np.bool_)
        is_archived[mails.has_copy[1]] = True
        held = np.where(is_archived[person] & ~has_copy, facts.constants.deleted, 1.0)
        took = mail[is_participant]
        many = np.bincount(person, minlength=people)
        count = len(mails.days)
        return cls(
            days=mails.days,
            threads=mails.threads,
            mail=mail,
            person=person,
            held=held,
            is_participant=is_participant,
            participants=np.bincount(took, minlength=count),
            own_participants=np.bincount(took[is_own[person[is_participant]]], minlength=count),
            is_own=is_own,
            is_archived=is_archived,
            can_leak=senders | is_archived | (many < LIST_MAILS),
            missing=_missing(is_own, is_archived, facts),
        )

    @property
    def people(self) -> int:
        """How many."""
        return len(self.is_own)

    def participants_of(self, mail: int) -> Ints:
        """Numbers of those who took part."""
        first, end = np.searchsorted(self.mail, (mail, mail + 1))
        return np.asarray(self.person[first:end][self.is_participant[first:end]])

    def held_of(self, mail: int) -> Floats:
        """By person: 0 for those of whom nothing says that they held it."""
        first, end = np.searchsorted(self.mail, (mail, mail + 1))
        held = np.zeros(self.people)
        held[self.person[first:end]] = self.held[first:end]
        return held


@dataclass(frozen=True, slots=True, kw_only=True)
class Facts:
    """What else is known of mailboxes."""

    constants: Constants
    answers: Sequence[int] | Ints = ()
    """By person: answers in their archive, for those who have one."""
    orphans: Sequence[int] | Ints = ()
    """Of these, how many answer a mail that is in no archive."""


def _missing(is_own: Flags, is_archived: Flags, facts: Facts) -> Floats:
    table = facts.constants
    missing = np.where(is_own, table.missing_unarchived, table.missing_partner)
    answers = np.asarray(facts.answers if len(facts.answers) else np.zeros(len(is_own)))
    orphans = np.asarray(facts.orphans if len(facts.orphans) else np.zeros(len(is_own)))
    believed = table.missing_own * table.missing_own_weight
    counted = (orphans + believed) / (answers + table.missing_own_weight)
    return np.asarray(np.where(is_archived, counted, missing), np.float64)


def quoted_mails(sightings: Iterable[Sighting]) -> list[int]:
    """The likeliest mail of each spoof that quotes one."""
    return [one.mails[0][0] for one in sightings if one.quote is Quote.MATCHED]
