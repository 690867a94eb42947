import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.disc import make_udf
from kakekomi.drill.disk import make_fat, make_ntfs, make_partitioned, make_vhd, make_vhdx
from kakekomi.drill.documents import make_doc_ole, make_docx, make_xlsm
from kakekomi.drill.onenote import make_onenote
from kakekomi.drill.shortcut import make_shortcut
from kakekomi.mail import filetype
from kakekomi.mail.filetype import FileType


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (b"", FileType.EMPTY),
        (make_zip([ZipMember(name="a", content=b"b")]), FileType.ZIP),
        (make_docx(), FileType.OOXML),
        (make_xlsm(), FileType.OOXML),
        (make_doc_ole(), FileType.OLE),
        (make_shortcut(), FileType.LNK),
        (make_onenote(), FileType.ONE),
        (b"{\\rtf1\\ansi}", FileType.RTF),
        (b"{\\rt\\x}", FileType.RTF),
        (b"MZ\x90\0", FileType.PE),
        (b"\x7fELF\x02", FileType.ELF),
        (b"%PDF-1.7", FileType.PDF),
        (b"7z\xbc\xaf\x27\x1c\0", FileType.SEVEN_ZIP),
        (b"Rar!\x1a\x07\x01", FileType.RAR),
        (b"\x1e\x42-lh5-abc", FileType.LZH),
        (b"MSCF\0\0", FileType.CAB),
        (bytes(0x8001) + b"CD001", FileType.ISO),
        (make_udf([]), FileType.ISO),
        (make_fat([]), FileType.IMG),
        (make_ntfs([]), FileType.IMG),
        (b"\xeb\x76\x90EXFAT   " + bytes(499) + b"\x55\xaa", FileType.IMG),
        (make_partitioned(bytes(512)), FileType.IMG),
        (make_vhd(make_fat([])), FileType.VHD),
        (make_vhdx(b""), FileType.VHD),
        (bytes(510) + b"\x55\xaa", FileType.UNKNOWN),
        (b"\x1f\x8b\x08", FileType.GZ),
        (b"a" + bytes(256) + b"ustar\0", FileType.TAR),
        (b"\x89PNG\r\n\x1a\n", FileType.PICTURE),
        (b"\xff\xd8\xff\xe0", FileType.PICTURE),
        (b"RIFF1234WEBP", FileType.PICTURE),
        (b"<!DOCTYPE html><html></html>", FileType.HTML),
        (b"\xef\xbb\xbf<html>", FileType.HTML),
        (b"<?xml version='1.0'?><a/>", FileType.XML),
        (b"From: a@b.example\r\nSubject: x\r\n\r\ny", FileType.EML),
        (
            b"MIME-Version: 1.0\nContent-Type: multipart/related;\n\nContent-Location: x",
            FileType.MHT,
        ),
        (b"[InternetShortcut]\r\nURL=http://a.example", FileType.URL),
        (b'<job id="1"><script language="JScript">', FileType.WSF),
        (b"@echo off\r\ndir", FileType.BAT),
        (b'var s = new ActiveXObject("a");', FileType.JS),
        ("Dim a\r\na = 1".encode("utf-16"), FileType.VBS),
        (b"powershell -enc x", FileType.PS1),
        (b"Hello Dim sum", FileType.TEXT),
        ("見積書をお送りします".encode("cp932"), FileType.TEXT),
        (b"\x01\x02\x03", FileType.UNKNOWN),
    ],
)
def test_the_content_tells_the_type(data: bytes, kind: FileType) -> None:
    assert filetype.detect(data) is kind


def test_a_name_decides_between_kinds_of_text_only() -> None:
    assert filetype.detect(b"x = 1", "click.WSF") is FileType.WSF
    assert filetype.detect(b"MZ\x90\0", "click.js") is FileType.PE
    assert filetype.detect(b"hello", "readme.doc") is FileType.TEXT


@pytest.mark.parametrize(
    ("name", "extension"),
    [
        ("a.DOC", "doc"),
        ("a.pdf.exe", "exe"),
        ("dir.x/file", ""),
        ("C:\\x\\y.lnk", "lnk"),
        ("trailing.exe. ", "exe"),
        (".profile", ""),
        ("photo\u202egpj.exe", "exe"),
        (None, ""),
    ],
)
def test_the_extension_is_the_last_one(name: str | None, extension: str) -> None:
    assert filetype.extension(name) == extension


@given(st.binary(max_size=300), st.text(max_size=20))
def test_any_bytes_have_a_type(data: bytes, name: str) -> None:
    assert isinstance(filetype.detect(data, name), FileType)


def test_a_pdf_may_begin_later_but_not_in_a_text_that_speaks_of_it() -> None:
    assert filetype.detect(b"junk\n%PDF-1.4\n1 0 obj << >>") is FileType.PDF
    assert filetype.detect(b"A file begins with %PDF-1.4 as a rule.") is FileType.TEXT
