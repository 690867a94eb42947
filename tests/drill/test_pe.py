from kakekomi.drill.pe import make_pe


def test_a_stub_has_no_section_and_no_entry_point() -> None:
    data = make_pe()
    header = data.index(b"PE\0\0")

    assert data[header + 6 : header + 8] == b"\0\0"
    assert data[header + 24 + 16 : header + 24 + 20] == bytes(4)


def test_a_note_makes_another_file() -> None:
    assert make_pe(note="a") != make_pe(note="b")
