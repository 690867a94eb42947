"""uuencoded files inside text."""

from kakekomi.mail import uuencoded
from kakekomi.mail.multipart import Span
from kakekomi.mail.uuencoded import UuFile

FILE = b"begin 644 my file.doc\n#86)C\n`\nend"


def test_each_file_is_found_with_its_name_and_place() -> None:
    data = b"\ntext\n" + FILE + b"\nmore\n" + FILE + b"\n"

    first = data.index(b"\nbegin")
    second = data.rindex(b"\nbegin")
    assert uuencoded.find(data, 1, len(data)) == (
        UuFile(b"my file.doc", Span(first, first + 1 + len(FILE))),
        UuFile(b"my file.doc", Span(second, second + 1 + len(FILE))),
    )


def test_a_file_without_end_goes_to_the_end() -> None:
    data = b"\n" + FILE.removesuffix(b"\nend")

    assert uuencoded.find(data, 1, len(data)) == (UuFile(b"my file.doc", Span(0, len(data))),)


def test_a_sentence_is_no_file() -> None:
    for text in (b"\nbegin 644 words\nand go on\n", b"\nbegin with this\n", b"\nbegin 644 x\n"):
        assert uuencoded.find(text, 1, len(text)) == ()


def test_only_so_many_files_are_found() -> None:
    data = b"\n" + (FILE + b"\n") * (uuencoded.MAX_FILES + 5)

    assert len(uuencoded.find(data, 1, len(data))) == uuencoded.MAX_FILES
