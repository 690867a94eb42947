"""Mails shaped like those of each Emotet period, three of each kind; nothing in them does harm.

The shapes are those of public reports (pack source ``unit42-iocs``): who the mail claims to be
from, what is attached, how it is packed and what it asks for. Documents, shortcuts and scripts
come from the other builders of this room: they name what droppers call, and call nothing.
"""

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from typing import Final

from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip
from kakekomi.drill.documents import (
    COPY_LURE,
    make_doc_ole,
    make_docm,
    make_onenote,
    make_padded,
    make_shortcut,
    make_xls_xlm,
    make_xlsm,
)
from kakekomi.drill.mail import Attachment, make_mail

PADDED_BYTES: Final = 120 * 1024 * 1024
"""Enough for the sign (100 MiB); the originals of March 2023 had more than 500 MB."""

VARIANTS: Final = 3


@dataclass(frozen=True, slots=True, kw_only=True)
class Sample:
    """One mail of one period."""

    period: str
    """When mails of this kind were first seen, and what was special."""
    variant: int
    data: bytes
    opened: bool = True
    """The container can be opened with what the mail itself says."""


_SENDERS: Final = (
    "山田 太郎 <info@unrelated.example>",
    '"suzuki@partner.example" <sales@shop.example>',
    "佐藤 花子 <contact@hotel.example>",
)
_SUBJECTS: Final = ("RE: 請求書の件", "Re: お見積りについて", "FW: 3月分のご請求")
_PASSWORDS: Final = ("4821", "Kx9#7", "20220301")
_PASSWORD_LINES: Final = (
    "解凍パスワード:{}",
    "添付ファイルのパスワードは「{}」です。",
    "Password - {}",
)
_DOCUMENT_NAMES: Final = ("請求書_0301.{}", "form 2022.03.01.{}", "お見積り.{}")
_QUOTE: Final = (
    "\n\n-----Original Message-----\nFrom: 佐藤 花子 <hanako@company.example>\n"
    "Sent: Monday, February 28, 2022 10:12 AM\nTo: 山田 太郎\nSubject: 請求書の件\n\n"
    "> お世話になっております。\n> 2月分の請求書をお待ちしています。\n"
)
_LURES: Final = (
    "内容を表示するには「コンテンツの有効化」をクリックしてください。",
    "This document is protected. Click Enable Editing, then Enable Content.",
    "編集を有効にしてから、コンテンツの有効化を押してください。",
)
_SCRIPT: Final = (
    b'\r\nOn Error Resume Next\r\nSet s = CreateObject("WScript.Shell")\r\nWScript.Echo 1\r\n'
)


def _mail(variant: int, text: str, *attachments: Attachment) -> bytes:
    return make_mail(
        f"お世話になっております。\n{text}{_QUOTE if variant else ''}",
        subject=_SUBJECTS[variant],
        sender=_SENDERS[variant],
        to="佐藤 花子 <hanako@company.example>",
        charset=("iso-2022-jp", "utf-8", "shift_jis")[variant],
        attachments=attachments,
        fields=[b"Return-Path: <bounce@unrelated.example>"],
    )


def _named(variant: int, extension: str, data: bytes) -> Attachment:
    return Attachment(_DOCUMENT_NAMES[variant].format(extension), data)


def _member(variant: int, extension: str, data: bytes) -> ZipMember:
    return ZipMember(name=_DOCUMENT_NAMES[variant].format(extension), content=data)


def _encrypted(variant: int, extension: str, data: bytes) -> bytes:
    password = _PASSWORDS[variant]
    cipher = (ZipCipher.ZIPCRYPTO, ZipCipher.AES, ZipCipher.ZIPCRYPTO)[variant]
    archive = make_zip([_member(variant, extension, data)], password=password, cipher=cipher)
    text = f"添付をご確認ください。\n{_PASSWORD_LINES[variant].format(password)}"
    return _mail(variant, text, _named(variant, "zip", archive))


