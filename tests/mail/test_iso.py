import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.disc import make_iso, make_udf
from kakekomi.facts.errors import ParseError
from kakekomi.mail import iso
from kakekomi.mail.archive import Archive, Limits
from kakekomi.mail.zip_member import Problem

FILES = [("見積書.lnk", b"one" * 2000), ("b.dll", b"two")]


def read(data: bytes) -> Archive:
    return iso.read(data, (), Limits())


def contents(found: Archive) -> list[tuple[str | None, bytes, Problem | None]]:
    return [(one.name, one.content, one.problem) for one in found.members]


def test_files_are_read_once_with_the_names_that_windows_shows() -> None:
    assert contents(read(make_iso(FILES))) == [(name, raw, None) for name, raw in FILES]


def test_files_without_joliet_names_have_the_plain_ones() -> None:
    found = read(make_iso([("A.TXT", b"one")], has_joliet=False))

    assert contents(found) == [("A.TXT", b"one", None)]


def test_a_file_that_only_the_other_tree_names_is_taken_too() -> None:
    found = read(make_iso(FILES[:1], plain_members=[("B.EXE", b"MZ")]))

    assert contents(found) == [("見積書.lnk", b"one" * 2000, None), ("B.EXE", b"MZ", None)]


def test_an_image_with_nothing_but_udf_is_read() -> None:
    assert contents(read(make_udf(FILES))) == [(name, raw, None) for name, raw in FILES]


def test_a_folder_inside_itself_ends() -> None:
    data = bytearray(make_iso([("SELF", b"x")], has_joliet=False))
    at = data.find(b"SELF;1") - 33
    data[at + 2 : at + 6] = (20).to_bytes(4, "little")
    data[at + 10 : at + 14] = (2048).to_bytes(4, "little")
    data[at + 25] = 2

    assert read(bytes(data)).members == ()


def test_an_image_cut_in_a_file_is_damaged() -> None:
    found = read(make_iso(FILES, has_joliet=False)[: 24 * 2048 + 100])

    assert [problem for _, _, problem in contents(found)] == [Problem.DAMAGED] * 2


def test_what_is_no_image_is_refused() -> None:
    with pytest.raises(ParseError):
        read(bytes(40_000))


@pytest.mark.parametrize("end", [1, 7, 100, 156, 180, 189])
def test_an_image_cut_in_its_descriptor_is_refused(end: int) -> None:
    with pytest.raises(ParseError):
        read(make_iso(FILES)[: 16 * 2048 + end])


@settings(max_examples=100)
@given(st.binary(max_size=100), st.integers(0, 4))
def test_any_folder_gives_an_archive(junk: bytes, sector: int) -> None:
    data = bytearray(make_iso(FILES))
    at = (17 + sector) * 2048
    data[at : at + len(junk)] = junk
    read(bytes(data))


@pytest.mark.parametrize("original", [make_iso(FILES), make_udf(FILES)])
def test_a_mutated_image_gives_an_archive_or_parse_error(original: bytes) -> None:
    chance = random.Random(7)  # noqa: S311  the same every time
    used = [at for at, byte in enumerate(original) if byte]
    for _ in range(300):
        data = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            data[chance.choice(used)] = chance.randrange(256)
        with suppress(ParseError):
            read(bytes(data))
