from pathlib import Path

import pytest

from drill.yardstick import unpacked
from kakekomi.drill.disk import make_fat, make_ntfs, make_partitioned, make_vhd, make_vhdx

FILES = [("a long name.bin", bytes(range(256)) * 9), ("b.txt", b"two")]
FAT = make_fat(FILES)


@pytest.mark.parametrize("data", [FAT, make_partitioned(FAT), make_vhd(make_partitioned(FAT))])
def test_7_zip_reads_fat(tmp_path: Path, data: bytes) -> None:
    found = unpacked(tmp_path, data, "7z", "x", "{}")
    if set(found) != {name for name, _ in FILES}:
        pytest.skip("this 7-Zip shows a disk as the partitions on it")

    assert found == dict(FILES)


def test_an_empty_block_takes_no_room_in_a_dynamic_disk() -> None:
    assert len(make_vhd(bytes(10_000_000), is_dynamic=True)) < 10_000


def test_images_begin_with_their_marks() -> None:
    assert make_ntfs(FILES)[3:7] == b"NTFS"
    assert make_vhdx(FAT)[:8] == b"vhdxfile"
    assert make_partitioned(FAT, is_gpt=True)[512:520] == b"EFI PART"
