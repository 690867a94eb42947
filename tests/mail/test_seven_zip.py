import random
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kakekomi.drill.seven_zip import make_7z
from kakekomi.facts.errors import ParseError
from kakekomi.mail import seven_zip
from kakekomi.mail.archive import Archive, ArchiveMember, Limits
from kakekomi.mail.zip_member import PREFIX_BYTES, Problem

NAME = "見積\u202ecod.exe"
TWO = [(NAME, b"one" * 500), ("../b.txt", b"two")]
PPMD = b"\x23\x03\x04\x01\x05" + bytes([6, 0, 0, 1, 0, 0])[:5]


def read(data: bytes, *passwords: str, limits: Limits | None = None) -> Archive:
    return seven_zip.read(data, passwords, limits or Limits())


def contents(found: Archive) -> list[tuple[str | None, bytes, Problem | None]]:
    return [(one.name, one.content, one.problem) for one in found.members]


WHOLE = [(NAME, b"one" * 500, None), ("../b.txt", b"two", None)]


@pytest.mark.parametrize("is_packed", [False, True])
def test_members_are_unpacked_with_their_names_verbatim(*, is_packed: bool) -> None:
    found = read(make_7z(TWO, is_packed=is_packed))

    assert contents(found) == WHOLE
    assert (found.encrypted, found.opened_with, found.defects) == (False, None, ())


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("hides_names", [False, True])
def test_the_password_that_fits_opens_it(*, is_packed: bool, hides_names: bool) -> None:
    data = make_7z(TWO, password="ひみつ", is_packed=is_packed, hides_names=hides_names)
    found = read(data, "wrong", "ひみつ")

    assert contents(found) == WHOLE
    assert (found.encrypted, found.opened_with) == (True, "ひみつ")


def test_without_the_password_members_are_named_but_closed() -> None:
    found = read(make_7z(TWO, password="p"), "wrong")

    assert contents(found) == [(NAME, b"", Problem.ENCRYPTED), ("../b.txt", b"", Problem.ENCRYPTED)]
    assert (found.encrypted, found.opened_with) == (True, None)


def test_hidden_names_without_the_password_are_a_defect() -> None:
    found = read(make_7z(TWO, password="p", hides_names=True), "wrong")

    assert (found.members, found.encrypted) == ((), True)
    assert found.defects == ((Problem.ENCRYPTED, "names"),)


def test_passwords_are_tried_only_so_often() -> None:
    found = read(make_7z(TWO, password="p"), "a", "b", "p", limits=Limits(keys=2))

    assert (found.opened_with, found.spent.keys) == (None, 2)


def test_a_padded_document_is_a_prefix_with_its_full_size() -> None:
    data = make_7z([("a.doc", b"x" + bytes(30_000_000))], is_packed=True)
    (one,) = read(data).members

    assert (len(one.content), one.inflated_bytes, one.problem) == (
        PREFIX_BYTES,
        30_000_001,
        Problem.LIMIT,
    )


def test_a_program_whose_addresses_were_taken_out_is_whole_again() -> None:
    program = (b"\x90" * 9 + b"\xe8\1\0\0\0\xe9\2\0\0\0\x0f\x85\3\0\0\0") * 200
    data = make_7z([("a.exe", program), ("b.txt", b"two")], is_program=True)

    assert contents(read(data)) == [("a.exe", program, None), ("b.txt", b"two", None)]


def test_a_program_of_nothing_but_calls_costs_no_more_than_is_left() -> None:
    program = b"\xe8\0\0\0\0" * 9_000
    data = make_7z([("a.exe", program)], is_program=True)

    (member,) = read(data, limits=Limits(slow_bytes=20_000)).members

    assert (member.problem, len(member.content) < len(program)) == (Problem.LIMIT, True)


def test_a_foreign_method_is_named_and_not_read() -> None:
    found = read(make_7z([("a.txt", b"text")], coder=PPMD))

    assert found.members == (
        ArchiveMember(name="a.txt", inflated_bytes=4, problem=Problem.UNSUPPORTED),
    )


def test_a_changed_byte_is_damage() -> None:
    data = bytearray(make_7z([("a.txt", b"text")]))
    data[33] ^= 1

    assert contents(read(bytes(data))) == [("a.txt", b"tdxt", Problem.DAMAGED)]


def test_an_archive_cut_before_its_header_is_refused() -> None:
    with pytest.raises(ParseError):
        read(make_7z(TWO)[:-1])


@settings(max_examples=150)
@given(st.binary(max_size=200))
@example(b"\x01")
@example(b"\x17\x06\x00\x01\x09\x01\x00\x07\x0b\x01\x00\x01\x01\x00\x0c\x01\x00\x00")
def test_any_header_gives_an_archive_or_parse_error(header: bytes) -> None:
    start = bytes(8) + len(header).to_bytes(8, "little") + bytes(4)
    with suppress(ParseError):
        read(b"7z\xbc\xaf\x27\x1c\0\4" + bytes(4) + start + header)


def test_a_mutated_archive_gives_an_archive_or_parse_error() -> None:
    chance = random.Random(7)  # noqa: S311  the same every time
    original = make_7z(TWO, is_packed=True)
    for _ in range(2_000):
        data = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(ParseError):
            read(bytes(data), limits=Limits(keys=0))
