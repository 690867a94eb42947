import pytest

from kakekomi.drill.disk import make_vhd
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import vhd

DISK = b"start".ljust(200_000, b"\0") + b"middle".ljust(100_000, b"\0") + b"end"


@pytest.mark.parametrize("is_dynamic", [False, True])
def test_the_disk_is_the_one_that_was_written(*, is_dynamic: bool) -> None:
    data = make_vhd(DISK, is_dynamic=is_dynamic)
    disk = vhd.disk(data)

    assert vhd.is_vhd(data)
    assert (disk.size, disk.read(0, len(DISK) + 9)) == (len(DISK), DISK)
    assert disk.read(199_990, 20) == DISK[199_990:200_010]


def test_a_disk_that_needs_another_file_is_not_read() -> None:
    data = bytearray(make_vhd(DISK))
    data[-512 + 63] = 4

    with pytest.raises(UnsupportedError):
        vhd.disk(bytes(data))


@pytest.mark.parametrize("cut", [b"conectix", make_vhd(DISK, is_dynamic=True)[:512]])
def test_a_disk_without_its_header_is_refused(cut: bytes) -> None:
    with pytest.raises(ParseError):
        vhd.disk(cut)
