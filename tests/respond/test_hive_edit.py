import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.hive import checksum as drill_checksum
from kakekomi.drill.hive import dword, make_hive, make_tree, text
from kakekomi.facts.errors import ParseError
from kakekomi.respond.hive_edit import HiveEditor, Patch, patched, reversed_patches
from respond.hives import RUN, SERVICE, TREE, content, make_edited_hive


def edit(data: bytes) -> HiveEditor:
    return HiveEditor(data, where="test")


def header_is_sound(data: bytes) -> bool:
    primary, secondary = struct.unpack_from("<II", data, 4)
    (check,) = struct.unpack_from("<I", data, 508)
    return primary == secondary and bool(check == drill_checksum(data[:508]))


@pytest.mark.parametrize("name", ["first", "悪い", "last", "FIRST"])
def test_a_value_is_taken_out_and_its_neighbours_stay(name: str) -> None:
    hive = make_edited_hive()
    editor = edit(hive)

    editor.remove_value(RUN, name)

    after, before = patched(hive, editor.patches()), content(hive)
    kept = tuple(one for one in before[RUN] if one[0].casefold() != name.casefold())
    assert len(kept) == 2
    assert content(after) == before | {RUN: kept}
    assert header_is_sound(after)
    assert struct.unpack_from("<II", after, 4) == (8, 8)


def test_the_last_value_of_a_key_leaves_no_list_behind() -> None:
    hive = make_edited_hive()
    editor = edit(hive)

    removed = editor.remove_value("Software\\Lone", "only")

    after = patched(hive, editor.patches())
    assert (removed.type, removed.data) == (3, b"\x01\x02\x03")
    assert content(after) == content(hive) | {"Software\\Lone": ()}


def test_a_number_is_changed_in_its_place() -> None:
    hive = make_edited_hive()
    editor = edit(hive)

    assert editor.set_number(SERVICE, "Start", 4) == 2

    before = content(hive)
    changed = (("Start", 4, b"\4\0\0\0"), before[SERVICE][1])
    assert content(patched(hive, editor.patches())) == before | {SERVICE: changed}


def test_text_is_no_number() -> None:
    with pytest.raises(ParseError, match="no number"):
        edit(make_edited_hive()).set_number(SERVICE, "ImagePath", 4)


@pytest.mark.parametrize("path", [f"{TREE}\\one", f"{TREE}\\two", TREE, "Cache\\Alone"])
def test_a_key_is_taken_out_with_what_is_below(path: str) -> None:
    hive = make_edited_hive()
    editor = edit(hive)

    editor.remove_key(path)

    after = patched(hive, editor.patches())
    gone = {key for key in content(hive) if key == path or key.startswith(path + "\\")}
    assert gone
    assert content(after) == {
        key: values for key, values in content(hive).items() if key not in gone
    }
    assert header_is_sound(after)


def test_a_key_among_thousands_is_taken_out() -> None:
    hive = make_hive(make_tree([(f"Tree\\t{i:04}", [dword("n", i)]) for i in range(1200)]))
    editor = edit(hive)

    editor.remove_key("Tree\\t0777")

    assert content(patched(hive, editor.patches())) == {
        key: values for key, values in content(hive).items() if key != "Tree\\t0777"
    }


def test_patches_change_nothing_else_and_are_undone_exactly() -> None:
    hive = make_edited_hive()
    editor = edit(hive)
    editor.remove_value(RUN, "first")
    editor.set_number(SERVICE, "Start", 4)
    editor.remove_key(f"{TREE}\\one")

    patches = editor.patches()

    after = patched(hive, patches)
    touched = {at for one in patches for at in range(one.offset, one.offset + len(one.new))}
    assert len(touched) < 60
    assert all(hive[at] == after[at] for at in range(len(hive)) if at not in touched)
    assert all(len(one.old) == len(one.new) for one in patches)
    assert patched(after, reversed_patches(patches)) == hive


@pytest.mark.parametrize(
    ("name", "data"), [("悪い", b"b\0.\0e\0\0\0"), ("short", b"1"), ("e", b"")]
)
def test_a_value_is_put_back_into_a_hive_that_went_on(name: str, data: bytes) -> None:
    hive = make_edited_hive()
    editor = edit(hive)

    editor.add_value(f"{TREE}\\one", name, 1, data)

    key, before = f"{TREE}\\one", content(hive)
    after = patched(hive, editor.patches())
    assert content(after) == before | {key: (*before[key], (name, 1, data))}
    assert len(after) == len(hive)


def test_a_value_that_is_there_already_is_not_put_in_twice() -> None:
    with pytest.raises(ParseError, match="already"):
        edit(make_edited_hive()).add_value(RUN, "First", 1, b"")


def test_a_hive_without_room_takes_no_value() -> None:
    full = make_hive(make_tree([("Key", [text("a", "x" * 1900)])]))
    editor = edit(full)

    with pytest.raises(ParseError, match="no room"):
        editor.add_value("Key", "b", 3, bytes(8000))


def test_a_hive_that_was_not_written_back_is_refused() -> None:
    with pytest.raises(ParseError, match="write it back"):
        edit(make_edited_hive(is_dirty=True))


@pytest.mark.parametrize(("key", "name"), [(RUN, "none"), ("Software\\None", "first")])
def test_what_is_not_there_cannot_be_taken_out(key: str, name: str) -> None:
    editor = edit(make_edited_hive())

    with pytest.raises(ParseError, match="no "):
        editor.remove_value(key, name)
    assert editor.patches() == ()


def test_a_patch_beyond_the_end_is_refused() -> None:
    with pytest.raises(ParseError):
        patched(b"abc", (Patch(2, b"cd", b"ef"),))


@given(
    st.lists(st.tuples(st.integers(0, 9000), st.binary(min_size=1, max_size=8)), max_size=6),
    st.integers(0, 9000),
)
def test_a_damaged_hive_is_edited_or_refused(damage: list[tuple[int, bytes]], length: int) -> None:
    data = bytearray(make_edited_hive())
    for at, noise in damage:
        data[at : at + len(noise)] = noise
    with suppress(ParseError):
        editor = edit(bytes(data[: max(length, 5000)]))
        editor.remove_value(RUN, "first")
        editor.remove_key(f"{TREE}\\two")
        editor.add_value(RUN, "new", 1, b"12345678")
        editor.patches()


@given(st.binary(max_size=256))
def test_any_bytes_are_a_hive_or_refused(tail: bytes) -> None:
    with suppress(ParseError):
        edit(b"regf" + bytes(4092 + 64) + tail).remove_value(RUN, "first")
