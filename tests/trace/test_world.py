from trace.worlds import PEOPLE, make_world, pairs

import numpy as np
import pytest

from kakekomi.trace.constants import CONSTANTS
from kakekomi.trace.world import Facts, Mails, World


def held(world: World, mail: int) -> dict[str, float]:
    values = world.held_of(mail)
    return {PEOPLE[one]: float(values[one]) for one in np.flatnonzero(values)}


def test_an_archive_that_lacks_a_mail_may_have_deleted_it_and_others_are_believed() -> None:
    world = make_world(["abp", "ap", "bp"], archived="ab", lost=[0])

    assert held(world, 0) == {"a": CONSTANTS.deleted, "b": CONSTANTS.deleted, "p": 1.0}
    assert held(world, 1) == {"a": 1.0, "p": 1.0}


def make_small(*, answers: list[int], orphans: list[int], senders: list[bool]) -> World:
    """One archived mailbox (0), one of ours without archive (1), a partner (2); twelve mails."""
    mails = range(12)
    return World.of(
        Mails(
            days=np.zeros(12),
            threads=np.arange(12),
            takes_part=pairs([(mail, one) for mail in mails for one in (0, 1, 2)]),
            has_copy=pairs([(mail, 0) for mail in mails]),
        ),
        np.array([True, True, False]),
        np.array(senders),
        Facts(constants=CONSTANTS, answers=answers, orphans=orphans),
    )


def test_what_is_missing_of_an_archive_is_learned_from_its_answers() -> None:
    few = make_small(answers=[200, 0, 0], orphans=[4, 0, 0], senders=[True] * 3)
    many = make_small(answers=[200, 0, 0], orphans=[120, 0, 0], senders=[True] * 3)

    assert few.missing[0] == pytest.approx((4 + 2) / 225)
    assert many.missing[0] == pytest.approx((120 + 2) / 225)
    assert few.missing[1:].tolist() == [CONSTANTS.missing_unarchived, CONSTANTS.missing_partner]


def test_an_address_that_gets_much_and_never_writes_is_a_list_and_can_not_leak() -> None:
    world = make_small(answers=[], orphans=[], senders=[True, False, True])

    assert world.can_leak.tolist() == [True, False, True]
