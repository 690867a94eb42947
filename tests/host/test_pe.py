import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.drill.pe import make_pe
from kakekomi.host.pe import Pe, parse_head


@pytest.mark.parametrize("machine", ["i386", "amd64", "arm64"])
@pytest.mark.parametrize("kind", ["dll", "exe"])
def test_kind_and_machine_are_read_from_the_header(machine: str, kind: str) -> None:
    data = make_pe(is_dll=kind == "dll", machine=machine)

    assert parse_head(data) == Pe(is_dll=kind == "dll", machine=machine)


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
