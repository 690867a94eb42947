import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill import bcj2
from kakekomi.facts.errors import ParseError
from kakekomi.mail import seven_zip_bcj2

PROGRAM = (b"\x90" * 20 + b"\xe8\x10\0\0\0\xe9\1\2\3\x0f\x80\x0f\x84\4\5\6\7") * 50
CODE = st.lists(
    st.sampled_from([b"\xe8", b"\xe9", b"\x0f", b"\x80", b"\x8f", b"\0"]) | st.binary(max_size=4),
    max_size=60,
)


def free(_cost: int) -> None:
    """Count nothing."""


def unpack(*parts: bytes, step: int = 1 << 20) -> bytes:
    streams = [iter([part[at : at + step] for at in range(0, len(part), step)]) for part in parts]
    return b"".join(seven_zip_bcj2.unpack(streams, free))


def test_calls_and_jumps_are_relative_again() -> None:
    main, call, jump, _ = parts = bcj2.split(PROGRAM)

    assert (len(main) < len(PROGRAM), len(call) > 0, len(jump) > 0) == (True, True, True)
    assert unpack(*parts) == PROGRAM


@given(CODE, st.integers(1, 7))
def test_any_program_comes_back_however_its_streams_are_cut(code: list[bytes], step: int) -> None:
    program = b"".join(code)

    assert unpack(*bcj2.split(program), step=step) == program


@pytest.mark.parametrize("missing", [1, 2, 3])
def test_a_stream_that_ends_early_is_damage(missing: int) -> None:
    parts = list(bcj2.split(PROGRAM))
    parts[missing] = parts[missing][:3]

    with pytest.raises(ParseError):
        unpack(*parts)


def test_opcodes_are_paid_for() -> None:
    paid: list[int] = []
    main = iter([b"\xe8" * 10_000])
    coded = iter([bytes(10_000)])  # no address was taken out

    out = b"".join(seven_zip_bcj2.unpack([main, iter([]), iter([]), coded], paid.append))

    assert (len(out), paid) == (10_000, [5 * 4_096, 5 * 4_096])


@given(CODE, st.binary(max_size=40), st.binary(max_size=40), st.binary(max_size=40))
def test_any_streams_give_bytes_or_are_refused(
    code: list[bytes], call: bytes, jump: bytes, coded: bytes
) -> None:
    try:
        out = unpack(b"".join(code), call, jump, coded)
    except ParseError:
        return
    assert len(out) >= len(b"".join(code))
