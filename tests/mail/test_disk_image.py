import random
from contextlib import suppress

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.disc import make_iso
from kakekomi.drill.disk import make_fat, make_ntfs, make_partitioned, make_vhd, make_vhdx
from kakekomi.drill.exfat import make_exfat
from kakekomi.facts.errors import ParseError
from kakekomi.mail import disk_image
from kakekomi.mail.archive import Archive, Limits
from kakekomi.mail.zip_member import Problem

FILES = [("見積書.lnk", b"one" * 20), ("b.dll", b"two")]
volumes = pytest.mark.parametrize("volume", [make_fat(FILES), make_ntfs(FILES)])


def read(data: bytes) -> Archive:
    return disk_image.read(data, (), Limits())


def contents(found: Archive) -> list[tuple[str | None, bytes]]:
    assert all(one.problem is None for one in found.members)
    return [(one.name, one.content) for one in found.members]


@volumes
def test_a_bare_volume_is_read(volume: bytes) -> None:
    assert contents(read(volume)) == FILES


@volumes
@pytest.mark.parametrize("is_gpt", [False, True])
def test_a_volume_in_a_partition_is_read(volume: bytes, *, is_gpt: bool) -> None:
    assert contents(read(make_partitioned(volume, is_gpt=is_gpt))) == FILES


@volumes
@pytest.mark.parametrize("is_dynamic", [False, True])
def test_a_vhd_is_read(volume: bytes, *, is_dynamic: bool) -> None:
    data = make_vhd(make_partitioned(volume), is_dynamic=is_dynamic)

    assert contents(read(data)) == FILES


@volumes
def test_a_vhdx_is_read(volume: bytes) -> None:
    assert contents(read(make_vhdx(make_partitioned(volume, is_gpt=True)))) == FILES


def test_a_disc_image_on_a_disk_is_read() -> None:
    assert contents(read(make_vhd(make_iso(FILES)))) == FILES


def test_an_unknown_file_system_is_a_defect() -> None:
    found = read(make_partitioned(b"\xeb\x3c\x90LINUX" + bytes(5000)))

    assert (found.members, found.defects) == ((), ((Problem.UNSUPPORTED, "file system"),))


def test_exfat_is_read_bare_in_a_partition_and_on_a_virtual_disk() -> None:
    image = make_exfat(FILES)

    for data in (image, make_partitioned(image), make_vhd(make_partitioned(image))):
        assert contents(read(data)) == FILES


def test_a_vhd_that_needs_another_file_is_a_defect() -> None:
    data = bytearray(make_vhd(make_fat(FILES)))
    data[-512 + 63] = 4

    assert [problem for problem, _ in read(bytes(data)).defects] == [Problem.UNSUPPORTED]


def test_what_is_no_disk_is_refused() -> None:
    with pytest.raises(ParseError):
        read(bytes(2_000))


IMAGES = (
    make_vhd(make_partitioned(make_fat(FILES)), is_dynamic=True),
    make_vhdx(make_partitioned(make_ntfs(FILES), is_gpt=True)),
)


@pytest.mark.parametrize("original", IMAGES)
def test_a_mutated_image_gives_an_archive_or_parse_error(original: bytes) -> None:
    chance = random.Random(7)  # noqa: S311  the same every time
    used = [at for at, byte in enumerate(original) if byte]
    for _ in range(60):
        data = bytearray(original)
        for _ in range(chance.randint(1, 4)):
            data[chance.choice(used)] = chance.randrange(256)
        with suppress(ParseError):
            read(bytes(data))


@settings(max_examples=100)
@given(st.binary(max_size=600), st.booleans())
def test_any_bytes_give_an_archive_or_parse_error(data: bytes, is_vhd: bool) -> None:  # noqa: FBT001
    with suppress(ParseError):
        read(b"conectix" + data if is_vhd else data)
