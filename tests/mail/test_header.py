"""The header of a mail as a whole."""

from datetime import UTC, datetime

from kakekomi.drill.mail import make_mail
from kakekomi.mail import header, mime
from kakekomi.mail.header import MailHeader


def read(data: bytes) -> MailHeader:
    return header.read(mime.parse(data))


def test_who_when_and_what_are_read() -> None:
    found = read(
        make_mail(
            subject="Re: 見積書の件",
            sender="山田 太郎 <Taro@Partner.Example>",
            charset="iso-2022-jp",
            fields=[
                b"Return-Path: <bounce@other.example>",
                b"Reply-To: x@third.example",
                b"Cc: b@c.example, d@e.example",
                b"In-Reply-To: <1@a.example>",
                b"References: <0@a.example>\r\n <1@a.example>",
            ],
        )
    )

    assert found.sender is not None
    assert (found.sender.name, found.sender.address) == ("山田 太郎", "Taro@Partner.Example")
    assert found.sender.domain == "partner.example"
    assert found.subject == "Re: 見積書の件"
    assert [m.address for m in found.cc.mailboxes] == ["b@c.example", "d@e.example"]
    assert [m.address for m in found.reply_to.mailboxes] == ["x@third.example"]
    assert [m.address for m in found.return_path.mailboxes] == ["bounce@other.example"]
    assert found.in_reply_to == ("1@a.example",)
    assert found.references == ("0@a.example", "1@a.example")
    assert found.message_id.endswith("@partner.example")
    assert found.date.at == datetime(2022, 3, 1, 9, 38, tzinfo=UTC)
    assert found.date_raw == "Tue, 1 Mar 2022 18:38:00 +0900"


def test_of_two_from_fields_the_first_counts_and_both_are_counted() -> None:
    found = read(b"From: a@x.example\nFrom: b@y.example\n\nx")

    assert found.sender is not None
    assert (found.sender.address, found.from_fields) == ("a@x.example", 2)


def test_program_and_list_are_read_and_blank_ones_are_absent() -> None:
    found = read(
        b"From: a\nUser-Agent: Becky! 2\nList-Id: =?utf-8?B?44GC?= <x.example>\n"
        b"Auto-Submitted: \nSubject:\n\nx"
    )

    assert (found.mailer, found.list_id) == ("Becky! 2", "あ <x.example>")
    assert (found.auto_submitted, found.subject, found.has_subject) == (None, "", True)


def test_what_is_absent_is_empty() -> None:
    found = read(b"Received: x\n\nx")

    assert found.sender is None
    assert (found.subject, found.message_id, found.references, found.date.at) == ("", "", (), None)


def test_an_id_without_brackets_is_read() -> None:
    found = read(b"From: a\nMessage-ID: 1@a.example\nIn-Reply-To: your mail of Tuesday\n\nx")

    assert (found.message_id, found.in_reply_to) == ("1@a.example", ())


def test_only_so_many_references_are_read() -> None:
    ids = b" ".join(b"<%d@a>" % number for number in range(header.MAX_REFERENCES + 5))

    assert len(read(b"From: a\nReferences: " + ids + b"\n\nx").references) == header.MAX_REFERENCES
