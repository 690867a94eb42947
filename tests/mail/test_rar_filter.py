from kakekomi.mail import rar_filter
from kakekomi.mail.rar_filter import Filter, FilterKind


def test_samples_are_sums_of_differences_each_channel_by_itself() -> None:
    packed = bytes([255, 255, 254, 253])

    assert rar_filter.undo(packed, [Filter(FilterKind.DELTA, 0, 4, 2)]) == bytes([1, 2, 2, 5])


def test_a_call_is_relative_to_its_place_again() -> None:
    packed = b"....\xe8" + (0x1009).to_bytes(4, "little") + b"\xe9\x09\x10\0\0"
    calls = rar_filter.undo(packed, [Filter(FilterKind.CALLS, 0, 14)])
    both = rar_filter.undo(packed, [Filter(FilterKind.CALLS_AND_JUMPS, 0, 14)])

    assert calls == b"....\xe8" + (0x1004).to_bytes(4, "little") + b"\xe9\x09\x10\0\0"
    assert both == calls[:10] + (0xFFF).to_bytes(4, "little")


def test_a_negative_address_that_lies_inside_is_shifted() -> None:
    packed = b"....\xe8" + (-2).to_bytes(4, "little", signed=True)

    assert rar_filter.undo(packed, [Filter(FilterKind.CALLS, 0, 9)])[5:] == b"\xfe\xff\xff\0"


def test_a_branch_of_arm_is_relative_again() -> None:
    packed = b"\0\0\0\0\x09\0\0\xeb"

    assert rar_filter.undo(packed, [Filter(FilterKind.ARM, 0, 8)]) == b"\0\0\0\0\x08\0\0\xeb"


def test_filters_one_upon_another_come_to_an_end() -> None:
    once = Filter(FilterKind.DELTA, 0, 1)

    assert rar_filter.undo(b"\x01", [once]) == b"\xff"
    assert rar_filter.undo(b"\x01", [once] * 5) == rar_filter.undo(b"\x01", [once] * 2)


def test_a_filter_beyond_what_was_read_is_left_out() -> None:
    assert rar_filter.undo(b"1234", [Filter(FilterKind.DELTA, 0, 5)]) == b"1234"
