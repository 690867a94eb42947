from datetime import UTC, datetime

from kakekomi.drill.mail import make_mail
from kakekomi.facts.mail_tables import (
    Authentication,
    Message,
    QuotedParticipant,
    Received,
    Recipient,
)
from kakekomi.facts.subject import SubjectFacts
from kakekomi.mail.collect import collect


def read(
    text: str = "本文", *fields: bytes, sender: str = "Taro <taro@partner.example>"
) -> SubjectFacts:
    data = make_mail(text, subject="Re: 見積", sender=sender, fields=fields)
    return collect(data, subject="m")


def test_the_message_row_says_who_wrote_and_in_answer_to_what() -> None:
    facts = read(
        "本文",
        b"Return-Path: <bounce@Evil.Example>",
        b"Reply-To: <reply@other.example>",
        b"Sender: <desk@partner.example>",
        b"In-Reply-To: <1@company.example>",
        b"References: <0@company.example> <1@company.example>",
        b"X-Mailer: Becky! ver. 2.75",
        b"List-Id: <l.partner.example>",
        b"Auto-Submitted: auto-replied",
        sender="佐藤 太郎 <taro@Partner.Example>",
    )
    (message,) = facts.of(Message)

    assert message == Message(
        subject_line="Re: 見積",
        from_name="佐藤 太郎",
        from_address="taro@Partner.Example",
        from_domain="partner.example",
        sender_address="desk@partner.example",
        reply_to_address="reply@other.example",
        envelope_from="bounce@Evil.Example",
        envelope_domain="evil.example",
        message_id=message.message_id,
        date_at=datetime(2022, 3, 1, 9, 38, tzinfo=UTC),
        in_reply_to="<1@company.example>",
        references_count=2,
        is_reply=True,
        text=message.text,
        size_bytes=message.size_bytes,
        parts=1,
        mailer="Becky! ver. 2.75",
        list_id="<l.partner.example>",
        auto_submitted="auto-replied",
    )
    assert message.text.strip() == "本文"
    assert message.message_id is not None
    assert message.message_id.startswith("<")


def test_the_null_sender_of_a_bounce_is_an_empty_address() -> None:
    assert read("x", b"Return-Path: <>").of(Message)[0].envelope_from == ""
    assert read("x").of(Message)[0].envelope_from is None


def test_recipients_keep_the_field_they_stand_in() -> None:
    facts = read("x", b"Cc: Jiro <JIRO@Company.example>")

    assert facts.of(Recipient) == (
        Recipient(kind="to", address="hanako@company.example", domain="company.example"),
        Recipient(kind="cc", name="Jiro", address="JIRO@Company.example", domain="company.example"),
    )


def test_hops_are_numbered_from_the_reader() -> None:
    facts = read(
        "x",
        b"Received: from a.example (unknown [192.0.2.7]) by mx.company.example;"
        b" Tue, 1 Mar 2022 18:40:00 +0900",
        b"Received: from pc by a.example; Tue, 1 Mar 2022 18:39:00 +0900",
    )

    assert facts.of(Received) == (
        Received(
            position=0,
            from_host="a.example",
            from_ip="192.0.2.7",
            by_host="mx.company.example",
            received_at=datetime(2022, 3, 1, 9, 40, tzinfo=UTC),
        ),
        Received(
            position=1,
            from_host="pc",
            by_host="a.example",
            received_at=datetime(2022, 3, 1, 9, 39, tzinfo=UTC),
        ),
    )


def test_what_one_server_states_is_one_row() -> None:
    facts = read(
        "x",
        b"Authentication-Results: mx.company.example; spf=fail smtp.mailfrom=a@b;"
        b" dkim=none; dmarc=fail",
        b"Authentication-Results: relay.example; spf=pass",
    )

    assert facts.of(Authentication) == (
        Authentication(
            position=0, authserv_id="mx.company.example", spf="fail", dkim="none", dmarc="fail"
        ),
        Authentication(position=1, authserv_id="relay.example", spf="pass"),
    )


def test_people_of_a_quoted_mail_are_rows() -> None:
    facts = read(
        "了解です。\r\n\r\n-----Original Message-----\r\nFrom: Hanako <hanako@company.example>\r\n"
        "To: Taro <taro@partner.example>\r\nSubject: 見積\r\n\r\n古い本文\r\n"
    )

    assert facts.of(QuotedParticipant)[:2] == (
        QuotedParticipant(
            role="from", name="Hanako", address="hanako@company.example", domain="company.example"
        ),
        QuotedParticipant(
            role="to", name="Taro", address="taro@partner.example", domain="partner.example"
        ),
    )
    assert "古い本文" in facts.of(Message)[0].quoted_text
