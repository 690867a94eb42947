from contextlib import suppress

import olefile
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.compound import make_compound
from kakekomi.facts.errors import ParseError
from kakekomi.mail import ole

STREAMS = {
    "Small": b"abc",
    "Macros/VBA/dir": b"x" * 4095,
    "Macros/VBA/Large": bytes(range(256)) * 20,
    "日本": b"",
}


def read_all(data: bytes) -> dict[str, bytes]:
    file = ole.parse(data)
    return {entry.path: file.read(entry) for entry in file.streams()}


def test_streams_small_and_large_are_read_by_their_paths() -> None:
    assert read_all(make_compound(STREAMS)) == STREAMS


def test_olefile_reads_the_same() -> None:
    data = make_compound(STREAMS)

    with olefile.OleFileIO(data) as other:
        theirs = {"/".join(path): other.openstream(path).read() for path in other.listdir()}

    assert theirs == read_all(data)


def test_a_path_is_found_whatever_its_case() -> None:
    entry = ole.parse(make_compound(STREAMS)).find("MACROS/vba/DIR")

    assert entry is not None
    assert (entry.path, entry.name) == ("Macros/VBA/dir", "dir")


def test_a_cut_file_gives_what_is_left_of_a_stream() -> None:
    data = make_compound({"Large": b"y" * 5000})

    assert read_all(data[:-1024]) == {"Large": b"y" * 8 * 512}


def test_a_ring_of_sectors_ends() -> None:
    data = bytearray(make_compound({"Large": b"y" * 5120}))
    file = ole.parse(bytes(data))
    start = next(file.streams()).start
    data[512 + 4 * (start + 1) : 512 + 4 * (start + 2)] = start.to_bytes(4, "little")

    assert read_all(bytes(data)) == {"Large": b"y" * 5120}


def test_a_ring_in_the_directory_ends_and_each_entry_is_given_once() -> None:
    data = bytearray(make_compound({"A": b"1", "B": b"2"}))
    directory = 512 * (1 + int.from_bytes(data[48:52], "little"))
    for number in (1, 2):
        at = directory + 128 * number + 68
        data[at : at + 4] = (3 - number).to_bytes(4, "little")

    assert read_all(bytes(data)) == {"A": b"1", "B": b"2"}


@pytest.mark.parametrize("data", [b"", b"PK\x03\x04", ole.SIGNATURE, ole.SIGNATURE + bytes(504)])
def test_what_has_no_directory_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        ole.parse(data)


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_file_reads_or_raises_parse_error(draw: st.DataObject) -> None:
    data = bytearray(make_compound(STREAMS))
    for _ in range(4):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(
            st.sampled_from([0, 1, 254, 255])
        )

    with suppress(ParseError):
        read_all(bytes(data[: draw.draw(st.integers(0, len(data)))]))


@given(st.binary(max_size=2048))
def test_any_bytes_behind_a_signature_read_or_raise_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        read_all(ole.SIGNATURE + data)
