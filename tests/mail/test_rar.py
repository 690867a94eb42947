import random
import zlib
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.bit_writer import Token, played
from kakekomi.drill.rar import RarMember, make_rar4, make_rar5, pack3, pack5
from kakekomi.facts.errors import ParseError
from kakekomi.mail import rar
from kakekomi.mail.archive import Archive, Limits
from kakekomi.mail.zip_member import Problem

NAME = "見積書表\\a.js"
TOKENS: list[Token] = [*b"WScript.Echo(1);", (16, 40), (3, 9), *b"end", (50, 3), (7, 200)]
STORED = [RarMember(NAME, b"one" * 50), RarMember("b.txt", b"two")]
WHOLE = [(NAME, b"one" * 50, None), ("b.txt", b"two", None)]
makers = pytest.mark.parametrize("make", [make_rar4, make_rar5])
packers = pytest.mark.parametrize(("make", "pack"), [(make_rar4, pack3), (make_rar5, pack5)])
Maker = Callable[..., bytes]


def read(data: bytes, *passwords: str, limits: Limits | None = None) -> Archive:
    return rar.read(data, passwords, limits or Limits())


def contents(found: Archive) -> list[tuple[str | None, bytes, Problem | None]]:
    return [(one.name, one.content, one.problem) for one in found.members]


@makers
def test_stored_members_are_read(make: Maker) -> None:
    found = read(make(STORED))

    assert contents(found) == WHOLE
    assert (found.encrypted, found.opened_with, found.defects) == (False, None, ())


@packers
def test_packed_members_are_unpacked(make: Maker, pack: Maker) -> None:
    content = played(TOKENS)
    found = read(make([RarMember("a.js", content, pack(TOKENS)), RarMember("b", b"two")]))

    assert contents(found) == [("a.js", content, None), ("b", b"two", None)]


@packers
def test_a_solid_member_repeats_what_was_before_it(make: Maker, pack: Maker) -> None:
    first: list[Token] = list(b"a long beginning of a script")
    packed = pack([(len(first), 20)])
    members = [
        RarMember("a", bytes(played(first)), pack(first)),
        RarMember("b", b"a long beginning of ", packed, is_solid=True),
    ]

    assert contents(read(make(members))) == [
        ("a", b"a long beginning of a script", None),
        ("b", b"a long beginning of ", None),
    ]


@makers
@pytest.mark.parametrize("hides_names", [False, True])
def test_the_password_that_fits_opens_it(make: Maker, *, hides_names: bool) -> None:
    found = read(make(STORED, password="ひみつ", hides_names=hides_names), "wrong", "ひみつ")

    assert contents(found) == WHOLE
    assert (found.encrypted, found.opened_with) == (True, "ひみつ")


@packers
def test_a_packed_and_encrypted_member_is_opened(make: Maker, pack: Maker) -> None:
    content = played(TOKENS)
    found = read(make([RarMember("a.js", content, pack(TOKENS))], password="p"), "q", "p")

    assert contents(found) == [("a.js", content, None)]
    assert found.opened_with == "p"


@makers
def test_without_the_password_members_are_named_but_closed(make: Maker) -> None:
    found = read(make(STORED, password="p"), "wrong")

    assert contents(found) == [(NAME, b"", Problem.ENCRYPTED), ("b.txt", b"", Problem.ENCRYPTED)]
    assert (found.encrypted, found.opened_with) == (True, None)


@makers
def test_hidden_names_without_the_password_are_a_defect(make: Maker) -> None:
    found = read(make(STORED, password="p", hides_names=True), "wrong")

    assert (found.members, found.encrypted) == ((), True)
    assert found.defects == ((Problem.ENCRYPTED, "names"),)


@makers
def test_passwords_are_tried_only_so_often(make: Maker) -> None:
    found = read(make(STORED, password="p"), "a", "b", "p", limits=Limits(keys=1))

    assert (found.opened_with, found.spent.keys) == (None, 1)


@packers
def test_what_unpacks_slowly_is_read_only_so_far(make: Maker, pack: Maker) -> None:
    tokens: list[Token] = [*range(256)] * 40
    data = make([RarMember("a", played(tokens), pack(tokens)), RarMember("b", b"two")])
    found = read(data, limits=Limits(slow_bytes=6_000))

    assert [(one.name, one.problem) for one in found.members] == [("a", Problem.LIMIT), ("b", None)]
    assert found.members[0].content == played(tokens)[:6_000]


@makers
def test_a_changed_byte_is_damage(make: Maker) -> None:
    data = make([RarMember("a.txt", b"text in it")]).replace(b"text in", b"test in")

    assert contents(read(data)) == [("a.txt", b"test in it", Problem.DAMAGED)]


@makers
def test_an_archive_cut_in_a_header_keeps_what_was_before(make: Maker) -> None:
    data = make(STORED)
    found = read(data[: data.find(b"b.txt")])

    assert contents(found)[:1] == WHOLE[:1]
    assert [problem for problem, _ in found.defects] == [Problem.DAMAGED]


def test_a_member_of_a_method_that_is_not_read_is_named() -> None:
    data = bytearray(make_rar4([RarMember("a.txt", b"text", b"????")]))
    at = data.find(b"a.txt") - 8
    data[at] = 15

    assert contents(read(bytes(data))) == [("a.txt", b"", Problem.UNSUPPORTED)]


@pytest.mark.parametrize("start", [b"Rar!\x1a\x07\x00", b"Rar!\x1a\x07\x01\x00"])
@settings(max_examples=100)
@given(rest=st.binary(max_size=200))
def test_any_bytes_give_an_archive(start: bytes, rest: bytes) -> None:
    read(start + rest, "p", limits=Limits(keys=0))


def test_what_is_no_rar_is_refused() -> None:
    with pytest.raises(ParseError):
        read(b"Rar!")


@packers
def test_a_mutated_archive_gives_an_archive(make: Maker, pack: Maker) -> None:
    chance = random.Random(7)  # noqa: S311  the same every time
    original = make([RarMember("a.js", played(TOKENS), pack(TOKENS)), *STORED])
    for _ in range(500):
        data = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(8, len(data))] = chance.randrange(256)
        with suppress(ParseError):
            read(bytes(data), limits=Limits(keys=0, slow_bytes=100_000))


def test_the_checksum_of_the_stored_header_is_not_what_opens_it() -> None:
    data = bytearray(make_rar5(STORED))
    data[8:12] = zlib.crc32(b"other").to_bytes(4, "little")

    assert contents(read(bytes(data))) == WHOLE
