from collections.abc import Callable
from pathlib import Path

import pytest

from drill.yardstick import unpacked
from kakekomi.drill.bit_writer import Token, played
from kakekomi.drill.rar import RarMember, make_rar4, make_rar5, pack3, pack5

TOKENS: list[Token] = [*b"WScript.Echo(1);", (16, 40), (3, 9), *b"end", (50, 3), (7, 200)]
Maker = Callable[..., bytes]


@pytest.mark.parametrize(("make", "pack"), [(make_rar4, pack3), (make_rar5, pack5)])
def test_libarchive_unpacks_it(tmp_path: Path, make: Maker, pack: Maker) -> None:
    data = make([RarMember("a.js", played(TOKENS), pack(TOKENS)), RarMember("b", b"two")])

    assert unpacked(tmp_path, data, "bsdtar", "-xf", "{}") == {"a.js": played(TOKENS), "b": b"two"}


@pytest.mark.parametrize("make", [make_rar4, make_rar5])
@pytest.mark.parametrize("hides_names", [False, True])
def test_7_zip_opens_it(tmp_path: Path, make: Maker, *, hides_names: bool) -> None:
    data = make([RarMember("b.txt", b"two" * 9)], password="pw", hides_names=hides_names)

    assert unpacked(tmp_path, data, "7z", "x", "-ppw", "{}") == {"b.txt": b"two" * 9}
