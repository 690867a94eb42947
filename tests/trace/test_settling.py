from trace.worlds import PEOPLE, make_sighting, make_world

from kakekomi.trace.estimate import estimate
from kakekomi.trace.settling import Settling, settling


def asked(mails: list[str], spoofs: list[tuple[int, str]], archived: str = "abcde") -> Settling:
    world = make_world(mails, archived)
    sightings = [make_sighting(at, to, name=f"{at}.eml") for at, to in spoofs]
    return settling(world, sightings, estimate(world, sightings), list(PEOPLE))


def test_whom_only_one_of_the_best_two_writes_to_is_asked_for() -> None:
    found = asked(["abp"] * 20 + ["aq"] * 20 + ["br"] * 5, [(0, "p")])

    assert "r" in found.recipients
    assert "p" not in found.recipients


def test_the_archive_of_a_suspect_of_ours_is_asked_for_if_there_is_none() -> None:
    assert asked(["abp"] * 20, [(0, "p")], archived="b").archives == ("a",)
    assert asked(["abp"] * 20, [(0, "p")]).archives == ()


def test_while_nothing_is_clear_the_fullest_of_our_missing_mailboxes_are_asked_for() -> None:
    mails = ["abp"] * 20 + ["eq"] * 5 + ["dq"] * 30

    assert asked(mails, [(0, "p")], archived="ab").archives == ("d", "e")


def test_reports_of_our_own_people_are_asked_for_if_there_are_none() -> None:
    assert asked(["abp"] * 20, [(0, "p")]).own_reports
    assert not asked(["abp"] * 20, [(0, "p"), (1, "b")]).own_reports
