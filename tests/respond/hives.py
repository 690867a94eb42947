"""Hives to edit, and what is read from them by another reader than the one that edits."""

from kakekomi.drill.hive import binary, dword, make_hive, make_tree, text
from kakekomi.host.hive import Hive, open_hive

RUN = "Software\\Microsoft\\Windows\\CurrentVersion\\Run"
SERVICE = "ControlSet001\\Services\\cbun.zia"
TREE = "Cache\\Tree"


def make_edited_hive(*, is_dirty: bool = False) -> bytes:
    """Three values under Run, one under Lone, a service, three tasks."""
    return make_hive(
        make_tree(
            [
                (RUN, [text("first", "a.exe"), text("悪い", "b.exe"), text("last", "c.exe")]),
                ("Software\\Lone", [binary("only", b"\x01\x02\x03")]),
                (SERVICE, [dword("Start", 2), text("ImagePath", "x.exe")]),
                *((f"{TREE}\\{name}", [text("Id", name)]) for name in ("one", "three", "two")),
                ("Cache\\Alone\\below", [text("Id", "1")]),
            ]
        ),
        is_dirty=is_dirty,
    )


Content = dict[str, tuple[tuple[str, int, bytes], ...]]


def content(data: bytes) -> Content:
    """All keys by path with their values, as ``regipy`` and the host's reader see them."""
    hive = open_hive(data, where="test")
    found = dict(_below(hive, ""))
    assert hive.damaged == {}
    assert not hive.is_dirty
    return found


def _below(hive: Hive, path: str) -> list[tuple[str, tuple[tuple[str, int, bytes], ...]]]:
    key = hive.key(path) if path else hive.root
    assert key is not None
    own = tuple((value.name, value.type, value.data) for value in key.values)
    found = [(path, own)]
    for child in key.keys():  # noqa: SIM118  no mapping
        found += _below(hive, child.path)
    return found
