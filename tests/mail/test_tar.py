import io
import random
import tarfile
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.mail import tar
from kakekomi.mail.archive import Archive, Limits
from kakekomi.mail.zip_member import Problem

LONG = "d" * 120 + "/" + "見積" * 60 + ".js"


def make_tar(members: list[tuple[str, bytes]], *, form: int = tarfile.GNU_FORMAT) -> bytes:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w", format=form) as archive:
        for name, content in members:
            header = tarfile.TarInfo(name)
            header.size = len(content)
            archive.addfile(header, io.BytesIO(content))
    return out.getvalue()


def read(data: bytes) -> Archive:
    return tar.read(data, (), Limits())


def contents(found: Archive) -> list[tuple[str | None, bytes, Problem | None]]:
    return [(one.name, one.content, one.problem) for one in found.members]


@pytest.mark.parametrize("form", [tarfile.GNU_FORMAT, tarfile.PAX_FORMAT])
def test_files_have_their_long_names(form: int) -> None:
    data = make_tar([(LONG, b"one" * 300), ("../b", b"two")], form=form)

    assert contents(read(data)) == [(LONG, b"one" * 300, None), ("../b", b"two", None)]


def test_a_name_is_joined_with_its_prefix() -> None:
    name = "p" * 90 + "/" + "n" * 90
    data = make_tar([(name, b"x")], form=tarfile.USTAR_FORMAT)

    assert contents(read(data)) == [(name, b"x", None)]


def test_links_and_folders_are_no_members() -> None:
    out = io.BytesIO()
    with tarfile.open(fileobj=out, mode="w") as archive:
        for kind in (tarfile.DIRTYPE, tarfile.SYMTYPE, tarfile.LNKTYPE, tarfile.FIFOTYPE):
            header = tarfile.TarInfo("x")
            header.type = kind
            archive.addfile(header)

    assert read(out.getvalue()).members == ()


def test_a_file_cut_short_is_damaged_and_so_is_the_archive() -> None:
    found = read(make_tar([("a", b"x" * 700)])[:1000])

    assert [(one.name, len(one.content), one.problem) for one in found.members] == [
        ("a", 488, Problem.DAMAGED)
    ]
    assert [problem for problem, _ in found.defects] == [Problem.DAMAGED]


@settings(max_examples=100)
@given(st.binary(max_size=1_100))
def test_any_bytes_give_an_archive_or_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        read(data)


def test_a_mutated_archive_gives_an_archive_or_parse_error() -> None:
    chance = random.Random(7)  # noqa: S311  the same every time
    original = make_tar([(LONG, b"one"), ("b", b"two")], form=tarfile.PAX_FORMAT)
    for _ in range(1_000):
        data = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            data[chance.randrange(len(data))] = chance.randrange(256)
        with suppress(ParseError):
            read(bytes(data))
