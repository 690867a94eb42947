from pathlib import Path

import pytest

from drill.yardstick import unpacked
from kakekomi.drill.bit_writer import Token, played
from kakekomi.drill.lzh import crc16, make_lzh

TOKENS: list[Token] = [*b"CreateObject(1)", (15, 30), (1, 200), *b"end", (200, 3)]


@pytest.mark.parametrize("method", [b"-lh4-", b"-lh5-", b"-lh6-", b"-lh7-"])
@pytest.mark.parametrize("level", [0, 1, 2])
def test_lha_unpacks_it(tmp_path: Path, method: bytes, level: int) -> None:
    data = make_lzh([("a.vbs", TOKENS)], method=method, level=level)

    assert unpacked(tmp_path, data, "lha", "xq", "{}") == {"a.vbs": played(TOKENS)}


def test_the_checksum_is_the_one_of_the_standard() -> None:
    assert crc16(b"123456789") == 0xBB3D
