"""Every number that the estimate rests on, in one table, each with its reason.

They are judgements and not measurements: nobody has published how often a mail is forwarded before
it is stolen. What an answer says changes little with most of them, since the evidence of a second
and third spoof outweighs them; the simulator in ``bench`` varies the world under them.
"""

from dataclasses import dataclass
from typing import Final


@dataclass(frozen=True, slots=True, kw_only=True)
class Constants:
    """Probabilities, days and weights."""

    deleted: float = 0.6
    """That somebody who took part still held a mail which their archive lacks: deleted later."""
    blind_own: float = 0.02
    """That one of ours with an archive held a mail of which it shows nothing: a blind copy."""
    blind_other: float = 0.05
    """The same of others: forwards and copies inside their house are out of sight."""
    blind_most: float = 0.3
    """Most of a small mailbox. With less, what a rarely seen partner held out of sight is laid at
    the door of whoever held the mail in sight: the commonest wrong name of all in the simulator."""
    window_days: float = 180.0
    """The module took mails of the last half year."""
    older: float = 0.08
    """Weight of mails before that: analyses are second-hand, and versions differ."""
    missing_own: float = 0.08
    """That a quote of an archived mailbox of ours is in no archive: mails get deleted."""
    missing_own_weight: float = 25.0
    """Mails that this belief is worth, beside the answers counted whose first mail is missing."""
    missing_unarchived: float = 0.8
    """Of one of ours without archive: most of its mails are seen by nobody else."""
    missing_partner: float = 0.3
    """Of a partner: its threads with others, as far as they reach us."""
    missing_unknown: float = 0.95
    """Of a mailbox that nobody here knows."""
    from_address_book: float = 0.12
    """That recipient or shown name come from the address book and not from the thread."""
    shown_is_owner: tuple[float, ...] = (0.1, 0.5, 0.9)
    """How often the owner of the mailbox is shown as sender; differs by wave, so it is averaged."""
    stray: float = 0.02
    """That a spoof belongs to another story."""
    reporters: float = 1.5
    """Mass of the urn of reporters: one new reporter counts, the next reports of the same don't."""
    reports_own: float = 0.08
    """That a spoof goes to the robbed mailbox itself."""
    reports_spread: float = 0.1
    """Of reporters that nothing in the mails explains."""
    regimes: tuple[float, float, float] = (0.5, 0.25, 0.25)
    """That everybody's reports reach us, only those of outsiders, only those of our own."""
    no_quote_power: float = 0.5
    """A name without a quote counts half: names are bought and sold apart from mails."""
    unmatched_block: float = 0.85
    """That the robbed mailbox is named in the header block of a quote which no archive has."""
    sent_again: float = 0.3
    """That a mail which was used once is used again on purpose, whatever else there was to use.
    Else a mail comes twice because the mailbox held few."""
    thread_blind: float = 0.3
    """That somebody who held one mail of a thread out of sight held another of it."""
    prior_own: float = 0.5
    """One of ours: we hear of spoofs in our name, and our names are on our own mails most."""
    prior_partner: float = 0.35
    """If nobody of ours reported, both sides have the half of the two: we hear nothing of ours."""
    prior_unknown: float = 0.15
    prior_pair: float = 0.25
    """That two leaked and not one: outbreaks come in waves, and go on inside a network."""
    partner_scale: float = 20.0
    """Mails with a partner after which more of them hardly make it likelier."""
    wave: float = 14.0
    """Spoofs of one wave are not independent; N of them count as N·14/(14+N)."""
    doubt: float = 0.95
    """Weight of all that was seen: the world is not quite as this table has it."""
    only_outsiders: float = 0.8
    """Weight of what was seen if several reported and none of them is ours: outsiders see of a wave
    what bears our name in threads of their own, a picture of them as much as of the thief. One
    reporter from outside is chance."""
    outsiders_alone: float = 0.5
    """Of that, if no archive of ours stands against it; rising to 1 with all of them."""
    honesty: float = 0.5
    """Least probability of "unknown" when not one quote was matched: names accuse nobody."""
    indistinguishable_ratio: float = 10.0
    """Posteriors within this ratio are no difference when the quotes make none."""


CONSTANTS: Final = Constants()
GRID: Final = 6
"""Times of theft that are averaged over; more change nothing in the simulator."""
SHARES: Final = 9
"""Shares of two mailboxes in the spoofs."""
BEST_SINGLES: Final = 12
"""Mailboxes that pairs are made of, those that explain most by themselves."""
COMPLEMENTS: Final = 8
"""Further ones, which best explain what the best one leaves."""
MAX_MAILBOXES: Final = 1_500
"""Looked at one by one, those nearest to what is quoted; the others explain nothing of it."""
MAX_HYPOTHESES: Final = 20
"""Told; what follows is below any use."""
NEWEST_PERCENTILE: Final = 80
"""Of quoted dates: one wrong match must not date the theft."""
FEW_DATES: Final = 5
"""Up to so many, the newest is taken as it is."""
