import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.bit_writer import Token, played
from kakekomi.drill.lzh import make_lzh
from kakekomi.facts.errors import ParseError
from kakekomi.mail import lzh
from kakekomi.mail.archive import Archive, Limits
from kakekomi.mail.zip_member import Problem

TOKENS: list[Token] = [*b"CreateObject(1)", (15, 30), (1, 200), *b"end", (200, 3)]


def read(data: bytes, *, limits: Limits | None = None) -> Archive:
    return lzh.read(data, (), limits or Limits())


def contents(found: Archive) -> list[tuple[str | None, bytes, Problem | None]]:
    return [(one.name, one.content, one.problem) for one in found.members]


@pytest.mark.parametrize("level", [0, 1, 2])
def test_stored_members_are_read_with_japanese_names(level: int) -> None:
    data = make_lzh([("見積書表.vbs", b"one"), ("..\\b", b"two")], level=level)

    assert contents(read(data)) == [("見積書表.vbs", b"one", None), ("..\\b", b"two", None)]


@pytest.mark.parametrize("method", [b"-lh4-", b"-lh5-", b"-lh6-", b"-lh7-"])
def test_packed_members_are_unpacked(method: bytes) -> None:
    found = read(make_lzh([("a.vbs", TOKENS), ("b", b"x")], method=method))

    assert contents(found)[0] == ("a.vbs", played(TOKENS), None)


def test_blanks_stand_before_the_first_byte() -> None:
    data = make_lzh([("a", [*b"ab", (2, 4)])], method=b"-lh5-")
    at = data.find(b"-lh5-")
    before = make_lzh([("a", [*b"ab", (2, 4)])], method=b"-lh5-")[:at]

    assert before == data[:at]
    assert contents(read(data)) == [("a", b"ababab", None)]


def test_a_folder_in_an_extension_comes_before_the_name() -> None:
    data = make_lzh([(b"b.txt", b"x")], level=2)
    folder = "資料".encode("cp932") + b"\xff"
    extension = (len(folder) + 3).to_bytes(2, "little") + b"\x02" + folder
    at = 24
    size = int.from_bytes(data[:2], "little") + len(extension)
    changed = size.to_bytes(2, "little") + data[2:at] + extension + data[at:]

    assert contents(read(changed)) == [("資料/b.txt", b"x", None)]


def test_a_method_of_old_packers_is_named_and_not_read() -> None:
    data = make_lzh([("a", b"text")], method=b"-lh1-")

    assert contents(read(data)) == [("a", b"", Problem.UNSUPPORTED)]


def test_a_wrong_checksum_is_damage() -> None:
    data = make_lzh([("a", b"text")]).replace(b"text", b"test")

    assert contents(read(data)) == [("a", b"test", Problem.DAMAGED)]


def test_what_unpacks_slowly_is_read_only_so_far() -> None:
    tokens: list[Token] = [*range(256)] * 40
    found = read(make_lzh([("a", tokens)], method=b"-lh5-"), limits=Limits(slow_bytes=6_000))

    assert contents(found) == [("a", played(tokens)[:6_000], Problem.LIMIT)]


def test_an_archive_cut_in_a_header_keeps_what_was_before() -> None:
    data = make_lzh([("a", b"one"), ("b", b"two")])
    found = read(data[: data.rfind(b"-lh0-") + 8])

    assert contents(found) == [("a", b"one", None)]
    assert [problem for problem, _ in found.defects] == [Problem.DAMAGED]


@settings(max_examples=150)
@given(st.binary(max_size=200))
def test_any_bytes_give_an_archive_or_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        read(data)


@settings(max_examples=100)
@given(st.binary(max_size=300))
def test_any_packed_data_gives_an_archive(packed: bytes) -> None:
    whole = make_lzh([("a", TOKENS)], method=b"-lh5-")
    read(whole[:29] + packed)


def test_a_mutated_archive_gives_an_archive_or_parse_error() -> None:
    chance = random.Random(7)  # noqa: S311  the same every time
    original = make_lzh([("a", TOKENS), ("b", b"two")], method=b"-lh6-", level=1)
    for _ in range(1_000):
        data = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(ParseError):
            read(bytes(data), limits=Limits(slow_bytes=100_000))
