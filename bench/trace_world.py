"""A made world of mailboxes, mails, a theft and spoofs, to try the estimate of who leaked on.

Built apart from the estimate: it knows nothing of its constants or its formula, only the shape of
its input. What the world is like are parameters; the points where the estimate's own picture of the
world is wrong (the owner never shown, reports from outside only, few archives) are among them.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt

from kakekomi.trace.choice import Quote
from kakekomi.trace.world import Mails, Sighting

DAYS = 730
"""Two years."""
AMONG_OUR_OWN = 0.2
SECOND_OF_OURS = 0.25
SECOND_PARTNER = 0.1
"""Shares of threads."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Setting:
    """What the world is like."""

    name: str = "as assumed"
    own: int = 30
    partners: int = 300
    mails: int = 30_000
    archived: float = 1.0
    """Share of own mailboxes whose archive we have."""
    deleted: float = 0.1
    blind: float = 0.03
    no_quote: float = 0.2
    address_book: float = 0.1
    missed: float = 0.04
    false_match: float = 0.0005
    owner_shown: float = 0.5
    reporters: str = "all"
    """all, outside"""
    window_days: float = 180.0
    contacts_power: float = 1.0
    """How unequal mailboxes are in mail: exponent of a power law."""
    diligence_power: float = 1.0
    """How unequal people are in reporting."""
    namesakes: bool = False
    """The robbed one shares the name with another of its side."""
    block: float = 0.0
    """Share of unmatched quotes whose header block is readable."""
    leaks: int = 1
    outside_threads: float = 0.3
    """Share of a partner's stolen mails that we have no part in."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MadeWorld:
    """Mailboxes and mails; own people are numbered first."""

    setting: Setting
    mails: Mails
    is_own: npt.NDArray[np.bool_]
    people: Sequence[tuple[int, ...]]
    """By mail: the sender first."""
    holders: Sequence[frozenset[int]]
    """By mail: the truth."""
    senders: npt.NDArray[np.bool_]
    diligence: npt.NDArray[np.float64]
    by_holder: dict[int, list[int]] = field(default_factory=dict)


def make_world(setting: Setting, chance: np.random.Generator) -> MadeWorld:
    """Mails between our own and partners, some among our own, in threads of a few."""
    total = setting.own + setting.partners
    own_weight = chance.permutation(1 / np.arange(1, setting.own + 1) ** setting.contacts_power)
    partner_weight = chance.permutation(
        1 / np.arange(1, setting.partners + 1) ** setting.contacts_power
    )
    own_weight /= own_weight.sum()
    partner_weight /= partner_weight.sum()
    liking = chance.gamma(0.15, size=(setting.partners, setting.own)) * own_weight
    liking /= liking.sum(axis=1, keepdims=True)
    threads: list[int] = []
    people: list[tuple[int, ...]] = []
    days: list[float] = []
    number = 0
    while len(people) < setting.mails:
        number += 1
        length = int(chance.geometric(0.35))
        day = float(chance.uniform(0, DAYS))
        crowd = _crowd(setting, partner_weight, liking, own_weight, chance)
        for _ in range(length):
            order = chance.permutation(crowd)
            people.append(tuple(int(one) for one in order))
            threads.append(number)
            days.append(min(day, DAYS - 0.01))
            day += float(chance.exponential(1.5))
    count = len(people)
    is_archived = np.zeros(total, np.bool_)
    kept = max(1, round(setting.own * setting.archived))
    is_archived[chance.choice(setting.own, kept, replace=False)] = True
    holders, copies = [], []
    for mail in range(count):
        held = {one for one in people[mail] if chance.random() >= setting.deleted}
        if chance.random() < setting.blind:
            held.add(int(chance.integers(total)))
        holders.append(frozenset(held))
        copies += [(mail, one) for one in held if is_archived[one]]
    world = MadeWorld(
        setting=setting,
        mails=Mails(
            days=np.array(days),
            threads=np.array(threads),
            takes_part=_seen(people, copies),
            has_copy=_pairs(copies),
        ),
        is_own=np.arange(total) < setting.own,
        people=people,
        holders=holders,
        senders=np.bincount([one[0] for one in people], minlength=total) > 0,
        diligence=chance.pareto(setting.diligence_power, total) + 0.01,
    )
    for mail, holding in enumerate(holders):
        for one in holding:
            world.by_holder.setdefault(one, []).append(mail)
    return world


def _crowd(
    setting: Setting,
    partner_weight: npt.NDArray[np.float64],
    liking: npt.NDArray[np.float64],
    own_weight: npt.NDArray[np.float64],
    chance: np.random.Generator,
) -> list[int]:
    """Who takes part in a thread."""
    if chance.random() < AMONG_OUR_OWN:
        return [int(one) for one in chance.choice(setting.own, 2, replace=False, p=own_weight)]
    partner = int(chance.choice(setting.partners, p=partner_weight))
    crowd = [int(chance.choice(setting.own, p=liking[partner])), setting.own + partner]
    if chance.random() < SECOND_OF_OURS:
        crowd.append(int(chance.choice(setting.own, p=liking[partner])))
    if chance.random() < SECOND_PARTNER:
        crowd.append(setting.own + int(chance.choice(setting.partners, p=partner_weight)))
    return list(dict.fromkeys(crowd))


def _seen(
    people: Sequence[tuple[int, ...]], copies: Sequence[tuple[int, int]]
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    """Who took part, of the mails of which any archive has a copy."""
    seen = {mail for mail, _ in copies}
    return _pairs([(mail, one) for mail in seen for one in people[mail]])


def _pairs(
    pairs: Sequence[tuple[int, int]],
) -> tuple[npt.NDArray[np.int64], npt.NDArray[np.int64]]:
    table = np.array(sorted(pairs), np.int64).reshape(-1, 2)
    return table[:, 0], table[:, 1]


@dataclass(frozen=True, slots=True, kw_only=True)
class Wave:
    """Spoofs of one or two robbed mailboxes."""

    robbed: tuple[int, ...]
    sightings: tuple[Sighting, ...]


def make_wave(
    world: MadeWorld, robbed: tuple[int, ...], count: int, chance: np.random.Generator
) -> Wave:
    """The spoofs that are reported to us, in the order in which they come."""
    stolen_day = float(chance.uniform(DAYS * 0.5, DAYS - 30))
    first_day = stolen_day + float(chance.exponential(20))
    stock = {one: _stock(world, one, stolen_day) for one in robbed}
    sightings: list[Sighting] = []
    tries = 0
    while len(sightings) < count and tries < 200 * count:
        tries += 1
        who = robbed[int(chance.integers(len(robbed)))]
        one = _spoof(world, who, stock[who], chance)
        if one is not None:
            day = first_day + len(sightings) * 0.3
            sightings.append(_named(one, len(sightings), day))
    return Wave(robbed=robbed, sightings=tuple(sightings))


def _named(one: Sighting, number: int, day: float) -> Sighting:
    return Sighting(
        name=f"{number:02}.eml",
        day=day,
        recipient=one.recipient,
        shown=one.shown,
        quote=one.quote,
        mails=one.mails,
        block=one.block,
    )


def _stock(world: MadeWorld, who: int, day: float) -> list[int]:
    days = world.mails.days
    return [
        mail
        for mail in world.by_holder.get(who, [])
        if day - world.setting.window_days < days[mail] <= day
    ]


def _spoof(
    world: MadeWorld, who: int, stock: Sequence[int], chance: np.random.Generator
) -> Sighting | None:
    """One spoof, if it is reported to us."""
    setting = world.setting
    if not stock:
        return None
    mail = int(stock[int(chance.integers(len(stock)))])
    crowd = [one for one in world.people[mail] if one != who] or [who]
    recipient = int(chance.choice(crowd))
    if chance.random() < setting.address_book:
        recipient = int(chance.choice(world.people[int(stock[int(chance.integers(len(stock)))])]))
    others = [one for one in world.people[mail] if one != recipient]
    shown = who
    if chance.random() >= setting.owner_shown and others:
        shown = int(chance.choice(others))
    elif chance.random() < setting.address_book:
        shown = int(chance.choice(world.people[int(stock[int(chance.integers(len(stock)))])]))
    if setting.owner_shown == 0 and shown == who and len(others) > 1:
        shown = int(chance.choice([one for one in others if one != who]))
    if not _is_reported(world, recipient, shown, chance):
        return None
    return _quoting(world, who, mail, (recipient, shown), chance)


def _is_reported(world: MadeWorld, recipient: int, shown: int, chance: np.random.Generator) -> bool:
    """Outsiders tell us when it bears our name; everybody as diligently as they are."""
    outside = not world.is_own[recipient]
    if world.setting.reporters == "outside" and not outside:
        return False
    if outside and not world.is_own[shown]:
        return False
    return bool(chance.random() < world.diligence[recipient] / (1 + world.diligence[recipient]))


def _quoting(
    world: MadeWorld, who: int, mail: int, ends: tuple[int, int], chance: np.random.Generator
) -> Sighting:
    recipient, shown = ends
    quote, quoted = _quote(world, who, mail, chance)
    is_block_read = quote is Quote.UNMATCHED and chance.random() < world.setting.block
    return Sighting(
        name="",
        day=0.0,
        recipient=recipient,
        shown=_names(world, who, shown),
        quote=quote,
        mails=((quoted, 1.0),) if quote is Quote.MATCHED else (),
        block=tuple(world.people[mail][:2]) if is_block_read else (),
    )


def _names(world: MadeWorld, who: int, shown: int) -> tuple[int, ...]:
    if not world.setting.namesakes or shown != who:
        return (shown,)
    last = len(world.is_own) - 1
    is_next = who < last and world.is_own[who + 1] == world.is_own[who]
    return tuple(sorted((who, who + 1 if is_next else who - 1)))


def _quote(world: MadeWorld, who: int, mail: int, chance: np.random.Generator) -> tuple[Quote, int]:
    """What the matching makes of it, with its errors."""
    setting = world.setting
    if chance.random() < setting.no_quote:
        return Quote.NONE, mail
    if chance.random() < setting.false_match:
        return Quote.MATCHED, int(chance.integers(len(world.people)))
    first, _ = world.mails.has_copy
    at = int(np.searchsorted(first, mail))
    in_archive = at < len(first) and first[at] == mail
    is_elsewhere = not world.is_own[who] and chance.random() < setting.outside_threads
    if not in_archive or is_elsewhere or chance.random() < setting.missed:
        return Quote.UNMATCHED, mail
    return Quote.MATCHED, mail
