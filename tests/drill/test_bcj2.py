from kakekomi.drill import bcj2


def test_the_address_of_a_call_is_taken_out_as_a_place() -> None:
    main, call, jump, _ = bcj2.split(b"\x90\xe8\x10\0\0\0\x90")

    assert (main, call, jump) == (b"\x90\xe8\x90", (6 + 0x10).to_bytes(4, "big"), b"")


def test_an_opcode_at_the_end_has_no_address() -> None:
    assert bcj2.split(b"\xe9\1\2\3")[:3] == (b"\xe9\1\2\3", b"", b"")
