import zlib
from collections.abc import Iterator

from kakekomi.facts.errors import ParseError
from kakekomi.mail.archive import ArchiveMember, Limits, Shelf
from kakekomi.mail.archive_stream import Piece, StreamReader, put_pieces, put_unread
from kakekomi.mail.zip_member import PREFIX_BYTES, Problem


def damaged() -> Iterator[bytes]:
    yield b"12345"
    raise ParseError("cut")


def test_chunks_are_cut_where_they_are_wanted() -> None:
    reader = StreamReader(iter((b"123", b"", b"45678", b"9")))

    assert (reader.take(2), reader.skip(3), reader.take(9)) == (b"12", 3, b"6789")
    assert reader.at == 9


def test_damage_ends_the_stream() -> None:
    reader = StreamReader(damaged())

    assert (reader.take(9), reader.is_damaged) == (b"12345", True)


def test_pieces_are_cut_out_and_checked() -> None:
    shelf = Shelf(Limits())
    pieces = [Piece("a", 2, zlib.crc32(b"12")), Piece("b", 3, 7), Piece("c", 2)]
    put_pieces(damaged(), pieces, 5, shelf)

    assert shelf.archive().members == (
        ArchiveMember(name="a", content=b"12", inflated_bytes=2),
        ArchiveMember(name="b", content=b"345", inflated_bytes=3, problem=Problem.DAMAGED),
        ArchiveMember(name="c", inflated_bytes=2, problem=Problem.DAMAGED),
    )


def test_a_piece_may_begin_behind_a_hole_but_not_before_the_last() -> None:
    shelf = Shelf(Limits())
    put_pieces(iter((b"123456",)), [Piece("a", 2, start=2), Piece("b", 2, start=1)], 6, shelf)

    assert [(one.name, one.content, one.problem) for one in shelf.archive().members] == [
        ("a", b"34", None),
        ("b", b"", Problem.DAMAGED),
    ]


def test_what_lies_behind_a_large_piece_is_reached() -> None:
    shelf = Shelf(Limits())
    stream = iter((bytes(40_000_000), b"end"))
    put_pieces(stream, [Piece("big", 40_000_000), Piece("end", 3)], 9_000, shelf)

    assert [(one.name, len(one.content), one.problem) for one in shelf.archive().members] == [
        ("big", PREFIX_BYTES, Problem.LIMIT),
        ("end", 3, None),
    ]


def test_nothing_is_skipped_to_reach_nothing() -> None:
    shelf = Shelf(Limits())
    put_pieces(iter((bytes(40_000_000),)), [Piece("big", 40_000_000)], 9_000, shelf)

    assert shelf.archive().spent.skipped_bytes == 0


def test_nothing_is_read_when_nothing_may_be_unpacked() -> None:
    shelf = Shelf(Limits(inflated_bytes=10))
    put_pieces(iter((bytes(500), b"end")), [Piece("big", 500), Piece("end", 3)], 503, shelf)

    assert [(one.name, len(one.content), one.problem) for one in shelf.archive().members] == [
        ("big", 10, Problem.LIMIT),
        ("end", 0, Problem.LIMIT),
    ]


def test_a_stream_that_is_too_much_work_is_given_up() -> None:
    shelf = Shelf(Limits(skipped_bytes=100))
    stream = iter((bytes(40_000_000), b"end"))
    put_pieces(stream, [Piece("big", 40_000_000), Piece("end", 3)], 40_000_000, shelf)

    assert [(one.name, one.problem) for one in shelf.archive().members] == [
        ("big", Problem.LIMIT),
        ("end", Problem.LIMIT),
    ]


def test_pieces_of_an_unread_stream_are_named() -> None:
    shelf = Shelf(Limits())
    put_unread([Piece("a", 5)], Problem.UNSUPPORTED, shelf)

    assert shelf.archive().members == (
        ArchiveMember(name="a", inflated_bytes=5, problem=Problem.UNSUPPORTED),
    )
