from kakekomi.drill.lzx import FRAME_BYTES, LzxPacker
from kakekomi.mail.lzx import CODED


def test_equal_input_gives_equal_frames() -> None:
    content = b"some text, some text, " * 99

    assert list(LzxPacker((CODED,)).frames(content)) == list(LzxPacker((CODED,)).frames(content))


def test_repetitions_make_it_smaller() -> None:
    frames = list(LzxPacker((CODED,)).frames(bytes(2 * FRAME_BYTES)))

    assert [size for _, size in frames] == [FRAME_BYTES] * 2
    assert sum(len(packed) for packed, _ in frames) < FRAME_BYTES // 10
