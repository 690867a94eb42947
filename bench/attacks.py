"""Made attacks of the size that real ones have: documents with pictures in them.

What the drills make is small, because nothing but the sign is in it. A real invoice carries a logo,
a photo, a thumbnail: hundreds of kilobytes that don't compress, through which every reader has to
go to get at the macro. So here each document holds a picture of noise, another in each mail.
"""

import io
import random
import zipfile
from collections.abc import Callable, Iterator
from typing import Final

from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip
from kakekomi.drill.compound import make_compound
from kakekomi.drill.documents import (
    ENABLE_CONTENT_LURE,
    HARMLESS_SCRIPT,
    make_doc_ole,
    make_docm,
    make_onenote,
    make_xls_xlm,
    make_xlsm,
)
from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.mail import ole

PICTURE_BYTES: Final = 300_000
"""In base64 some 410 kB: with 240 such mails the mixed set has 19 kB a mail."""
PASSWORD: Final = "4821"
JPEG_START: Final = b"\xff\xd8\xff\xe0\0\x10JFIF\0"


def make_attacks(count: int) -> Iterator[bytes]:
    """So many mails, of each kind as many as of the others; equal each time."""
    for number in range(count):
        picture = JPEG_START + random.Random(number).randbytes(PICTURE_BYTES)
        name, text, content = KINDS[number % len(KINDS)](picture)
        yield make_mail(
            f"お世話になっております。\n{text}",
            subject="RE: 請求書の件",
            sender="山田 太郎 <info@unrelated.example>",
            to="佐藤 花子 <hanako@company.example>",
            charset="iso-2022-jp",
            attachments=[Attachment(name, content)],
            fields=[b"Return-Path: <bounce@unrelated.example>", b"X-Number: %d" % number],
        )


Made = tuple[str, str, bytes]
"""Name of the attachment, the mail's text, the content."""

TEXT: Final = "ご確認ください。"
PASSWORD_TEXT: Final = f"ご確認ください。\n解凍パスワード:{PASSWORD}"


def _word(picture: bytes) -> Made:
    return "請求書.docm", TEXT, _in_package(make_docm(text=ENABLE_CONTENT_LURE), "word", picture)


def _excel(picture: bytes) -> Made:
    return "請求書.xlsm", TEXT, _in_package(make_xlsm(text=ENABLE_CONTENT_LURE), "xl", picture)


def _old_word(picture: bytes) -> Made:
    return "請求書.doc", TEXT, _in_compound(make_doc_ole(text=ENABLE_CONTENT_LURE), "Data", picture)


def _old_excel(picture: bytes) -> Made:
    book = make_xls_xlm(text=ENABLE_CONTENT_LURE)
    return "請求書.xls", TEXT, _in_compound(book, "MBD00000001/CONTENTS", picture)


def _notebook(picture: bytes) -> Made:
    files = (("", picture), ("click.wsf", HARMLESS_SCRIPT))
    return "請求書.one", TEXT, make_onenote(files=files)


def _zipped(picture: bytes) -> Made:
    return "請求書.zip", TEXT, make_zip([_member(_old_word(picture))])


def _encrypted(picture: bytes) -> Made:
    return _locked(_word(picture), ZipCipher.ZIPCRYPTO)


def _encrypted_aes(picture: bytes) -> Made:
    return _locked(_excel(picture), ZipCipher.AES)


def _locked(made: Made, cipher: ZipCipher) -> Made:
    archive = make_zip([_member(made)], password=PASSWORD, cipher=cipher)
    return "請求書.zip", PASSWORD_TEXT, archive


def _member(made: Made) -> ZipMember:
    name, _, content = made
    return ZipMember(name=name, content=content)


def _in_package(package: bytes, folder: str, picture: bytes) -> bytes:
    whole = io.BytesIO(package)
    with zipfile.ZipFile(whole, "a") as archive:
        archive.writestr(zipfile.ZipInfo(f"{folder}/media/image1.jpeg"), picture)
    return whole.getvalue()


def _in_compound(document: bytes, place: str, picture: bytes) -> bytes:
    file = ole.parse(document)
    streams = {entry.path: file.read(entry) for entry in file.streams()}
    return make_compound({**streams, place: picture})


KINDS: Final[tuple[Callable[[bytes], Made], ...]] = (
    _word,
    _excel,
    _old_word,
    _old_excel,
    _notebook,
    _zipped,
    _encrypted,
    _encrypted_aes,
)
