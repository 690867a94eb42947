import pytest

from kakekomi.facts.errors import ParseError
from kakekomi.mail.archive import Archive, ArchiveMember, Limits, Purse, Shelf, member
from kakekomi.mail.zip_member import MAX_MEMBER_BYTES, PREFIX_BYTES, Problem


def test_a_member_that_packs_too_well_gets_room_for_a_prefix() -> None:
    purse = Purse(Limits())

    assert purse.room(570_000_000, 700_000) == PREFIX_BYTES
    assert purse.room(20_000_000, 20_000) == PREFIX_BYTES
    assert purse.room(20_000_000, 10_000_000) == MAX_MEMBER_BYTES


def test_a_member_of_unknown_size_gets_all_the_room_that_is_left() -> None:
    assert Purse(Limits(inflated_bytes=1_000)).room(-1, 10) == 1_000


def test_keys_run_out() -> None:
    purse = Purse(Limits(keys=2))

    assert [purse.take_key() for _ in range(3)] == [True, True, False]
    assert purse.spent() == Limits(
        members=0, inflated_bytes=0, slow_bytes=0, skipped_bytes=0, keys=2
    )


def test_slow_work_runs_out() -> None:
    purse = Purse(Limits(slow_bytes=10))
    purse.spend(9)

    with pytest.raises(ParseError):
        purse.spend(1)


def test_the_shelf_counts_what_members_cost() -> None:
    shelf = Shelf(Limits(members=1, inflated_bytes=100))
    one = ArchiveMember(name="a", content=b"12345", inflated_bytes=5)
    is_full_before = shelf.is_full
    shelf.put(one)

    assert (is_full_before, shelf.is_full, shelf.is_full) == (False, True, True)
    assert shelf.archive() == Archive(
        members=(one,),
        defects=((Problem.LIMIT, "members"),),
        spent=Limits(members=1, inflated_bytes=5, slow_bytes=0, skipped_bytes=0, keys=0),
    )


@pytest.mark.parametrize(
    ("content", "declared", "is_sound", "problem", "size"),
    [
        (b"1234", 4, True, None, 4),
        (b"1234", -1, True, None, 4),
        (b"1234", 9, True, Problem.DAMAGED, 9),
        (b"1234", 4, False, Problem.DAMAGED, 4),
        (b"12345", -1, True, None, 5),
        (b"123456", -1, True, Problem.LIMIT, 6),
        (b"12345", 9, True, Problem.LIMIT, 9),
    ],
)
def test_what_was_read_tells_what_is_missing(
    content: bytes, declared: int, *, is_sound: bool, problem: Problem | None, size: int
) -> None:
    found = member("a", content, room=5, declared=declared, packed=3, is_sound=is_sound)

    assert found == ArchiveMember(
        name="a", content=content[:5], packed_bytes=3, inflated_bytes=size, problem=problem
    )
