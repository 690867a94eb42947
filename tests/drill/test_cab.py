from pathlib import Path

import pytest

from drill.yardstick import unpacked
from kakekomi.drill.cab import LZX, MSZIP, STORED, make_cab
from kakekomi.mail.lzx import ALIGNED, CODED
from kakekomi.mail.lzx import STORED as STORED_BLOCK

FILES = [("a.bin", bytes(range(256)) * 300), ("b.txt", b"two")]


@pytest.mark.parametrize("call_bytes", [0, 60_000])
@pytest.mark.parametrize("kinds", [(CODED,), (ALIGNED,), (STORED_BLOCK, CODED, ALIGNED)])
def test_cabextract_unpacks_every_kind_of_lzx_block(
    tmp_path: Path, kinds: tuple[int, ...], call_bytes: int
) -> None:
    files = [("a.exe", b"\x90\xe8\x10\x20\0\0ab\xe8\xf0\xff\xff\xff" * 6_000), FILES[0]]
    data = make_cab(files, method=LZX, lzx_blocks=kinds, call_bytes=call_bytes)

    assert unpacked(tmp_path, data, "cabextract", "-q", "{}") == dict(files)


@pytest.mark.parametrize("method", [STORED, MSZIP, LZX])
def test_cabextract_unpacks_it(tmp_path: Path, method: int) -> None:
    data = make_cab(FILES, method=method)

    assert unpacked(tmp_path, data, "cabextract", "-q", "{}") == dict(FILES)
