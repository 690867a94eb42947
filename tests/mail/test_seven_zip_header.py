import pytest

from kakekomi.drill.seven_zip import make_7z
from kakekomi.facts.errors import ParseError
from kakekomi.mail import seven_zip_header
from kakekomi.mail.seven_zip_entry import Coder, File, Folder, Header, Streams
from kakekomi.mail.seven_zip_header import Cursor


@pytest.mark.parametrize(
    ("raw", "value"),
    [
        (b"\x7f", 127),
        (b"\x80\x80", 128),
        (b"\xbf\xff", 0x3FFF),
        (b"\xc1\x34\x12", 0x11234),
        (b"\xff" + b"\x01" + bytes(7), 1),
    ],
)
def test_numbers_have_one_to_nine_bytes(raw: bytes, value: int) -> None:
    assert Cursor(raw).number() == value


def test_bits_are_read_from_the_highest() -> None:
    assert Cursor(b"\xa0\x80").bits(9) == [True, False, True, *[False] * 5, True]


@pytest.mark.parametrize("raw", [b"", b"\x80", b"\xff\xff\xff"])
def test_a_header_that_ends_early_is_refused(raw: bytes) -> None:
    with pytest.raises(ParseError):
        Cursor(raw).number()


def test_a_header_says_what_the_files_are() -> None:
    data = make_7z([("a", b"text")])
    cursor = Cursor(data[36:])

    assert cursor.byte() == seven_zip_header.Id.HEADER
    assert seven_zip_header.read_header(cursor) == Header(
        Streams(
            packed_at=0,
            packed_sizes=(4,),
            folders=(Folder((Coder(b"\0", b"", 1, 1),), (), (0,), (4,), 0x3B8BA7C7),),
            pieces=(((4, 0x3B8BA7C7),),),
        ),
        (File("a", has_stream=True, is_folder=False),),
    )


def test_files_without_a_stream_are_folders_or_empty() -> None:
    names = b"\0" + "d\0e\0f\0".encode("utf-16-le")
    raw = b"\x03\x0e\x01\xc0\x0f\x01\x40\x11" + bytes([len(names)]) + names + b"\0"

    assert seven_zip_header.read_files(Cursor(raw)) == (
        File("d", has_stream=False, is_folder=True),
        File("e", has_stream=False, is_folder=False),
        File("f", has_stream=True, is_folder=False),
    )
