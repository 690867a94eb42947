from pathlib import Path

import pytest

from kakekomi.drill.hive import expandable, make_hive, make_tree, text
from kakekomi.facts.errors import ParseError
from kakekomi.respond.offline_hive import OfflineHives
from kakekomi.respond.state import ChangedNumber, HiveState, RemovedValue
from respond.hives import RUN, SERVICE, content, make_edited_hive

PATH = "C:\\Windows\\System32\\config\\SYSTEM"
VERSION = "Microsoft\\Windows NT\\CurrentVersion"


def make_hives(root: Path, *, drive: str = "C:") -> tuple[Path, OfflineHives]:
    config = root / "Windows" / "System32" / "config"
    config.mkdir(parents=True)
    entries = [
        (VERSION, [text("SystemRoot", f"{drive}\\Windows")]),
        (
            f"{VERSION}\\ProfileList\\S-1",
            [expandable("ProfileImagePath", "%SystemDrive%\\Users\\a")],
        ),
        (
            f"{VERSION}\\ProfileList\\S-1-5-18",
            [expandable("ProfileImagePath", "%systemroot%\\system32\\config\\systemprofile")],
        ),
    ]
    (config / "SOFTWARE").write_bytes(make_hive(make_tree(entries)))
    (config / "SYSTEM").write_bytes(make_edited_hive())
    return config / "SYSTEM", OfflineHives(root)


def make_state(hives: OfflineHives) -> HiveState:
    editor = hives.editor(PATH)
    value = editor.remove_value(RUN, "first")
    old = editor.set_number(SERVICE, "Start", 4)
    return hives.state(
        PATH,
        editor,
        [
            RemovedValue(key=RUN, name=value.name, type=value.type, data=value.data),
            ChangedNumber(key=SERVICE, name="Start", old=old, new=4),
        ],
    )


@pytest.mark.parametrize("drive", ["C:", "E:"])
def test_a_key_leads_to_the_file_it_is_kept_in(tmp_path: Path, drive: str) -> None:
    _, hives = make_hives(tmp_path, drive=drive)
    config = f"{drive}\\Windows\\System32\\config"

    assert {
        key: hives.hive_of(key)
        for key in (
            "HKEY_LOCAL_MACHINE\\SOFTWARE\\a\\b",
            "hkey_local_machine\\system\\a",
            "HKEY_USERS\\S-1\\Software\\a",
            "HKEY_USERS\\S-1-5-18\\Software",
            "HKEY_USERS\\tanaka\\Software",
        )
    } == {
        "HKEY_LOCAL_MACHINE\\SOFTWARE\\a\\b": (f"{config}\\SOFTWARE", "a\\b"),
        "hkey_local_machine\\system\\a": (f"{config}\\SYSTEM", "a"),
        "HKEY_USERS\\S-1\\Software\\a": (f"{drive}\\Users\\a\\NTUSER.DAT", "Software\\a"),
        "HKEY_USERS\\S-1-5-18\\Software": (
            f"{drive}\\Windows\\system32\\config\\systemprofile\\NTUSER.DAT",
            "Software",
        ),
        "HKEY_USERS\\tanaka\\Software": (f"{drive}\\Users\\tanaka\\NTUSER.DAT", "Software"),
    }


@pytest.mark.parametrize("key", ["HKEY_LOCAL_MACHINE\\SAM\\x", "HKEY_CLASSES_ROOT\\x", ""])
def test_a_key_of_no_hive_that_is_edited_is_refused(tmp_path: Path, key: str) -> None:
    _, hives = make_hives(tmp_path)

    with pytest.raises(ParseError):
        hives.hive_of(key)


def test_any_mixture_of_old_and_new_bytes_is_finished_or_undone(tmp_path: Path) -> None:
    file, hives = make_hives(tmp_path)
    before, state = file.read_bytes(), make_state(hives)
    hives.change(state)
    after = file.read_bytes()

    assert len(state.patches) > 3
    for mask in range(1 << len(state.patches)):
        mixed = bytearray(before)
        for number, patch in enumerate(state.patches):
            if mask >> number & 1:
                mixed[patch.offset : patch.offset + len(patch.new)] = patch.new
        file.write_bytes(mixed)
        hives.change(state)
        assert file.read_bytes() == after
        file.write_bytes(mixed)
        hives.restore(hives.before_restore(state))
        assert file.read_bytes() == before


def test_changes_are_seen_in_the_hive_and_nowhere_else(tmp_path: Path) -> None:
    file, hives = make_hives(tmp_path)
    before, state = file.read_bytes(), make_state(hives)

    assert not hives.is_changed(state)
    hives.change(state)
    assert hives.is_changed(state)
    file.write_bytes(before)
    assert not hives.is_changed(state)


def test_a_hive_that_went_on_is_not_changed_by_old_bytes(tmp_path: Path) -> None:
    file, hives = make_hives(tmp_path)
    state = make_state(hives)
    other = bytearray(file.read_bytes())
    other[-1] ^= 1
    file.write_bytes(other)

    with pytest.raises(ParseError, match="went on"):
        hives.change(state)
    assert file.read_bytes() == other


def test_values_and_numbers_are_put_back_into_a_hive_that_went_on(tmp_path: Path) -> None:
    file, hives = make_hives(tmp_path)
    before, state = content(file.read_bytes()), make_state(hives)
    hives.change(state)
    other = bytearray(file.read_bytes())
    other[-1] ^= 1
    file.write_bytes(other)

    again = hives.before_restore(state)
    hives.restore(again)
    hives.restore(again)

    after = content(file.read_bytes())
    assert {key: sorted(values) for key, values in after.items()} == {
        key: sorted(values) for key, values in before.items()
    }
    assert file.read_bytes()[-1] == other[-1]
