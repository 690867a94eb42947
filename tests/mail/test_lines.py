"""Line ends."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import lines
from kakekomi.mail.lines import Source


@pytest.mark.parametrize(
    ("data", "mended"),
    [
        (b"a\nb\n", b"a\nb\n"),
        (b"a\r\nb\r\n", b"a\r\nb\r\n"),
        (b"a\rb\r\rc", b"a\nb\n\nc"),
        (b"a\r\r\nb\r\r\n\r\r\nc", b"a \r\nb \r\n\n\r\nc"),
        (b"a\nb\r\nc\rd", b"a\nb\r\nc\nd"),
    ],
)
def test_line_ends_are_mended_in_a_copy(data: bytes, mended: bytes) -> None:
    assert lines.source_of(data) == Source(data, mended)


@given(st.text("a\r\n", max_size=60))
def test_no_byte_moves_and_no_lone_return_stays(text: str) -> None:
    data = text.encode()
    source = lines.source_of(data)

    assert source.data == data
    assert len(source.lines) == len(data)
    assert source.lines.count(b"\r") == source.lines.count(b"\r\n")
    assert lines.source_of(source.lines).lines == source.lines
