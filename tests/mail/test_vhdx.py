import pytest

from kakekomi.drill.disk import make_vhdx
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import vhdx

DISK = b"start".ljust(1_500_000, b"\0") + b"end"


def test_the_disk_is_the_one_that_was_written() -> None:
    disk = vhdx.disk(make_vhdx(DISK))

    assert (disk.size, disk.read(0, len(DISK) + 9)) == (len(DISK), DISK)


def test_a_block_that_is_not_there_is_zeros() -> None:
    data = bytearray(make_vhdx(DISK))
    data[2 * vhdx.MEBIBYTE] = 0

    assert vhdx.disk(bytes(data)).read(0, 5) == bytes(5)


def test_a_disk_that_needs_another_file_is_not_read() -> None:
    data = bytearray(make_vhdx(DISK))
    data[vhdx.MEBIBYTE + 65_536 + 4] = 2

    with pytest.raises(UnsupportedError):
        vhdx.disk(bytes(data))


@pytest.mark.parametrize("end", [8, 200 * 1024, vhdx.MEBIBYTE, vhdx.MEBIBYTE + 65_536])
def test_a_disk_without_its_tables_is_refused(end: int) -> None:
    with pytest.raises(ParseError):
        vhdx.disk(make_vhdx(DISK)[:end])
