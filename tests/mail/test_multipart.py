"""Boundary lines."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import multipart
from kakekomi.mail.multipart import Span


def parts(data: bytes, boundary: bytes = b"x") -> list[bytes]:
    cuts = multipart.cut(data, boundary, 1, len(data))
    assert cuts is not None
    return [data[span.start : span.end] for span in cuts.parts]


@pytest.mark.parametrize(
    "data",
    [
        b"\npre\n--x\na\n--x\nb\n--x--\nepilogue",
        b"\r\n--x\r\na\r\n--x\r\nb\r\n--x--",
        b"\n--x  \na\n--x\t\nb\n--x-- \n",
        b"\n--x\na\n--x\nb\n--x-",
        b"\n--x\na\n--x\nb",
        b"\n--x\na\n--x--\n\n--x\nb\n--x--\n",
    ],
)
def test_parts_lie_between_boundary_lines(data: bytes) -> None:
    assert parts(data) == [b"a", b"b"]


def test_a_longer_boundary_is_another_boundary() -> None:
    assert parts(b"\n--x\n--xy\na\n--xy--\n--x--") == [b"--xy\na\n--xy--"]


def test_text_before_and_after_is_told_apart() -> None:
    data = b"\npre\n--x\na\n--x--\npost"

    assert multipart.cut(data, b"x", 1, len(data)) == multipart.Cuts(
        preamble=Span(1, 4),
        parts=(Span(9, 10),),
        between=(Span(17, 21),),
        closed=True,
        resumed=False,
    )


def test_a_boundary_that_does_not_occur_cuts_nothing() -> None:
    assert multipart.cut(b"\nx --x\n", b"x", 1, 7) is None


def test_only_so_many_boundary_lines_are_looked_at() -> None:
    data = b"\n--x" * (multipart.MAX_DELIMITERS + 5)
    cuts = multipart.cut(data, b"x", 1, len(data))

    assert cuts is not None
    assert cuts.truncated
    assert len(cuts.parts) == multipart.MAX_DELIMITERS


@pytest.mark.parametrize(
    ("body", "boundary"),
    [
        (b"\n--ab c \nContent-Type: x", b"ab c"),
        (b"\nx\r\n--ab\r\nMIME-Version: x", b"ab"),
        (b"\n-- \nKind regards\nContent-Type: x", None),
        (b"\n--ab\n\nContent-Type: x", None),
        (b"\nplain", None),
    ],
)
def test_a_boundary_is_guessed_only_before_a_parts_header(
    body: bytes, boundary: bytes | None
) -> None:
    assert multipart.guess_boundary(body, 1, len(body)) == boundary


@given(st.lists(st.sampled_from([b"--x", b"--x--", b"--xy", b"a", b"", b"\r"]), max_size=20))
def test_no_byte_between_the_first_boundary_and_the_end_is_lost(lines: list[bytes]) -> None:
    data = b"\n" + b"\n".join(lines)
    cuts = multipart.cut(data, b"x", 1, len(data))
    if cuts is None:
        return

    spans = [*cuts.parts, *cuts.between]
    kept = b"".join(data[span.start : span.end] for span in spans)
    delimiters = sum(line.strip() in {b"--x", b"--x--"} for line in data.split(b"\n"))
    assert len(spans) == delimiters
    assert kept.count(b"a") == data[max(cuts.preamble.end, 0) :].count(b"a")
