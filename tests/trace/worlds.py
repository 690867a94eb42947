"""Small worlds of mailboxes for tests: own people are ``a`` to ``e``, partners ``p`` to ``t``."""

from collections.abc import Iterable, Sequence

import numpy as np

from kakekomi.trace.choice import Quote
from kakekomi.trace.constants import CONSTANTS
from kakekomi.trace.world import Facts, Ints, Mails, Sighting, World

PEOPLE = "abcdepqrst"
OWN = "abcde"


def who(names: str) -> tuple[int, ...]:
    return tuple(sorted(PEOPLE.index(name) for name in names))


def make_world(mails: Sequence[str], archived: str = OWN, lost: Iterable[int] = ()) -> World:
    """Each mail is the letters of who took part, a thread of its own, a day later each.

    ``lost`` mails are in no archive but those of partners, which we don't have.
    """
    takes_part = [
        (number, PEOPLE.index(one)) for number, crowd in enumerate(mails) for one in crowd
    ]
    gone = set(lost)
    copies = [
        (mail, one) for mail, one in takes_part if PEOPLE[one] in archived and mail not in gone
    ]
    return World.of(
        Mails(
            days=np.arange(len(mails), dtype=np.float64) % 100 + 19_000,
            threads=np.arange(len(mails)),
            takes_part=pairs(takes_part),
            has_copy=pairs(copies),
        ),
        np.array([name in OWN for name in PEOPLE]),
        np.ones(len(PEOPLE), np.bool_),
        Facts(constants=CONSTANTS),
    )


def pairs(rows: Sequence[tuple[int, int]]) -> tuple[Ints, Ints]:
    table = np.array(rows, np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


def make_sighting(
    mail: int | None, recipient: str, shown: str = "", *, name: str = "01.eml", block: str = ""
) -> Sighting:
    """A spoof of that mail; of none: one without a quote."""
    quote = Quote.NONE if mail is None else Quote.MATCHED
    return Sighting(
        name=name,
        day=19_120.0,
        recipient=PEOPLE.index(recipient),
        shown=who(shown),
        quote=Quote.UNMATCHED if block else quote,
        mails=() if mail is None else ((mail, 1.0),),
        block=who(block),
    )
