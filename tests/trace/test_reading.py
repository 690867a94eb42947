from contextlib import suppress
from datetime import UTC, datetime

from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.trace.letter import Letter, Person, Spoof
from kakekomi.trace.normal import normal_form
from kakekomi.trace.reading import read_letter, read_spoof

MAIL = """\
Delivered-To: hanako@own.example
From: =?UTF-8?B?5L2Q6Jek?= <Taro@Own.example>
To: Hanako <hanako@own.example>, p@one.example
Cc: hanako@own.example
Date: Tue, 1 Mar 2022 18:38:00 +0900
Message-ID: <2@own.example>
In-Reply-To: <1@own.example>
References: <0@own.example> <1@own.example>
Content-Type: text/plain; charset=utf-8

承知しました。

> 見積書を送ります。
""".encode()


def test_a_letter_keeps_who_when_what_it_answers_and_both_texts() -> None:
    assert read_letter(MAIL) == Letter(
        message_id="2@own.example",
        answers=("0@own.example", "1@own.example"),
        date_at=datetime(2022, 3, 1, 9, 38, tzinfo=UTC),
        people=(
            Person("taro@own.example", "佐藤"),
            Person("hanako@own.example", "Hanako"),
            Person("p@one.example", ""),
        ),
        has_sender=True,
        delivered_to="hanako@own.example",
        own=normal_form("承知しました"),
        quoted=normal_form("見積書を送ります"),
    )


SPOOF = """\
Received: from x.example ([192.0.2.1]) by mx.own.example; Wed, 2 Mar 2022 10:00:00 +0900
From: "佐藤 花子 <hanako@own.example>" <x@elsewhere.example>
To: p@one.example
Date: Tue, 1 Mar 2000 18:38:00 +0900
Subject: RE: 見積書
Content-Type: text/plain; charset=utf-8

添付をご確認ください。

-----Original Message-----
From: 佐藤 花子 <hanako@own.example>
To: 鈴木 <p@one.example>
Subject: 見積書

見積書を送ります。
""".encode()


def test_a_spoof_shows_the_address_in_its_name_and_the_time_of_the_server() -> None:
    assert read_spoof(SPOOF, "01.eml") == Spoof(
        name="01.eml",
        received_at=datetime(2022, 3, 2, 1, tzinfo=UTC),
        recipients=("p@one.example",),
        shown=Person("hanako@own.example", "佐藤 花子"),
        from_address="x@elsewhere.example",
        text=normal_form("添付をご確認ください。見積書を送ります。"),
        has_quote=True,
        quoted_people=(Person("hanako@own.example", "佐藤 花子"), Person("p@one.example", "鈴木")),
    )


def test_a_line_or_two_without_a_mark_quote_nothing() -> None:
    assert not read_spoof(b"From: a@b.example\n\nSee attached.\n", "x").has_quote


@settings(max_examples=100)
@given(st.binary(max_size=400), st.booleans())
def test_any_bytes_are_a_letter_or_no_mail(data: bytes, is_mail: bool) -> None:  # noqa: FBT001
    start = b"From: a@b.example\nTo: c@d.example\n\n" if is_mail else b""
    with suppress(ParseError):
        read_letter(start + data)
    with suppress(ParseError):
        read_spoof(start + data, "x")