def _zipped(variant: int, extension: str, data: bytes) -> bytes:
    archive = make_zip([_member(variant, extension, data)])
    return _mail(variant, "添付をご確認ください。", _named(variant, "zip", archive))


def _word_2019(variant: int) -> bytes:
    return _mail(
        variant, "ご確認ください。", _named(variant, "doc", make_doc_ole(text=_LURES[variant]))
    )


def _word_2020(variant: int) -> bytes:
    return _mail(
        variant, "ご確認ください。", _named(variant, "docm", make_docm(text=_LURES[variant]))
    )


def _encrypted_word_2020_09(variant: int) -> bytes:
    return _encrypted(variant, "doc", make_doc_ole(text=_LURES[variant]))


def _excel4_2021_11(variant: int) -> bytes:
    return _mail(
        variant, "ご確認ください。", _named(variant, "xls", make_xls_xlm(text=_LURES[variant]))
    )


def _encrypted_excel_2022_03(variant: int) -> bytes:
    return _encrypted(variant, "xlsm", make_xlsm(text=_LURES[variant]))


def _shortcut_2022_04(variant: int) -> bytes:
    link = make_shortcut(
        arguments='/v:on /c findstr "rem" "form.lnk" > "%tmp%\\exercise.vbs"',
        appended=_SCRIPT if variant else b"",
    )
    return _mail(variant, "ご確認ください。", _named(variant, "lnk", link))


def _encrypted_shortcut_2022_04(variant: int) -> bytes:
    return _encrypted(variant, "doc.lnk", make_shortcut(appended=_SCRIPT))


def _copy_lure_2022_11(variant: int) -> bytes:
    return _zipped(variant, "xls", make_xls_xlm(text=COPY_LURE))


def _padded_word_2023_03(variant: int) -> bytes:
    padded = make_padded(make_doc_ole(text=_LURES[variant]), size_bytes=PADDED_BYTES)
    return _zipped(variant, "doc", padded)


def _onenote_2023_03(variant: int) -> bytes:
    return _mail(variant, "ご確認ください。", _named(variant, "one", make_onenote()))


def _unopened_2020_09(variant: int) -> bytes:
    archive = make_zip([_member(variant, "doc", make_doc_ole())], password="unsaid")  # noqa: S106
    return make_mail(
        "ご確認ください。" + _QUOTE,
        subject=_SUBJECTS[0],
        sender='"hanako@company.example" <sales@shop.example>',
        to="hanako@company.example",
        attachments=[_named(variant, "zip", archive)],
        fields=[b"Return-Path: <bounce@unrelated.example>"],
    )


PERIODS: Final[tuple[tuple[str, Callable[[int], bytes], bool], ...]] = (
    ("2019 Word macro", _word_2019, True),
    ("2020-07 Word macro, new format", _word_2020, True),
    ("2020-09 encrypted ZIP, Word macro", _encrypted_word_2020_09, True),
    ("2020-09 encrypted ZIP, password unsaid", _unopened_2020_09, False),
    ("2021-11 Excel 4.0 macro", _excel4_2021_11, True),
    ("2022-03 encrypted ZIP, Excel macro", _encrypted_excel_2022_03, True),
    ("2022-04 shortcut", _shortcut_2022_04, True),
    ("2022-04 encrypted ZIP, shortcut", _encrypted_shortcut_2022_04, True),
    ("2022-11 copy to Templates", _copy_lure_2022_11, True),
    ("2023-03 padded Word", _padded_word_2023_03, True),
    ("2023-03 OneNote", _onenote_2023_03, True),
)
"""Name, builder, and whether the container can be opened with what the mail says."""


def make_campaign() -> Iterator[Sample]:
    """Every period in every variant, oldest first; equal each time except for encryption salts."""
    for period, build, opened in PERIODS:
        for variant in range(VARIANTS):
            yield Sample(period=period, variant=variant, data=build(variant), opened=opened)
