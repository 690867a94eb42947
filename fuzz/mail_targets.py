"""Whole mails, attachments of every kind in a mail, mailboxes, Outlook's own files."""

import io
from collections.abc import Callable, Iterable, Iterator
from itertools import chain
from typing import BinaryIO, Final

from fuzz import archive_targets as archives
from fuzz import document_targets as documents
from fuzz.target import Target
from kakekomi.drill.business import make_business
from kakekomi.drill.campaign import make_campaign
from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.drill.mailbox import Dialect, make_dotted_mailbox, make_mbox
from kakekomi.drill.outlook import OutlookFile, OutlookMail, make_msg, make_rtf_of_html, make_tnef
from kakekomi.drill.pst import make_pst
from kakekomi.mail import collect, mailbox, msg, ole, outlook, password, pst, tnef
from kakekomi.mail.context import MailContext

MAX_SEED_BYTES: Final = 64 * 1024
"""Of a mail; the large ones are large by padding."""
CONTEXT: Final = MailContext(own_domains=("company.example",), passwords=("4821",))

PASSWORD_TEXTS: Final = (
    "解凍パスワードは、「さくら2022」です。",
    "パスワードは下記の通りです。\n----------\n株式会社123\n",
    "請求書.zip のＰＷ ----> ａｂ１２（半角）",
    "ファイル名\tパスワード\na.zip\tab12",
    "Password for a.zip is 'ab12' to open",
    "パスワードは御社の電話番号下4桁で、別途ご連絡します。",
)

HEADING: Final = (
    b"Received: from mx.partner.example (mx [192.0.2.1]) by mx.company.example with ESMTPS id a;"
    b" Tue, 1 Mar 2022 18:38:00 +0900\r\n"
    b"Authentication-Results: mx.company.example; spf=pass smtp.mailfrom=a@partner.example;"
    b" dkim=fail header.d=partner.example; dmarc=none; arc=pass\r\n"
    b"From: =?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <a@partner.example>, b: c@d, (x) <e@f>;\r\n"
    b"Subject: =?shift_jis?Q?=90=BF=8B?= =?shift_jis?Q?=81=91?= \x1b$B@A5a\x1b(B\r\n"
    b"Content-Type: multipart/mixed; boundary*0=\"a\"; boundary*1=b; charset*=utf-8'ja'%E3\r\n\r\n"
    b"--ab\r\nContent-Type: text/html; charset=utf-7\r\n"
    b'Content-Transfer-Encoding: quoted-printable\r\n\r\n<a href=3D"http://a.example/">x</a>'
    b"<script>atob('UEsDBA==')</script>\r\n"
    b"--ab\r\nContent-Disposition: attachment; filename*=cp932''%90%bf.zip\r\n"
    b"Content-Transfer-Encoding: base64\r\n\r\nUEsDBA==\r\n"
    b"--ab\r\nContent-Type: message/rfc822\r\n\r\nSubject: inner\r\n\r\n"
    b"begin 644 a.doc\r\n#0V%T\r\n`\r\nend\r\n--ab--\r\n"
)
"""A mail with one of everything that a heading may have."""


def mails() -> Iterator[bytes]:
    """Ordinary ones and attacks."""
    yield HEADING
    made = chain((one.data for one in make_business()), (one.data for one in make_campaign()))
    yield from (data for data in made if len(data) <= MAX_SEED_BYTES)


def attachments() -> Iterator[bytes]:
    """A file of every kind that is opened."""
    makers: tuple[Callable[[], Iterable[bytes]], ...] = (
        archives.zips,
        archives.seven_zips,
        archives.rars,
        archives.lzhs,
        archives.cabs,
        archives.discs,
        documents.compounds,
        documents.packages,
        documents.texts,
        documents.pdfs,
        documents.onenotes,
        documents.shortcuts,
        documents.installers,
        documents.scripts,
        messages,
        winmails,
    )
    for maker in makers:
        yield from maker()


def messages() -> Iterator[bytes]:
    """Outlook's .msg."""
    yield make_msg(_outlook())
    yield make_msg(OutlookMail(code_page=932, text="見積"))


def winmails() -> Iterator[bytes]:
    """Outlook's winmail.dat."""
    yield make_tnef(_outlook())
    yield make_tnef(OutlookMail(properties={0x1009: make_rtf_of_html("<b>見積</b>")}))


def _outlook() -> OutlookMail:
    inner = OutlookFile(name="inner", message=OutlookMail(text="inner"))
    return OutlookMail(files=[OutlookFile(name="請求書.doc", content=b"x" * 99), inner])


def mailboxes() -> Iterator[bytes]:
    """All dialects."""
    some = [make_mail("From here\r\nFrom a@b Tue Mar  1 18:38:00 2022"), make_mail("x"), HEADING]
    for dialect in Dialect:
        yield make_mbox(some, dialect)


def dotted() -> Iterator[bytes]:
    """Becky!'s folders."""
    yield make_dotted_mailbox([make_mail(".\r\n..x"), HEADING])


def stores() -> Iterator[bytes]:
    """Outlook's data files."""
    yield make_pst({"受信トレイ": [_outlook(), OutlookMail()]})


def read_mail(data: bytes) -> None:
    """All that is said about a mail."""
    collect.collect(data, subject="a.eml", context=CONTEXT)


def read_attachment(data: bytes) -> None:
    """What is in a file that a mail brings, whatever its name says."""
    attachment = Attachment("請求書.doc", data)
    read_mail(make_mail("パスワード: 4821", attachments=[attachment]))


def read_message(data: bytes) -> None:
    """A .msg, first as such, then as the mail it is."""
    if outlook.may_be(data):
        msg.parse(data)
        read_mail(outlook.as_mail(data))


def password_texts() -> Iterator[bytes]:
    """Sentences that give a password, and such that only talk of one."""
    yield from (text.encode() for text in PASSWORD_TEXTS)
    yield "\n".join(PASSWORD_TEXTS * 40).encode()


def read_password_text(data: bytes) -> None:
    """Passwords of a text; each stands in it."""
    text = data.decode("utf-8", "replace")
    assert all(one.value in text for one in password.find(text))


def _all_of(reader: Callable[[BinaryIO], Iterable[object]]) -> Callable[[bytes], None]:
    def read(data: bytes) -> None:
        for _ in reader(io.BytesIO(data)):
            pass

    return read


MAILS: Final = (
    Target(name="mail", seeds=mails, read=read_mail),
    Target(name="attachment", seeds=attachments, read=read_attachment),
    Target(name="password-text", seeds=password_texts, read=read_password_text),
    Target(name="outlook-msg", seeds=messages, read=read_message),
    Target(name="winmail", seeds=winmails, read=tnef.parse),
    Target(name="compound", seeds=messages, read=ole.parse),
    Target(name="mbox", seeds=mailboxes, read=_all_of(mailbox.read)),
    Target(name="mailbox-dotted", seeds=dotted, read=_all_of(mailbox.read_dotted)),
    Target(name="pst", seeds=stores, read=_all_of(pst.read)),
)
