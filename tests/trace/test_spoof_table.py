from hypothesis import given
from hypothesis import strategies as st

from kakekomi.trace.grams import GRAM_BYTES, hashes
from kakekomi.trace.spoof_table import MAX_PLACES, SpoofTable


@given(st.binary(max_size=200), st.binary(max_size=200), st.integers(0, 200))
def test_hits_are_just_the_runs_that_stand_in_a_spoof(spoof: bytes, other: bytes, at: int) -> None:
    text = other[:at] + spoof[at:] + other
    table = SpoofTable([spoof])
    expected = [
        place
        for place in range(len(text) - GRAM_BYTES + 1)
        if text[place : place + GRAM_BYTES] in spoof
    ]

    assert table.hits(hashes(text)).places.tolist() == expected


def test_a_run_is_found_in_each_spoof_at_its_place() -> None:
    run = bytes(range(GRAM_BYTES))
    table = SpoofTable([b"x" + run, run, b"short"])
    index, spoofs, places = table.where(table.hits(hashes(run)).grams)

    assert sorted(zip(index.tolist(), spoofs.tolist(), places.tolist(), strict=True)) == [
        (0, 0, 1),
        (0, 1, 0),
    ]


def test_of_a_run_that_repeats_itself_the_first_places_are_kept() -> None:
    table = SpoofTable([b"a" * 500])

    assert table.size == 1
    assert table.where(table.hits(hashes(b"a" * GRAM_BYTES)).grams)[2].tolist() == [
        *range(MAX_PLACES)
    ]


def test_no_spoofs_have_no_runs() -> None:
    assert SpoofTable([]).hits(hashes(b"a" * 100)).places.tolist() == []
