import pytest

from kakekomi.facts.errors import ParseError
from kakekomi.host import report_text


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be"])
def test_lines_are_the_same_in_every_unicode_form(encoding: str) -> None:
    data = "Scan time: 2022\r\n結果\rend".encode(encoding)

    lines = report_text.lines_of(data, where="r.txt")

    assert lines == [b"Scan time: 2022", "結果".encode(), b"end"]


def test_a_piece_in_the_consoles_code_page_is_decoded_by_itself() -> None:
    assert report_text.decode("C:\\Users\\ソ表".encode("cp932")) == "C:\\Users\\ソ表"


@pytest.mark.parametrize("data", [b"", b"\r\n \t", b"\xef\xbb\xbf", b"\xff\xfe"[:0] + b"\0\0"])
def test_a_blank_file_is_no_report(data: bytes) -> None:
    with pytest.raises(ParseError, match="empty"):
        report_text.lines_of(data, where="r.txt")


def test_more_lines_than_the_cap_are_refused() -> None:
    with pytest.raises(ParseError, match="lines"):
        report_text.lines_of(b"a\n" * (report_text.MAX_LINES + 1), where="r.txt")


def test_the_last_part_of_either_systems_path_is_its_name() -> None:
    assert report_text.base_name("C:\\a/b\\PC_1.txt") == "PC_1.txt"
