from pathlib import Path

import pytest

from drill.yardstick import unpacked
from kakekomi.drill.seven_zip import make_7z

FILES = [("a.txt", b"one" * 999), ("b.txt", b"two")]


@pytest.mark.parametrize("is_packed", [False, True])
@pytest.mark.parametrize("hides_names", [False, True])
def test_7_zip_opens_it(tmp_path: Path, *, is_packed: bool, hides_names: bool) -> None:
    data = make_7z(FILES, password="pw", is_packed=is_packed, hides_names=hides_names)

    assert unpacked(tmp_path, data, "7z", "x", "-ppw", "{}") == dict(FILES)


def test_7_zip_opens_a_program_whose_addresses_were_taken_out(tmp_path: Path) -> None:
    program = (b"\x90" * 9 + b"\xe8\1\0\0\0\xe9\2\0\0\0\x0f\x85\3\0\0\0\x0f\x85") * 200
    data = make_7z([("a.exe", program), FILES[1]], is_program=True)

    assert unpacked(tmp_path, data, "7z", "x", "{}") == {"a.exe": program, "b.txt": b"two"}


def test_equal_input_gives_equal_bytes() -> None:
    assert make_7z(FILES, password="pw") == make_7z(FILES, password="pw")
