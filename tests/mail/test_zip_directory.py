import io
import struct
import zipfile
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.facts.errors import ParseError
from kakekomi.mail import zip_directory, zip_member
from kakekomi.mail.zip_directory import ZipDefect

TWO = (ZipMember(name="a.txt", content=b"a" * 50), ZipMember(name="b/見積.doc", content=b"b" * 70))


def names(data: bytes) -> tuple[str, ...]:
    return tuple(entry.name for entry in zip_directory.parse(data).entries)


def test_members_are_listed_in_order_with_their_sizes() -> None:
    directory = zip_directory.parse(make_zip(TWO))

    assert [(e.name, e.method, e.declared_bytes, e.is_encrypted) for e in directory.entries] == [
        ("a.txt", 8, 50, False),
        ("b/見積.doc", 8, 70, False),
    ]
    assert directory.defects == ()


def test_names_that_lead_elsewhere_stay_as_they_are() -> None:
    odd = ["../../evil.exe", "C:\\x.exe", "photo\u202egpj.exe", "a\0b.doc", "/etc/passwd"]

    assert names(make_zip([ZipMember(name=name, content=b"x") for name in odd])) == tuple(odd)


def test_bytes_in_front_shift_all_offsets() -> None:
    shifted = b"MZ stub" * 9 + make_zip(TWO)
    directory = zip_directory.parse(shifted)

    assert [zip_member.read(shifted, e).content for e in directory.entries] == [
        b"a" * 50,
        b"b" * 70,
    ]


def test_a_comment_that_looks_like_nothing_is_passed_over() -> None:
    data = bytearray(make_zip(TWO))
    data[-2:] = struct.pack("<H", 5)

    assert names(bytes(data) + b"hello") == ("a.txt", "b/見積.doc")


def test_a_cut_archive_is_read_from_its_local_headers() -> None:
    whole = make_zip(TWO)
    cut = whole[: whole.find(b"PK\x01\x02")]
    directory = zip_directory.parse(cut)

    assert names(cut) == ("a.txt", "b/見積.doc")
    assert directory.defects == ((ZipDefect.NO_DIRECTORY, ""),)


def test_sizes_behind_the_data_are_found_without_directory() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(_Unseekable(stream), "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("a.txt", b"streamed " * 40)
        archive.writestr("b.txt", b"second " * 40)
    data = stream.getvalue()
    cut = data[: data.find(b"PK\x01\x02")]
    entries = zip_directory.parse(cut).entries

    assert [(e.name, zip_member.read(cut, e).content) for e in entries] == [
        ("a.txt", b"streamed " * 40),
        ("b.txt", b"second " * 40),
    ]


def test_sizes_of_64_bits_are_read_from_the_extra_field() -> None:
    stream = io.BytesIO()
    with zipfile.ZipFile(stream, "w") as archive, archive.open("a.txt", "w", force_zip64=True) as f:
        f.write(b"abc")
    data = stream.getvalue()
    cut = data[: data.find(b"PK\x01\x02")]

    assert [e.declared_bytes for e in zip_directory.parse(data).entries] == [3]
    assert [e.declared_bytes for e in zip_directory.parse(cut).entries] == [3]


def test_a_member_outside_the_directory_is_listed_and_named() -> None:
    hidden = make_zip([ZipMember(name="hidden.exe", content=b"MZ")])
    shown = make_zip([ZipMember(name="shown.txt", content=b"x")])
    directory = zip_directory.parse(hidden + shown)

    assert [e.name for e in directory.entries] == ["shown.txt", "hidden.exe"]
    assert directory.defects == ((ZipDefect.UNLISTED_MEMBER, "hidden.exe"),)


def test_members_that_share_their_bytes_are_an_overlap() -> None:
    data = make_zip([ZipMember(name="a", content=b"x" * 9)])
    start = data.find(b"PK\x01\x02")
    end = data.find(b"PK\x05\x06")
    twice = data[start:end] * 2
    bomb = (
        data[:start] + twice + struct.pack("<4s4H2IH", b"PK\5\6", 0, 0, 2, 2, len(twice), start, 0)
    )

    assert (ZipDefect.OVERLAP, "") in zip_directory.parse(bomb).defects


def test_different_names_in_directory_and_header_are_noted() -> None:
    data = make_zip([ZipMember(name="a.txt", content=b"x")]).replace(b"a.txt", b"a.exe", 1)

    assert zip_directory.parse(data).defects == ((ZipDefect.NAMES_DIFFER, "a.exe"),)
    assert names(data) == ("a.txt",)


def test_a_listed_member_that_is_not_there_is_noted() -> None:
    data = make_zip(TWO).replace(b"PK\x03\x04", b"PK\x03\x05", 1)

    assert (ZipDefect.MISSING_MEMBER, "a.txt") in zip_directory.parse(data).defects


def test_more_members_than_the_cap_are_cut_and_noted() -> None:
    count = zip_directory.MAX_ENTRIES + 1
    data = make_zip([ZipMember(name=str(i), content=b"") for i in range(count)])
    directory = zip_directory.parse(data)

    assert len(directory.entries) == zip_directory.MAX_ENTRIES
    assert (ZipDefect.ENTRY_LIMIT, str(count)) in directory.defects


def test_a_folder_is_told_from_a_file() -> None:
    entries = zip_directory.parse(
        make_zip([ZipMember(name="d/", content=b"", deflate=False)])
    ).entries

    assert [entry.is_folder for entry in entries] == [True]


@pytest.mark.parametrize("data", [b"", b"PK", b"%PDF-1.4", b"PK\x05\x06" + bytes(18)])
def test_what_holds_no_member_is_no_archive(data: bytes) -> None:
    with pytest.raises(ParseError):
        zip_directory.parse(data)


@given(st.binary(max_size=600))
@example(b"PK\x03\x04" + bytes(25))
@example(b"PK\x05\x06" + b"\xff" * 18)
@example(b"PK\x01\x02" + b"\xff" * 60 + b"PK\x05\x06" + bytes(18))
def test_any_bytes_give_a_directory_or_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        for entry in zip_directory.parse(data).entries:
            zip_member.read(data, entry, passwords=("a",))


@given(st.integers(0, 400), st.integers(0, 255), st.integers(0, 400))
def test_a_damaged_archive_gives_a_directory_or_parse_error(at: int, value: int, cut: int) -> None:
    data = bytearray(make_zip(TWO, password="abc"))
    data[at % len(data)] = value
    damaged = bytes(data[: max(cut, 40)])
    with suppress(ParseError):
        for entry in zip_directory.parse(damaged).entries:
            zip_member.read(damaged, entry, passwords=("abc",))


class _Unseekable(io.RawIOBase):
    """A stream that can only be written on, so that sizes must follow the data."""

    def __init__(self, target: io.BytesIO) -> None:
        self._target = target

    def writable(self) -> bool:
        return True

    def write(self, data: bytes) -> int:  # type: ignore[override]
        return self._target.write(data)
