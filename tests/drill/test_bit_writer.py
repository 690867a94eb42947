from kakekomi.drill.bit_writer import BitWriter, played


def test_bits_fill_bytes_from_the_highest() -> None:
    bits = BitWriter()
    bits.put(1, 1)
    bits.put(0, 0)
    bits.put(5, 8)

    assert (bits.count, bits.to_bytes()) == (9, b"\x82\x80")


def test_a_repetition_may_overlap_itself() -> None:
    assert played([*b"ab", (2, 5), (1, 2)]) == b"abababaaa"
