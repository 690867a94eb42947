import pytest

from kakekomi.drill.disc import make_udf
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import udf, volume

FILES = [("見積書.lnk", b"one" * 2000), ("b.dll", b"two")]


@pytest.mark.parametrize("is_inline", [False, True])
def test_files_are_read_from_extents_and_from_their_entries(*, is_inline: bool) -> None:
    files = FILES[1:] if is_inline else FILES
    found = udf.files(volume.of_bytes(make_udf(files, is_inline=is_inline)))

    assert [(file.name, b"".join(file.chunks)[: file.size]) for file in found] == files


def test_a_disk_tells_that_it_is_udf() -> None:
    assert udf.is_udf(volume.of_bytes(make_udf(FILES)))
    assert not udf.is_udf(volume.of_bytes(bytes(50_000)))


def test_a_disk_without_an_anchor_is_refused() -> None:
    with pytest.raises(ParseError):
        list(udf.files(volume.of_bytes(make_udf(FILES)[: 200 * 2048])))


def test_several_partitions_are_not_read() -> None:
    data = bytearray(make_udf(FILES))
    data[33 * 2048 + 440] = 2

    with pytest.raises(UnsupportedError):
        list(udf.files(volume.of_bytes(bytes(data))))
