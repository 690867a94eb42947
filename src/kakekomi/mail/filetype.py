"""Tell what a file is by its content; its name is only asked where content can't tell.

A name or a declared type is a claim. Windows opens by extension, but Office, the shell and
script hosts look inside, and so do attackers' mails: an .xls that is a ZIP, a .doc that is RTF.
"""

import re
from enum import StrEnum
from typing import Final

from kakekomi.mail.script_marks import (
    BAT_MARK,
    ENCODED_MARK,
    HTA_MARK,
    JS_MARK,
    PS1_MARK,
    SETTINGS_MARK,
    VBS_MARK,
    WSF_MARK,
)


class FileType(StrEnum):
    """Types that are told apart: the values of ``attachment.detected_type``."""

    ZIP = "zip"
    OOXML = "ooxml"
    ODF = "odf"
    OLE = "ole"
    MSG = "msg"
    MSI = "msi"
    RTF = "rtf"
    LNK = "lnk"
    ONE = "one"
    PE = "pe"
    ELF = "elf"
    PDF = "pdf"
    HTML = "html"
    XML = "xml"
    MHT = "mht"
    EML = "eml"
    ICS = "ics"
    SEVEN_ZIP = "7z"
    RAR = "rar"
    LZH = "lzh"
    CAB = "cab"
    ISO = "iso"
    VHD = "vhd"
    IMG = "img"
    GZ = "gz"
    BZ2 = "bz2"
    XZ = "xz"
    TAR = "tar"
    ACE = "ace"
    ARJ = "arj"
    TNEF = "tnef"
    PICTURE = "picture"
    MEDIA = "media"
    JS = "js"
    VBS = "vbs"
    WSF = "wsf"
    BAT = "bat"
    PS1 = "ps1"
    HTA = "hta"
    URL = "url"
    SETTINGS = "settings"
    CHM = "chm"
    SLK = "slk"
    REG = "reg"
    TEXT = "text"
    PGP = "pgp"
    UNKNOWN = "unknown"
    EMPTY = "empty"


HEAD_BYTES: Final = 4_096
"""Enough for every mark but that of ISO 9660, which stands at 32 KiB."""
TAIL_BYTES: Final = 65_536
"""Where a ZIP has its directory."""
ZIP_END_BYTES: Final = 22
"""Size of a ZIP's last record, behind which a comment of 64 KiB may stand."""
BITMAP_BYTES: Final = 14
"""Size of a bitmap's first header, whose bytes 6 to 9 are zero."""

