from kakekomi.drill.onenote import ONE_PIXEL_PNG, make_onenote


def test_each_file_stands_between_its_header_and_footer() -> None:
    note = make_onenote(files=[("", ONE_PIXEL_PNG), ("a.vbs", b"12345")])

    assert note.count(bytes.fromhex("e716e3bd65261145a4c48d4d0b7a9eac")) == 2
    assert b"12345\0\0\0" + bytes.fromhex("22a7fb71790f0b4abb13899256426b24") in note


def test_only_named_files_have_a_name_property() -> None:
    assert make_onenote(files=[("", b"1")]).count(b"\x87\x1d\x00\x1c") == 0
    assert make_onenote(files=[("a.vbs", b"1")]).count(b"\x87\x1d\x00\x1c") == 1
