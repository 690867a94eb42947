"""Inputs cut into shards, and results put together again."""

from concurrent.futures import Future

from hypothesis import given
from hypothesis import strategies as st

from cli.mails import make_letter
from kakekomi.check.answer import MailResult
from kakekomi.check.inputs import Letter
from kakekomi.check.mails import (
    FOLLOWING_MAILS,
    MAX_FOLLOWING_BYTES,
    MAX_SHARD_BYTES,
    check,
    shards,
)
from kakekomi.check.shard import Shard, ShardResult, encode


def _letters(count: int) -> list[Letter]:
    return [make_letter(str(number)) for number in range(count)]


@given(st.integers(0, 200), st.lists(st.integers(1, 40), min_size=1, max_size=3))
def test_every_mail_is_in_one_shard_in_its_place(count: int, sizes: list[int]) -> None:
    letters = _letters(count)

    cut = list(shards(letters, tuple(sizes)))

    assert [source for shard in cut for source in shard.sources] == letters
    assert [len(shard.sources) for shard in cut[:-1]] == [
        (sizes + sizes[-1:] * 200)[at] for at in range(len(cut[:-1]))
    ]


def test_a_shard_looks_at_the_mails_that_follow() -> None:
    letters = _letters(100)

    first, second = shards(letters, (60,))

    assert first.following == tuple(letters[60:])
    assert second.following == ()
    assert len(next(shards(_letters(200), (60,))).following) == FOLLOWING_MAILS


def test_a_shard_looks_at_the_mails_before_it() -> None:
    letters = _letters(200)

    cut = list(shards(letters, (50, 20, 130)))

    assert [shard.preceding for shard in cut] == [
        (),
        tuple(letters[:50]),
        tuple(letters[70 - FOLLOWING_MAILS : 70]),
    ]


def test_large_mails_make_small_shards_and_are_not_carried_twice() -> None:
    large = Letter(name="large", data=bytes(MAX_SHARD_BYTES // 2 + 1))
    small = make_letter("small")

    cut = list(shards([large, large, small], (10,)))

    assert [shard.sources for shard in cut] == [(large,), (large, small)]
    assert cut[0].following == ()
    assert cut[1].preceding == ()
    assert len(large.data) > MAX_FOLLOWING_BYTES


def test_a_mail_larger_than_a_shard_has_one_for_itself() -> None:
    huge = Letter(name="huge", data=bytes(MAX_SHARD_BYTES + 1))

    assert [len(shard.sources) for shard in shards([huge, huge], (10,))] == [1, 1]


def test_results_come_in_input_order() -> None:
    def submit(shard: Shard) -> Future[bytes]:
        future: Future[bytes] = Future()
        results = tuple(MailResult(subject=source.name) for source in shard.sources)
        future.set_result(encode(ShardResult(results)))
        return future

    results = check(_letters(700), submit, jobs=2)

    assert [result.subject for result in results] == [str(number) for number in range(700)]