_STARTS: Final[tuple[tuple[bytes, FileType], ...]] = (
    (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", FileType.OLE),
    (b"MZ", FileType.PE),
    (b"\x7fELF", FileType.ELF),
    (b"%PDF", FileType.PDF),
    (b"\xff\xd8\xff", FileType.PICTURE),
    (b"\x89PNG\r\n", FileType.PICTURE),
    (b"GIF8", FileType.PICTURE),
    (b"II*\0", FileType.PICTURE),
    (b"MM\0*", FileType.PICTURE),
    (b"\xd7\xcd\xc6\x9a", FileType.PICTURE),
    (b"\0\0\1\0", FileType.PICTURE),
    (b"7z\xbc\xaf\x27\x1c", FileType.SEVEN_ZIP),
    (b"Rar!\x1a\x07", FileType.RAR),
    (b"MSCF", FileType.CAB),
    (b"\x1f\x8b", FileType.GZ),
    (b"BZh", FileType.BZ2),
    (b"\xfd7zXZ\0", FileType.XZ),
    (b"\x60\xea", FileType.ARJ),
    (b"\x78\x9f\x3e\x22", FileType.TNEF),
    (b"conectix", FileType.VHD),
    (b"vhdxfile", FileType.VHD),
    (b"L\0\0\0\x01\x14\x02\0", FileType.LNK),
    (bytes.fromhex("e4525c7b8cd8a74daeb15378d02996d3"), FileType.ONE),
    (b"ID;P", FileType.SLK),
    (b"ITSF", FileType.CHM),
    (b"ID3", FileType.MEDIA),
    (b"OggS", FileType.MEDIA),
    (b"\0\0\1\xba", FileType.MEDIA),
    (b"BEGIN:VCALENDAR", FileType.ICS),
    (b"-----BEGIN PGP MESSAGE", FileType.PGP),
    (b"REGEDIT4", FileType.REG),
    (b"Windows Registry Editor", FileType.REG),
    (b"[InternetShortcut]", FileType.URL),
    (b"[{000214A0", FileType.URL),
)
VHD_FOOTER_BYTES: Final = 512
"""At the end of a VHD, which begins with the disk's first sector if it is of fixed size."""
LZH_MARK: Final = re.compile(rb"..-l[hz][0-9ds]-", re.DOTALL)
"""Takes a header of method ``-lh5-`` at offset 2; refuses ``--lh5--``."""
PDF_MARK_BYTES: Final = 1_024
"""Viewers take a PDF whose mark stands so far into the file; others put a script in front."""
PDF_OBJECT: Final = re.compile(rb"[0-9] [0-9]{1,5} obj\b")
"""Takes ``1 0 obj``; refuses ``an object``."""
RTF_MARK: Final = re.compile(rb"\s{0,64}\{\\?rt", re.IGNORECASE)
"""Takes ``{\\rtf1`` and the shortened ``{\\rt`` that Word accepts; refuses ``{"rt"``."""
MARKUP: Final = re.compile(
    rb"<(?:!doctype html|html|head|body|script|table|meta|iframe|hta:application|title|style|div|p"
    rb"|a |font|center|h1)\b",
    re.IGNORECASE,
)
"""Takes ``<html>``; refuses ``<package>``."""
MAIL_HEADER: Final = re.compile(
    rb"From |(?:Return-Path|Received|Delivered-To|From|Message-ID|MIME-Version|Subject|Date):",
    re.IGNORECASE,
)
"""Takes the first line of a mail; refuses ``Hello``."""
TEXT_CONTROL: Final = bytes(set(range(32)) - {7, 8, 9, 10, 12, 13, 26, 27})
"""Bytes that text does not hold."""
_MSG_STREAM: Final = "__properties_version1.0".encode("utf-16-le")
_MSI_CLASS: Final = bytes.fromhex("84100c0000000000c000000000000046")

_SCRIPT_NAMES: Final[dict[str, FileType]] = {
    "js": FileType.JS,
    "jse": FileType.JS,
    "vbs": FileType.VBS,
    "vbe": FileType.VBS,
    "wsf": FileType.WSF,
    "wsh": FileType.WSF,
    "bat": FileType.BAT,
    "cmd": FileType.BAT,
    "ps1": FileType.PS1,
    "hta": FileType.HTA,
    "url": FileType.URL,
    "settingcontent-ms": FileType.SETTINGS,
    "reg": FileType.REG,
    "ics": FileType.ICS,
}
"""Text whose name says which script host would run it."""
_SCRIPT_MARKS: Final[tuple[tuple[re.Pattern[bytes], tuple[bytes, ...], FileType], ...]] = (
    (WSF_MARK, (b"<script",), FileType.WSF),
    (HTA_MARK, (b"<hta:application",), FileType.HTA),
    (BAT_MARK, (b"@echo off", b"setlocal"), FileType.BAT),
    (PS1_MARK, (b"powershell", b"invoke-expression", b"new-object"), FileType.PS1),
    (JS_MARK, (b"wscript", b"activexobject"), FileType.JS),
    (VBS_MARK, (b"createobject", b"dim", b"on error", b"sub", b"function"), FileType.VBS),
    (ENCODED_MARK, (b"#@~^",), FileType.VBS),
    (SETTINGS_MARK, (b"<pcsettings",), FileType.SETTINGS),
)
"""Marks of scripts in text, in the order they are asked, each with the words in lower case of which
it has one: looking for these first is ten times as fast."""
_PLACED: Final[tuple[tuple[int, bytes, FileType], ...]] = (
    (257, b"ustar", FileType.TAR),
    (0x8001, b"CD001", FileType.ISO),
    (0x8001, b"BEA01", FileType.ISO),
    (7, b"**ACE**", FileType.ACE),
    (8, b"WEBP", FileType.PICTURE),
    (4, b"ftyp", FileType.MEDIA),
    (0, b"RIFF", FileType.MEDIA),
)
"""Offset, mark, type; asked in order."""


def detect(data: bytes, name: str | None = None) -> FileType:
    """Type of the content; ``name`` decides only between kinds of text."""
    if not data:
        return FileType.EMPTY
    for start, kind in _STARTS:
        if data.startswith(start):
            return _ole(data) if kind is FileType.OLE else kind
    head = data[:HEAD_BYTES]
    if head.startswith((b"PK\x03\x04", b"PK\x05\x06", b"PK00PK")):
        return _zip(data)
    found = _placed_mark(data, head)
    if found is None and has_zip_end(data):
        return _zip(data)
    return found if found is not None else _textual(head, name)


def has_zip_end(data: bytes) -> bool:
    """Whether a ZIP ends here: packers find it from its end, whatever stands in front of it."""
    return data.rfind(b"PK\x05\x06", max(len(data) - TAIL_BYTES - ZIP_END_BYTES, 0)) >= 0


def _placed_mark(data: bytes, head: bytes) -> FileType | None:
    """Types whose mark does not stand at the start, or whose start is short."""
    for offset, mark, kind in _PLACED:
        if data.startswith(mark, offset):
            return kind
    if LZH_MARK.match(head):
        return FileType.LZH
    if head[510:512] == b"\x55\xaa" or data[-VHD_FOOTER_BYTES:].startswith(b"conectix"):
        disk = _disk(data, head)
        if disk is not None:
            return disk
    if head.startswith(b"BM") and head[6:10] == b"\0\0\0\0" and len(head) > BITMAP_BYTES:
        return FileType.PICTURE
    if b"%PDF-" in head[:PDF_MARK_BYTES] and PDF_OBJECT.search(head):
        return FileType.PDF
    return FileType.RTF if RTF_MARK.match(head) else None


def _disk(data: bytes, head: bytes) -> FileType | None:
    """An image of a disk: with a footer, a file system's boot sector, or a partition table."""
    if data[-VHD_FOOTER_BYTES:].startswith(b"conectix"):
        return FileType.VHD
    if head[3:11] in {b"NTFS    ", b"EXFAT   "} or b"FAT" in {head[54:57], head[82:85]}:
        return FileType.IMG
    entries = [head[at : at + 16] for at in range(446, 510, 16)]
    is_table = all(entry[0] in {0, 0x80} for entry in entries)
    return (
        FileType.IMG
        if is_table and any(entry[4] and any(entry[12:]) for entry in entries)
        else None
    )


def _ole(data: bytes) -> FileType:
    if data.find(_MSG_STREAM) >= 0:
        return FileType.MSG
    return FileType.MSI if data.find(_MSI_CLASS) >= 0 else FileType.OLE


def _zip(data: bytes) -> FileType:
    """A ZIP, or a document built as one; the parts' names stand in clear at start and end."""
    names = data[:HEAD_BYTES] + data[-TAIL_BYTES:]
    if b"[Content_Types].xml" in names and any(
        part in names for part in (b"word/", b"xl/", b"ppt/", b"docProps/", b"_rels/.rels")
    ):
        return FileType.OOXML
    if data[30:38] == b"mimetype" and b"opendocument" in data[38:120]:
        return FileType.ODF
    return FileType.ZIP


def _textual(head: bytes, name: str | None) -> FileType:
    text = head
    if head.startswith((b"\xff\xfe", b"\xfe\xff")):
        text = head.decode("utf-16", "replace").encode("utf-8", "replace")
    elif head.startswith(b"\xef\xbb\xbf"):
        text = head[3:]
    if len(text.translate(None, TEXT_CONTROL)) < len(text):
        return FileType.UNKNOWN
    ending = extension(name)
    if ending in _SCRIPT_NAMES:
        return _SCRIPT_NAMES[ending]
    return _marked_text(text)


def _marked_text(text: bytes) -> FileType:
    start = text.lstrip()
    if MAIL_HEADER.match(start):
        is_page = b"multipart/related" in text.lower() and b"Content-Location:" in text
        return FileType.MHT if is_page else FileType.EML
    lower = text.lower()
    for mark, words, kind in _SCRIPT_MARKS:
        if any(map(lower.__contains__, words)) and mark.search(text):
            return kind
    if MARKUP.search(start[:1024]) and start.startswith(b"<"):
        return FileType.HTML
    return FileType.XML if start.startswith(b"<?xml") else FileType.TEXT


def extension(name: str | None) -> str:
    """Last extension in lower case without the dot; trailing dots and blanks don't count."""
    if not name:
        return ""
    base = name.replace("\\", "/").rpartition("/")[2].rstrip(". \0")
    stem, dot, ending = base.rpartition(".")
    return ending.lower() if dot and stem else ""
