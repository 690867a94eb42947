"""What comes back after notices, what people edit, and what an exercise is scored by."""

from collections.abc import Iterator
from datetime import UTC, date, datetime
from functools import cache
from typing import Final

import msgspec

from fuzz.target import Target
from kakekomi.drill.answer_sheet import AnswerSheet, seal, unseal
from kakekomi.drill.drill_log import DrillLog, Entry, What, read_log
from kakekomi.drill.mail import Attachment, join_parts, make_mail, make_part
from kakekomi.facts.errors import ConfigurationError
from kakekomi.notice.bounce import read_bounce
from kakekomi.notice.checker import Subject, check
from kakekomi.notice.composed import read_composed
from kakekomi.notice.correspondence import Correspondence, Person, affected
from kakekomi.notice.notice import Approval, read_approval
from kakekomi.notice.recipient_list import read_list, write_list
from kakekomi.notice.statement import Statement, read_statement, write_statement
from kakekomi.notice.template import read_text
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind, Notices, read_notices

AT: Final = datetime(2022, 3, 8, tzinfo=UTC)
OUR_ID: Final = f"kakekomi-notice.{'a' * 40}@company.example"


def bounces() -> Iterator[bytes]:
    """In the form of the standard, and as prose."""
    status = b"Reporting-MTA: dns; mx\r\n\r\nFinal-Recipient: rfc822; a@b\r\nAction: failed\r\n"
    returned = f"Message-ID: <{OUR_ID}>\r\nSubject: x\r\n".encode()
    parts = [
        make_part([b"Content-Type: message/delivery-status"], status),
        make_part([b"Content-Type: text/rfc822-headers"], returned),
    ]
    yield b"From: MAILER-DAEMON\r\nReturn-Path: <>\r\n" + join_parts(parts, kind=b"report")
    yield make_mail(f"no such user\nMessage-ID: <{OUR_ID}>", sender="Postmaster <postmaster@b>")


def lists() -> Iterator[bytes]:
    """Of recipients."""
    yield write_list([Person(address="a@b.example", name="鈴木", wrote=1, last_at=AT)])
    yield "address,name\r\na@b.example,山田\r\n".encode("cp932")


def statements() -> Iterator[bytes]:
    """Whole and empty."""
    whole = Statement(organization="サンプル", found_on=date(2022, 3, 7), spoof_marks=("a", "b"))
    yield write_statement(whole, {"organization": "名前"}).encode()
    yield write_statement(Statement(), {}).encode()


def mails() -> Iterator[bytes]:
    """Composed by hand, and of an archive."""
    yield make_mail("お知らせ", to="a@b.example, c@d.example", attachments=[Attachment("a", b"x")])
    yield make_mail(sender="鈴木 <a@b.example>", to="h@company.example", fields=[b"List-Id: <a>"])


def texts() -> Iterator[bytes]:
    """As people edit them."""
    yield "件名: お知らせ\n\n漏えいはありません。 https://a.example/ a@b.example\n".encode()
    yield "Subject: x\n\n株式会社甲が原因です。\n".encode()


def approvals() -> Iterator[bytes]:
    """As they are written."""
    yield msgspec.json.encode(Approval(by="社長", at=AT, digest="0" * 64, recipients=3))


def logs() -> Iterator[bytes]:
    """Of an exercise."""
    entry = Entry(at=AT, what=What.STEP, subject="PC-1", detail="isolate-pc")
    yield msgspec.json.encode(DrillLog(drill="drill-1", started_at=AT, entries=(entry,)))


def sheets() -> Iterator[bytes]:
    """Sealed."""
    yield seal(
        AnswerSheet(
            drill="d", seed=1, leaked="a", detected=("b",), clean=(), partners=(), expected=()
        )
    )


def read_recipients(data: bytes) -> None:
    """A list, and a list whose headings are sound."""
    read_list(data, frozenset({"company.example"}))


def read_toml(data: bytes) -> None:
    """A statement as a file has it."""
    read_statement(data.decode("utf-8", "replace"))


def learn(data: bytes) -> None:
    """A mail of an archive."""
    met = Correspondence(affected(["company.example"]))
    met.add(data)
    met.people()
    met.left_out()


def read_notice(data: bytes) -> None:
    """A text and all that is wrong with it."""
    subject = Subject(
        kind=NoticeKind.PARTNERS,
        language=Language.JA,
        notice=read_text(data.decode("utf-8", "replace")),
        statement=Statement(organization="サンプル", page_url="https://a.example/"),
    )
    check(subject, knowledge())


@cache
def knowledge() -> Notices:
    """What the pack knows about notices."""
    return read_notices(load_embedded())


NOTICES: Final = (
    Target(name="bounce", seeds=bounces, read=read_bounce),
    Target(name="recipients", seeds=lists, read=read_recipients),
    Target(name="statement", seeds=statements, read=read_toml, refuses_with=(ConfigurationError,)),
    Target(name="composed-notice", seeds=mails, read=read_composed),
    Target(name="correspondence", seeds=mails, read=learn),
    Target(name="notice-text", seeds=texts, read=read_notice),
    Target(name="approval", seeds=approvals, read=read_approval),
    Target(name="drill-log", seeds=logs, read=read_log),
    Target(name="drill-answers", seeds=sheets, read=unseal),
)
