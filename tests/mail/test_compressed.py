import bz2
import gzip
import lzma
from collections.abc import Callable
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.mail import compressed
from kakekomi.mail.archive import ArchiveMember, Limits, Reader
from kakekomi.mail.zip_member import Problem

Pack = Callable[[bytes], bytes]
formats = pytest.mark.parametrize(
    ("pack", "read"),
    [
        (gzip.compress, compressed.read_gzip),
        (bz2.compress, compressed.read_bzip2),
        (lzma.compress, compressed.read_xz),
    ],
)


@formats
def test_the_file_inside_has_no_name_of_its_own(pack: Pack, read: Reader) -> None:
    data = pack(b"text" * 99)

    assert read(data, (), Limits()).members == (
        ArchiveMember(name=None, content=b"text" * 99, packed_bytes=len(data), inflated_bytes=396),
    )


@formats
def test_streams_behind_one_another_are_one_file(pack: Pack, read: Reader) -> None:
    (one,) = read(pack(b"harmless") + pack(b"hidden"), (), Limits()).members

    assert (one.content, one.problem) == (b"harmlesshidden", None)


@formats
def test_a_stream_cut_short_is_damaged(pack: Pack, read: Reader) -> None:
    (one,) = read(pack(bytes(range(256)) * 20)[:-9], (), Limits()).members

    assert one.problem is Problem.DAMAGED


@formats
def test_only_so_much_is_unpacked(pack: Pack, read: Reader) -> None:
    (one,) = read(pack(bytes(5_000_000)), (), Limits(inflated_bytes=1_000)).members

    assert (len(one.content), one.problem) == (1_000, Problem.LIMIT)


@formats
@settings(max_examples=50)
@given(junk=st.binary(max_size=99))
def test_any_bytes_give_an_archive_or_parse_error(pack: Pack, read: Reader, junk: bytes) -> None:
    for data in (junk, pack(b"text") + junk, pack(b"text" * 50)[:20] + junk):
        with suppress(ParseError):
            read(data, (), Limits())
