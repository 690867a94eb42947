import contextlib
import gzip

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts import snapshot
from kakekomi.facts.errors import ParseError
from kakekomi.facts.paper import ALPHABET, MissingPagesError, _decode, _encode, join, pages_of
from kakekomi.facts.pc_tables import SystemInfo
from kakekomi.facts.subject import Kind, SubjectFacts


def make_snapshot(name: str = "PC-1", rows: int = 400) -> bytes:
    facts = tuple(SystemInfo(hostname=f"{name}-{hash((name, n))}") for n in range(rows))
    return snapshot.write((SubjectFacts(subject=name, kind=Kind.PC, rows=facts),))


def test_pages_in_any_order_and_twice_give_the_snapshot() -> None:
    data = make_snapshot()
    pages = pages_of(data)

    assert len(pages) > 2
    (joined,) = join([*reversed(pages), pages[0]])
    assert snapshot.read(joined) == snapshot.read(data)


def test_pages_of_two_pcs_are_told_apart() -> None:
    one, two = make_snapshot("PC-1"), make_snapshot("PC-2")
    joined = join([*pages_of(one), *pages_of(two)])

    assert [snapshot.read(data) for data in joined] == [snapshot.read(one), snapshot.read(two)]


def test_missing_pages_are_named() -> None:
    pages = pages_of(make_snapshot())

    with pytest.raises(MissingPagesError) as missing:
        join(pages[1:-1])

    assert missing.value.numbers == (1, len(pages))
    assert missing.value.total == len(pages)


def test_a_page_fits_into_the_letters_of_a_code() -> None:
    assert all(set(page) <= set(ALPHABET) for page in pages_of(make_snapshot()))
    assert max(map(len, pages_of(make_snapshot()))) < 1_300


@pytest.mark.parametrize(
    "change",
    [
        lambda page: page[:-3] + "000",
        lambda page: page.replace(":1:", ":2:", 1),
        lambda page: page[:-1],
        lambda page: page.lower(),
        lambda page: f"https://a.example/{len(page)}",
    ],
)
def test_a_damaged_page_is_refused(change: object) -> None:
    pages = list(pages_of(make_snapshot()))
    assert callable(change)
    pages[0] = change(pages[0])

    with pytest.raises(ParseError):
        join(pages)


def test_what_is_too_long_for_paper_is_refused() -> None:
    with pytest.raises(ParseError, match="stick"):
        pages_of(make_snapshot(rows=60_000))


@pytest.mark.parametrize("data", [b"", b"x", gzip.compress(b"x", mtime=0)[:-1]])
def test_what_is_no_snapshot_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        pages_of(data)


@given(st.binary(max_size=200))
def test_base_45_gives_back_what_it_took(data: bytes) -> None:
    assert _decode(_encode(data)) == data


@pytest.mark.parametrize(("data", "text"), [(b"AB", "BB8"), (b"Hello!!", "%69 VD92EX0")])
def test_base_45_is_that_of_the_standard(data: bytes, text: str) -> None:
    assert _encode(data) == text


@given(st.lists(st.text(ALPHABET, max_size=60)))
def test_any_texts_give_snapshots_or_an_error(texts: list[str]) -> None:
    with contextlib.suppress(ParseError):
        join([f"KAKEKOMI1:0123456789AB:1:1:{text}" for text in texts])
