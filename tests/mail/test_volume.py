from collections.abc import Iterator

import pytest

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import volume
from kakekomi.mail.archive import ArchiveMember, Limits, Shelf
from kakekomi.mail.volume import FoundFile, Visits
from kakekomi.mail.zip_member import Problem


def test_a_part_of_a_disk_ends_where_the_part_ends() -> None:
    part = volume.of_bytes(b"0123456789").part(2, 5)

    assert (part.read(0, 99), part.read(4, 9), part.read(5, 1), part.read(-1, 1)) == (
        b"23456",
        b"6",
        b"",
        b"",
    )


def test_pieces_end_where_the_disk_ends_and_holes_are_zeros() -> None:
    disk = volume.of_bytes(b"0123456789")

    assert list(volume.pieces(disk, [(8, 1), (-1, 2), (8, 5), (0, 1)])) == [b"8", b"\0\0", b"89"]


@pytest.mark.parametrize(
    ("error", "problem"),
    [(ParseError("x"), Problem.DAMAGED), (UnsupportedError("x"), Problem.UNSUPPORTED)],
)
def test_what_ends_the_listing_is_a_defect(error: Exception, problem: Problem) -> None:
    def files() -> Iterator[FoundFile]:
        yield FoundFile("a", 3, iter((b"12345",)))
        yield FoundFile("b", 3, iter(()), problem=Problem.UNSUPPORTED)
        raise error

    shelf = Shelf(Limits())
    volume.put_files(files(), shelf)
    archive = shelf.archive()

    assert archive.members == (
        ArchiveMember(name="a", content=b"123", packed_bytes=3, inflated_bytes=3),
        ArchiveMember(name="b", packed_bytes=3, inflated_bytes=3, problem=Problem.UNSUPPORTED),
    )
    assert archive.defects == ((problem, "x"),)


def test_folders_are_visited_once_and_only_so_many() -> None:
    visits = Visits()

    assert [visits.is_new(1, 0), visits.is_new(1, 0), visits.is_new(2, 33)] == [True, False, False]
    for place in range(2, volume.MAX_FOLDERS + 1):
        visits.is_new(place, 0)
    with pytest.raises(ParseError):
        visits.is_new(0, 0)


def test_entries_of_all_folders_are_limited() -> None:
    visits = Visits()
    visits.paid(bytes(volume.MAX_FOLDERS_BYTES))

    with pytest.raises(ParseError):
        visits.paid(b"x")
