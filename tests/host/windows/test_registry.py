import sys

import pytest

from kakekomi.facts.errors import UnsupportedError
from kakekomi.host.hive_value import Value
from kakekomi.host.windows.registry import LiveHive, Stored, as_stored


@pytest.mark.parametrize(
    ("kind", "value", "text"),
    [
        (1, "C:\\山田", "C:\\山田"),
        (1, "\ud800x", "\ufffdx"),
        (2, "%LOCALAPPDATA%\\a", "%LOCALAPPDATA%\\a"),
        (3, b"\x01\xab", "01AB"),
        (4, 0xFFFFFFFF, "4294967295"),
        (7, ["a", "b"], "a;b"),
        (7, [], ""),
        (11, 1 << 40, str(1 << 40)),
        (0, None, ""),
    ],
)
def test_a_value_reads_like_one_of_a_hives_file(kind: int, value: Stored, text: str) -> None:
    assert Value(name="x", type=kind, data=as_stored(kind, value)).text == text


@pytest.mark.skipif(sys.platform == "win32", reason="there is a registry")
def test_elsewhere_there_is_no_registry() -> None:
    with pytest.raises(UnsupportedError):
        LiveHive("HKEY_LOCAL_MACHINE", "SOFTWARE").key("Microsoft")
