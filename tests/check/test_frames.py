from io import BytesIO

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.check.frames import receive, send


@given(st.lists(st.binary()))
def test_frames_are_received_as_they_were_sent(frames: list[bytes]) -> None:
    pipe = BytesIO()
    for frame in frames:
        send(pipe, frame)
    pipe.seek(0)

    assert [receive(pipe) for _ in frames] == frames
    assert receive(pipe) is None


@pytest.mark.parametrize("kept", [1, 8, 10])
def test_a_frame_that_was_cut_is_the_end(kept: int) -> None:
    pipe = BytesIO()
    send(pipe, b"abc")

    assert receive(BytesIO(pipe.getvalue()[:kept])) is None
