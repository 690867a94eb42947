"""Ordinary business mail of the kinds that resemble Emotet's: what must not be called malware.

For each there is a reason why it looks alike: the PPAP sender's encrypted ZIP with its password in
the same mail, the workbook with a macro, the reply from a telephone that names no thread, the
newsletter whose links go elsewhere, the mail sent on behalf of somebody.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Final

from kakekomi.drill.archive import ZipCipher, ZipMember, make_zip
from kakekomi.drill.documents import make_docx, make_xlsm, make_xlsx
from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.drill.pdf import make_pdf
from kakekomi.drill.pdf_encryption import PdfPasswords, PdfScheme

_BUTTON_MACRO: Final = {"Module1": 'Sub 集計()\r\n  Range("A1").Value = 1\r\nEnd Sub\r\n'}
_OPEN_MACRO: Final = {
    "ThisWorkbook": "Private Sub Workbook_Open()\r\n  Sheets(1).Activate\r\nEnd Sub\r\n"
}
_PDF: Final = b"%PDF-1.4\n1 0 obj<</Type/Catalog>>endobj\ntrailer<</Root 1 0 R>>\n%%EOF\n"
_INVITATION: Final = (
    b"BEGIN:VCALENDAR\r\nVERSION:2.0\r\nMETHOD:REQUEST\r\nBEGIN:VEVENT\r\nUID:1@company.example\r\n"
    b"DTSTART:20220303T010000Z\r\nSUMMARY:Meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n"
)
_THREAD: Final = [
    b"In-Reply-To: <20220228@company.example>",
    b"References: <20220228@company.example>",
]
_QUOTE: Final = (
    "\n\n2022年2月28日(月) 10:12 佐藤 花子 <hanako@company.example>:\n"
    "> 見積書をお送りください。\n> よろしくお願いいたします。\n"
)
_SIGNED: Final = [b"Authentication-Results: mx.company.example; spf=pass; dkim=pass; dmarc=pass"]
TO: Final = "佐藤 花子 <hanako@company.example>"
FROM: Final = "鈴木 一郎 <suzuki@partner.example>"


@dataclass(frozen=True, slots=True, kw_only=True)
class Ordinary:
    """One mail that is nothing but business."""

    kind: str
    data: bytes


def _ppap(member: ZipMember, password: str, cipher: ZipCipher) -> bytes:
    archive = make_zip([member], password=password, cipher=cipher)
    return make_mail(
        f"添付ファイルをお送りします。\n解凍パスワードは {password} です。",
        subject="お見積書の送付",
        sender=FROM,
        to=TO,
        charset="iso-2022-jp",
        attachments=[Attachment("見積書.zip", archive, "application/zip")],
        fields=_SIGNED,
    )


def _ppap_mails() -> Iterator[Ordinary]:
    members = (
        ZipMember(name="見積書.xlsx".encode("cp932"), content=make_xlsx()),
        ZipMember(name="見積書.pdf", content=_PDF),
        ZipMember(name="議事録.docx", content=make_docx()),
        ZipMember(name="集計.xlsm", content=make_xlsm(macros=_BUTTON_MACRO, text="集計表")),
    )
    for number, member in enumerate(members):
        cipher = ZipCipher.AES if number % 2 else ZipCipher.ZIPCRYPTO
        yield Ordinary(kind="PPAP", data=_ppap(member, f"pass{number}", cipher))
    archive = make_zip([members[0]], password="told later")  # noqa: S106
    text = "パスワードは別メールでお送りします。"
    attachment = Attachment("見積書.zip", archive, "application/zip")
    yield Ordinary(
        kind="PPAP, password in the next mail",
        data=make_mail(text, subject="見積書", sender=FROM, to=TO, attachments=[attachment]),
    )


def _locked_pdf_mails() -> Iterator[Ordinary]:
    slip = make_pdf(passwords=PdfPasswords(user="さくら2022"))
    yield Ordinary(
        kind="locked PDF, password in a table",
        data=make_mail(
            "給与明細をお送りします。",
            html="<p>給与明細をお送りします。</p><table><tr><th>ファイル名</th><th>パスワード</th></tr>"
            "<tr><td>明細.pdf</td><td>さくら2022</td></tr></table>",
            subject="給与明細の送付",
            sender=FROM,
            to=TO,
            attachments=[Attachment("明細.pdf", slip, "application/pdf")],
            fields=_SIGNED,
        ),
    )
    for_all = make_pdf(
        links=["https://partner.example/"], passwords=PdfPasswords(scheme=PdfScheme.AES_128)
    )
    yield Ordinary(
        kind="PDF that may only be read",
        data=make_mail(
            "カタログをお送りします。",
            subject="カタログ",
            sender=FROM,
            to=TO,
            attachments=[Attachment("カタログ.pdf", for_all, "application/pdf")],
        ),
    )


def _macro_mails() -> Iterator[Ordinary]:
    for name, macros in (("集計.xlsm", _BUTTON_MACRO), ("勤怠表.xlsm", _OPEN_MACRO)):
        book = make_xlsm(macros=macros, text="勤怠表")
        attachment = Attachment(name, book)
        yield Ordinary(
            kind="business macro",
            data=make_mail("ご記入ください。", subject="勤怠表", to=TO, attachments=[attachment]),
        )


def _reply_mails() -> Iterator[Ordinary]:
    pdf = [Attachment("見積書.pdf", _PDF, "application/pdf")]
    text = "ありがとうございます。" + _QUOTE
    yield Ordinary(
        kind="reply from a telephone, without a thread",
        data=make_mail(text, subject="Re: 見積の件", sender=FROM, to=TO, attachments=pdf),
    )
    yield Ordinary(
        kind="reply in its thread",
        data=make_mail(
            text, subject="Re: 見積の件", sender=FROM, to=TO, attachments=pdf, fields=_THREAD
        ),
    )
    yield Ordinary(
        kind="forward of a thread",
        data=make_mail(
            "転送します。" + _QUOTE, subject="Fw: 見積の件", sender=FROM, to=TO, attachments=pdf
        ),
    )
    yield Ordinary(
        kind="from a private address to oneself",
        data=make_mail("控え", subject="控え", sender=TO, to=TO, attachments=pdf),
    )


def _bulk_mails() -> Iterator[Ordinary]:
    html = (
        "<p>春の特集</p><a href='https://click.mailservice.example/1'>www.shop.example</a>"
        "<img src='https://shop.example/a.png'>"
    )
    yield Ordinary(
        kind="newsletter",
        data=make_mail(
            "春の特集 https://shop.example/spring",
            html=html,
            subject="春の特集",
            sender="ショップ <news@shop.example>",
            to=TO,
            fields=[b"Return-Path: <bounce@mailservice.example>", *_SIGNED],
        ),
    )
    yield Ordinary(
        kind="mailing list",
        data=make_mail(
            "議題です。",
            subject="Re: [dev 123] 議題",
            sender="鈴木 (suzuki@partner.example) <dev@lists.example>",
            to="dev@lists.example",
            fields=[b"List-Id: <dev.lists.example>"],
        ),
    )
    yield Ordinary(
        kind="web form",
        data=make_mail(
            "お問い合わせがありました。",
            subject="お問い合わせ",
            sender='"visitor@customer.example" <form@webservice.example>',
            to=TO,
        ),
    )


def _notices() -> Iterator[Ordinary]:
    yield Ordinary(
        kind="calendar invitation",
        data=make_mail(
            "会議のお知らせ",
            subject="会議",
            sender=FROM,
            to=TO,
            attachments=[Attachment("invite.ics", _INVITATION, "text/calendar")],
        ),
    )
    yield Ordinary(
        kind="password notice without a password",
        data=make_mail(
            "パスワードの有効期限が近づいています。パスワードを忘れた方は窓口へ。",
            subject="パスワード変更のお願い",
            sender="情報システム <it@company.example>",
            to=TO,
        ),
    )


def make_business() -> Iterator[Ordinary]:
    """All of them, by kind."""
    yield from _ppap_mails()
    yield from _locked_pdf_mails()
    yield from _macro_mails()
    yield from _reply_mails()
    yield from _bulk_mails()
    yield from _notices()
