from pathlib import Path

import pytest

from drill.yardstick import unpacked
from kakekomi.drill.cab import MSZIP, STORED, make_cab

FILES = [("a.bin", bytes(range(256)) * 300), ("b.txt", b"two")]


@pytest.mark.parametrize("method", [STORED, MSZIP])
def test_cabextract_unpacks_it(tmp_path: Path, method: int) -> None:
    data = make_cab(FILES, method=method)

    assert unpacked(tmp_path, data, "cabextract", "-q", "{}") == dict(FILES)
