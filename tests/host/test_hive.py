import struct
from contextlib import suppress

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from kakekomi.drill.hive import (
    WRITTEN_AT,
    binary,
    dword,
    expandable,
    make_hive,
    make_tree,
    qword,
    several,
    text,
)
from kakekomi.facts.errors import ParseError
from kakekomi.host import hive
from kakekomi.host.hive import open_hive

RUN = "Software\\Microsoft\\Windows\\CurrentVersion\\Run"
SMALL = make_hive(make_tree([(RUN, [text("a", "b.exe"), dword("n", 1)]), ("日本", [])]))


def test_values_of_every_common_type_read_as_text() -> None:
    values = [
        text("text", "山田"),
        expandable("expandable", "%TEMP%\\a"),
        several("several", ["a", "b"]),
        dword("dword", 0xFFFFFFFF),
        qword("qword", 1 << 40),
        binary("binary", b"\x01\xff\x00\x7f\x80"),
        binary("short", b"\x01"),
        text("", "the default"),
        text("désactivé", ""),
    ]
    opened = open_hive(make_hive(make_tree([(RUN, values)])), where="x")

    assert [(value.name, value.type_name, value.text) for value in opened.values(RUN)] == [
        ("text", "REG_SZ", "山田"),
        ("expandable", "REG_EXPAND_SZ", "%TEMP%\\a"),
        ("several", "REG_MULTI_SZ", "a;b"),
        ("dword", "REG_DWORD", "4294967295"),
        ("qword", "REG_QWORD", str(1 << 40)),
        ("binary", "REG_BINARY", "01FF007F80"),
        ("short", "REG_BINARY", "01"),
        ("", "REG_SZ", "the default"),
        ("désactivé", "REG_SZ", ""),
    ]
    assert not opened.damaged


def test_keys_are_found_in_any_case_and_know_their_path_and_time() -> None:
    key = open_hive(SMALL, where="x").key("SOFTWARE\\microsoft\\WINDOWS\\currentversion\\RUN")

    assert key is not None
    assert (key.path, key.name, key.written_at) == (RUN, "Run", WRITTEN_AT)
    assert open_hive(SMALL, where="x").key("Software\\Nowhere\\Run") is None


def test_more_keys_than_one_list_holds_are_all_seen() -> None:
    names = [f"service{number:04}" for number in range(1201)]
    opened = open_hive(
        make_hive(make_tree([(f"Services\\{name}", []) for name in names])), where="x"
    )
    services = opened.key("Services")

    assert services is not None
    assert [key.name for key in services.keys()] == names  # noqa: SIM118


def test_a_broken_value_does_not_hide_its_neighbours_and_is_noted() -> None:
    data = make_hive(make_tree([(RUN, [text("broken", "x" * 9), text("whole", "y" * 9)])]))
    start = data.index(b"broken") - 20
    damaged = data[:start] + b"??" + data[start + 2 :]

    opened = open_hive(damaged, where="x")

    assert [value.name for value in opened.values(RUN)] == ["whole"]
    assert list(opened.damaged) == [RUN]


def test_a_list_of_keys_that_leads_nowhere_is_noted() -> None:
    start = SMALL.rindex(b"lh")
    opened = open_hive(SMALL[:start] + b"??" + SMALL[start + 2 :], where="x")

    assert list(opened.root.keys()) == []
    assert list(opened.damaged) == ["\\"]


def test_a_hive_that_was_not_written_back_says_so() -> None:
    root = make_tree([("a", [])])

    assert open_hive(make_hive(root, is_dirty=True), where="x").is_dirty
    assert not open_hive(make_hive(root), where="x").is_dirty


@pytest.mark.parametrize(("sequence", "is_newer"), [(6, False), (7, True), (9, True)])
def test_a_log_is_newer_when_its_entries_go_on_from_the_hive(
    sequence: int, is_newer: object
) -> None:
    log = bytes(512) + b"HvLE" + struct.pack("<III", 512, 0, sequence)

    assert hive.log_is_newer(log, open_hive(SMALL, where="x")) is is_newer


@pytest.mark.parametrize(
    "data", [b"", b"regf", SMALL[:4096], b"MZ" + SMALL[2:], SMALL[:36] + b"\xff" * 4 + SMALL[40:]]
)
def test_what_is_no_hive_is_refused_by_name(data: bytes) -> None:
    with pytest.raises(ParseError, match=r"C:\\x"):
        open_hive(data, where=r"C:\x")


def test_a_hive_that_costs_too_much_is_cut_and_noted(monkeypatch: pytest.MonkeyPatch) -> None:
    names = [f"service{number:04}" for number in range(900)]
    data = make_hive(make_tree([(f"Services\\{name}", []) for name in names]))
    monkeypatch.setattr(hive, "MAX_READS", 5_000)

    opened = open_hive(data, where="x")
    services = opened.key("Services")

    assert services is not None
    assert 0 < len(list(services.keys())) < len(names)
    assert list(opened.damaged) == ["Services"]


def test_nonsense_is_no_time() -> None:
    assert (hive.filetime(0), hive.filetime(2**64 - 1)) == (None, None)


def _read_all(data: bytes) -> None:
    with suppress(ParseError):
        opened = open_hive(data, where="x")
        pending = [opened.root]
        for _ in range(50):
            if pending:
                key = pending.pop()
                _ = [value.text for value in key.values], key.written_at
                pending += list(key.keys())[:20]


@settings(max_examples=150, deadline=None)
@given(
    st.binary(max_size=300),
    st.lists(st.tuples(st.integers(4096, len(SMALL) - 1), st.integers(0, 255)), max_size=20),
)
@example(b"", [])
def test_any_bytes_give_keys_or_parse_error(start: bytes, changes: list[tuple[int, int]]) -> None:
    data = bytearray(SMALL)
    for offset, byte in changes:
        data[offset] = byte

    _read_all(start)
    _read_all(start + SMALL[len(start) :])
    _read_all(bytes(data))
