from kakekomi.drill.shortcut import make_shortcut


def test_a_link_ends_with_its_terminal_block_and_what_is_appended() -> None:
    assert make_shortcut(appended=b"script").endswith(bytes(4) + b"script")
    assert make_shortcut().endswith(bytes(4))


def test_the_flags_name_only_the_parts_that_are_there() -> None:
    full, bare = make_shortcut(), make_shortcut(target="", arguments="", icon="")

    assert int.from_bytes(full[20:24], "little") == 0x2E0
    assert (int.from_bytes(bare[20:24], "little"), len(bare)) == (0x80, 80)
