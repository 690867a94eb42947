from trace.worlds import make_sighting, make_world, who

import pytest

from kakekomi.trace.estimate import Estimate, estimate
from kakekomi.trace.world import UNKNOWN, Sighting, World

# a writes with p, q, r, s; b writes with p alone, much.
TRADE = ["ap", "aq", "ar", "as"] * 15 + ["bp"] * 60


def probability(found: Estimate, names: str) -> float:
    wanted = who(names)
    return next((one.probability for one in found.hypotheses if one.mailboxes == wanted), 0.0)


def test_mails_with_many_partners_speak_for_our_mailbox_that_held_them_all() -> None:
    spoofs = [make_sighting(at, to) for at, to in ((0, "p"), (1, "q"), (2, "r"), (3, "s"))]

    assert probability(estimate(make_world(TRADE), spoofs), "a") > 0.9


def test_mails_with_one_partner_only_speak_for_that_partner() -> None:
    """All from the few that the partner shares with us, out of many that our own people hold."""
    world = make_world(["ap", "bp", "cp"] + ["aq", "bq", "cq", "ar", "br", "cr"] * 30)
    spoofs = [make_sighting(at, to) for at, to in ((0, "a"), (1, "b"), (2, "c"))]

    assert probability(estimate(world, spoofs), "p") > 0.9


def test_a_second_report_of_the_same_mail_adds_less_than_another_mail() -> None:
    once = [make_sighting(0, "p")]
    again = [*once, make_sighting(0, "p", name="02.eml")]
    another = [*once, make_sighting(4, "p", name="02.eml")]
    world = make_world(TRADE)

    assert (
        probability(estimate(world, once), "a")
        < probability(estimate(world, again), "a")
        < probability(estimate(world, another), "a") - 0.05
    )


def test_a_mail_that_comes_again_and_again_speaks_for_a_mailbox_that_held_few() -> None:
    """Whoever holds much has no reason to use the same mail four times; on purpose, it may be."""
    world = make_world(["abq", "abr", "abs"] * 30 + ["abp"])
    mails = [make_sighting(90, "a", name=f"{number}.eml") for number in range(4)]
    once, often = estimate(world, mails[:1]), estimate(world, mails)

    before = probability(once, "p") / probability(once, "b")
    after = probability(often, "p") / probability(often, "b")
    assert 3 < after / before < 0.3**-3


def test_what_only_outsiders_report_says_less_and_least_without_archives() -> None:
    spoofs = [make_sighting(at, to, name=to) for at, to in ((0, "p"), (1, "q"))]
    ours = [*spoofs, make_sighting(None, "c", name="c")]
    without = make_world(TRADE, archived="a")

    with_ours = probability(estimate(make_world(TRADE), ours), "a")
    outsiders = probability(estimate(make_world(TRADE), spoofs), "a")
    assert with_ours > outsiders > probability(estimate(without, spoofs), "a")


def test_who_is_in_every_likely_set_was_robbed_whoever_else_was() -> None:
    world = make_world(["ap", "aq", "ac"] * 20 + ["bs", "bt", "bd"] * 20)
    spoofs = [
        make_sighting(at, to, name=f"{at}.eml")
        for at, to in ((0, "p"), (1, "q"), (2, "c"), (60, "s"))
    ]
    found = estimate(world, spoofs)

    assert found.among[0].mailboxes == who("a")
    assert found.among[0].probability == pytest.approx(
        sum(one.probability for one in found.hypotheses if who("a")[0] in one.mailboxes), abs=1e-3
    )
    assert found.among[0].probability > max(one.probability for one in found.hypotheses) + 0.01


def test_names_without_a_quote_leave_at_least_half_to_unknown() -> None:
    spoofs = [make_sighting(None, "p", "a", name=f"{number}.eml") for number in range(8)]
    found = estimate(make_world(TRADE), spoofs)

    unknown = next(one for one in found.hypotheses if one.mailboxes == (UNKNOWN,))
    assert unknown.probability >= 0.5
    assert sum(one.probability for one in found.hypotheses) == pytest.approx(1.0, abs=1e-6)


def test_probabilities_fall_and_sum_to_one_at_most_and_no_set_comes_twice() -> None:
    found = estimate(make_world(TRADE), [make_sighting(0, "p", "a"), make_sighting(60, "p")])
    values = [one.probability for one in found.hypotheses]

    assert values == sorted(values, reverse=True)
    assert sum(values) <= 1 + 1e-9
    assert len({one.mailboxes for one in found.hypotheses}) == len(values) <= 20


def test_two_people_who_held_the_same_mails_cannot_be_told_apart() -> None:
    world = make_world(["abp", "abq", "abr"] * 10)
    spoofs = [make_sighting(0, "p"), make_sighting(1, "q")]

    assert who("ab") in estimate(world, spoofs).groups


def test_one_who_holds_much_that_was_not_quoted_is_told_apart_by_that_only() -> None:
    world = make_world(["ap", "aq", "ar"] * 4 + ["abp", "abq", "abr"] * 2 + ["as"] * 300)
    spoofs = [
        make_sighting(at, to, name=f"{at}.eml")
        for at, to in ((12, "p"), (13, "q"), (14, "r"), (15, "p"), (16, "q"), (17, "r"))
    ]
    found = estimate(world, spoofs)

    assert (who("b")[0], who("a")[0]) in found.separated_by_silence


def test_the_theft_was_after_the_newest_mail_that_the_best_mailbox_held() -> None:
    spoofs = [make_sighting(at, to) for at, to in ((0, "p"), (1, "q"), (2, "r"), (7, "s"))]

    assert estimate(make_world(TRADE), spoofs).stolen_after == 19_007.0


def test_two_robbed_mailboxes_are_found_as_a_pair() -> None:
    world = make_world(["ap", "aq", "ac"] * 20 + ["bs", "bt", "bd"] * 20)
    spoofs = [
        make_sighting(at, to, name=f"{at}.eml")
        for at, to in ((0, "p"), (1, "q"), (2, "c"), (60, "s"), (61, "t"), (62, "d"))
    ]

    assert estimate(world, spoofs).hypotheses[0].mailboxes == who("ab")


def test_who_stands_in_the_header_block_of_an_unknown_mail_ranks_before_who_does_not() -> None:
    spoofs = [make_sighting(None, "p", block="ap"), make_sighting(None, "q", block="aq")]
    found = estimate(make_world(TRADE), spoofs)

    assert probability(found, "a") > 3 * probability(found, "b")


@pytest.mark.parametrize(
    "world", [make_world([]), make_world(["ap"], archived=""), make_world(["a"] * 3)]
)
@pytest.mark.parametrize("spoofs", [[], [make_sighting(None, "t", "s")]])
def test_little_or_nothing_known_is_no_error(world: World, spoofs: list[Sighting]) -> None:
    assert estimate(world, spoofs).hypotheses


def test_the_order_of_the_spoofs_changes_nothing() -> None:
    spoofs = [make_sighting(at, to, name=to) for at, to in ((0, "p"), (1, "q"), (60, "p"))]
    world = make_world(TRADE)

    assert estimate(world, spoofs) == estimate(world, spoofs[::-1])


def test_an_unknown_mailbox_beside_a_known_one_is_no_answer_of_its_own() -> None:
    spoofs = [make_sighting(at, to) for at, to in ((0, "p"), (1, "q"))]

    sets = [one.mailboxes for one in estimate(make_world(TRADE), spoofs).hypotheses]
    assert [who for who in sets if UNKNOWN in who] == [(UNKNOWN,)]
