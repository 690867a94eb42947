import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.outlook import OutlookMail, PropertyValue, make_msg
from kakekomi.mail import header, japanese, mapi_header, mime, msg
from kakekomi.mail.header import MailHeader
from kakekomi.mail.mapi import Tag

CAME = (
    "Microsoft Mail Internet Headers Version 2.0\r\n"
    "Received: from a.example\r\n\tby b.example; Tue, 1 Mar 2022 18:38:00 +0900\r\n"
    "From: =?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <yamada@partner.example>\r\n"
    "Subject: as it came\r\n"
    "Content-Type: text/plain;\r\n charset=x\r\nMIME-Version: 1.0\r\n\r\nno header\r\n"
)


def lines(mail: OutlookMail) -> list[str]:
    return [line.decode() for line in mapi_header.lines(msg.parse(make_msg(mail)))]


def read(mail: OutlookMail) -> MailHeader:
    return header.read(mime.parse("\r\n".join([*lines(mail), "", ""]).encode()))


def test_a_header_that_came_is_kept_but_for_the_build() -> None:
    mail = OutlookMail(properties={Tag.TRANSPORT_MESSAGE_HEADERS: CAME})

    assert lines(mail) == [
        "Received: from a.example\r\n\tby b.example; Tue, 1 Mar 2022 18:38:00 +0900",
        "From: =?iso-2022-jp?B?GyRCOzNFRBsoQg==?= <yamada@partner.example>",
        "Subject: as it came",
        'To: "Hanako" <hanako@company.example>',
        "Date: Tue, 1 Mar 2022 09:38:00 +0000",
        "Message-ID: <1@partner.example>",
    ]


def test_a_header_is_made_of_properties() -> None:
    made = read(
        OutlookMail(
            subject="請求書\r\nBcc: x@evil.example",
            sender=('山田 "太郎"', "taro@partner.example"),
            to=[("Hanako", "hanako@company.example"), ("b@c.example", "b@c.example")],
            properties={
                Tag.SENDER_NAME: "Jiro, Sato",
                Tag.SENDER_SMTP_ADDRESS: "jiro@partner.example",
                Tag.REPLY_RECIPIENT_NAMES: "Taro; other@evil.example",
                Tag.IN_REPLY_TO_ID: "<0@company.example>",
                Tag.INTERNET_REFERENCES: "<a@company.example> <0@company.example>",
            },
        )
    )

    assert made.subject == "請求書\r\nBcc: x@evil.example"
    assert [(one.name, one.address) for one in made.from_list.mailboxes] == [
        ('山田 "太郎"', "taro@partner.example")
    ]
    assert [(one.name, one.address) for one in made.sender_list.mailboxes] == [
        ("Jiro, Sato", "jiro@partner.example")
    ]
    assert [one.address for one in made.reply_to.mailboxes] == ["other@evil.example"]
    assert [(one.name, one.address) for one in made.to.mailboxes] == [
        ("Hanako", "hanako@company.example"),
        ("", "b@c.example"),
    ]
    assert made.bcc.mailboxes == ()
    assert (made.in_reply_to, made.references) == (
        ("0@company.example",),
        ("a@company.example", "0@company.example"),
    )


def test_an_address_inside_exchange_is_left_out() -> None:
    made = read(OutlookMail(sender=("Taro", "/O=FIRST/OU=X/CN=TARO")))

    assert [(one.name, one.address) for one in made.from_list.mailboxes] == [("Taro", "")]


def test_the_length_of_a_subjects_prefix_is_no_part_of_it() -> None:
    assert read(OutlookMail(subject="\x01\x05Re: x")).subject == "Re: x"


@pytest.mark.parametrize(
    "properties",
    [{Tag.TRANSPORT_MESSAGE_HEADERS: text} for text in ("", "\r\n", " folded first", "no field")],
)
def test_a_broken_header_is_replaced(properties: dict[int, PropertyValue]) -> None:
    made = read(OutlookMail(properties=properties))

    assert (made.subject, made.message_id) == ("Hello", "1@partner.example")


@given(st.text(max_size=100))
def test_any_text_is_encoded_and_comes_back(text: str) -> None:
    encoded = mapi_header.encoded(text)

    assert "\n" not in encoded.replace("\r\n ", "")
    assert japanese.decode_header(encoded.encode()) == text
