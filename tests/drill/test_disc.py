from pathlib import Path

from drill.yardstick import unpacked
from kakekomi.drill.disc import make_iso, make_udf

FILES = [("a.bin", bytes(range(256)) * 300), ("b.txt", b"two")]


def test_libarchive_reads_the_disc_image(tmp_path: Path) -> None:
    assert unpacked(tmp_path, make_iso(FILES), "bsdtar", "-xf", "{}") == dict(FILES)


def test_each_udf_file_has_an_entry_of_its_own() -> None:
    data = make_udf(FILES)

    assert (data[16 * 2048 + 1 :][:5], data[256 * 2048]) == (b"BEA01", 2)
    assert data.count(b"two") == 1
