import struct

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.drill.pe import HEADER_OFFSET, make_pe
from kakekomi.host.pe import Pe, parse_head


@pytest.mark.parametrize("machine", ["i386", "amd64", "arm64"])
@pytest.mark.parametrize("kind", ["dll", "exe"])
def test_kind_and_machine_are_read_from_the_header(machine: str, kind: str) -> None:
    data = make_pe(is_dll=kind == "dll", machine=machine)

    assert parse_head(data) == Pe(is_dll=kind == "dll", machine=machine, has_signature=False)


def _with_certificates(machine: str, *, directories: int, size: int) -> bytes:
    """A stub whose header has a certificate table of that size, as the fifth directory."""
    data = bytearray(make_pe(machine=machine))
    start = HEADER_OFFSET + 24 + (96 if machine == "i386" else 112)
    struct.pack_into("<I", data, start - 4, directories)
    struct.pack_into("<II", data, start + 32, 0x400, size)
    return bytes(data)


@pytest.mark.parametrize("machine", ["i386", "amd64"])
@pytest.mark.parametrize(
    ("directories", "size", "has_signature"), [(16, 9000, True), (16, 0, False), (4, 9000, False)]
)
def test_a_signature_is_told_by_its_table(
    machine: str, directories: int, size: int, has_signature: object
) -> None:
    pe = parse_head(_with_certificates(machine, directories=directories, size=size))

    assert pe is not None
    assert pe.has_signature is has_signature


def test_a_header_that_breaks_off_says_nothing_of_a_signature() -> None:
    pe = parse_head(make_pe()[: HEADER_OFFSET + 60])

    assert pe == Pe(is_dll=True, machine="amd64", has_signature=None)


@pytest.mark.parametrize(
    "data",
    [b"", b"MZ", b"MZ" + bytes(100), make_pe()[:150], b"PK" + make_pe()[2:], b"MZ is text" * 20],
)
def test_what_only_begins_alike_is_no_program(data: bytes) -> None:
    assert parse_head(data) is None


@given(st.binary(max_size=200))
@example(b"MZ".ljust(60, b"\0") + b"\xff" * 40)
def test_any_bytes_are_a_program_or_not(data: bytes) -> None:
    parse_head(data)
