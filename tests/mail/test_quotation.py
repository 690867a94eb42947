"""Own words and quoted words."""

from collections import Counter
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import quotation
from kakekomi.mail.date import DateProblem, MailDate
from kakekomi.mail.quotation import Quotation, QuotedHeader

AT = datetime(2022, 3, 1, 18, 38, tzinfo=UTC)
OWN = "ご確認ください。\nパスワード: 1234\n\n"


@pytest.mark.parametrize(
    "quoted",
    [
        "> 本文\n> です\n",
        "＞本文\n",
        "| 本文\n",
        "ty> 本文\n",
        "-----Original Message-----\n本文\n",
        "----- Original Message -----\n>本文\n",
        "----- 元のメッセージ -----\n本文\n",
        "---------- Forwarded message ---------\n本文\n",
        "-------- 転送メッセージ --------\n本文\n",
        "Begin forwarded message:\n本文\n",
        "差出人: 山田\n送信日時: 2022年3月1日 18:38\n宛先: 佐藤\n件名: 見積\n\n本文\n",
        "From: Taro <t@x.example>\nSent: Tuesday, March 1, 2022 6:38 PM\nTo: b@y.example\n\n本文\n",
        "*From:* Taro <t@x.example>\n*Date:* Tue, 1 Mar 2022\n本文\n",
        "2022年3月1日(火) 18:38 山田太郎 <t@x.example>:\n\n> 本文\n",
        "2022年3月1日(火) 18:38 山田太郎 <t@x.example>:\n本文\n",
        "On Tue, Mar 1, 2022 at 6:38 PM Taro <t@x.example> wrote:\n\n> 本文\n",
        "On Tue, Mar 1, 2022 at 6:38 PM Taro Yamada\n<t@x.example> wrote:\n\n> 本文\n",
        "山田さんは書きました:\n> 本文\n",
        "On 2022/03/01 18:38, Taro wrote:\n> 本文\n",
    ],
)
def test_own_words_are_told_from_quoted_ones(quoted: str) -> None:
    own, rest = quotation.split(OWN + quoted)

    assert own.strip() == OWN.strip()
    assert rest.replace("\n\n", "\n") == quoted.replace("\n\n", "\n")


@pytest.mark.parametrize(
    "text",
    [
        "",
        "本文だけです。\n",
        "From here on: see below\nand more\n",
        "From: the desk of A\nnothing else\n",
        "日時: 3月1日 10:00\n場所: 本社\n",
        "2022/03/01 10:00 から会議です:\n1. 報告\n",
        "a > b and b < c\n",
        "| 品名 | 数 |\n| ペン | 3 |\n",
        "As he wrote:\nnothing quoted here\n",
        "-----\n署名\n",
        "お客様が書きました内容は以下です。\n1\n",
    ],
)
def test_a_first_mail_has_nothing_quoted(text: str) -> None:
    assert quotation.split(text) == (text, "")


def test_answers_between_quoted_lines_are_own_words() -> None:
    text = "On Mon, Feb 28, 2022 at 1:00 PM A <a@x.example> wrote:\n> one?\nyes\n> two?\nno\n"

    assert quotation.split(text)[0] == "yes\nno\n"


def test_quoted_headers_say_who_wrote_to_whom_and_when() -> None:
    text = (
        "-----Original Message-----\n"
        "差出人: 山田 <t@x.example>\n送信日時: 2022年3月1日 18:38\n"
        "宛先: 佐藤 <s@y.example>\n件名: 見積の件\n\n本文\n"
        "> On Mon, 28 Feb 2022 10:00:00 +0900, Sato <s@y.example> wrote:\n>> 前の本文\n"
    )

    assert quotation.read(OWN + text, "Re: 見積の件", has_reply_fields=True) == Quotation(
        own=OWN,
        quoted=text,
        headers=(
            QuotedHeader(
                sender="山田 <t@x.example>",
                recipients="佐藤 <s@y.example>",
                date_raw="2022年3月1日 18:38",
                date=MailDate(AT, DateProblem.ZONE_MISSING),
                subject="見積の件",
                addresses=("t@x.example", "s@y.example"),
            ),
            QuotedHeader(
                sender="On Mon, 28 Feb 2022 10:00:00 +0900, Sato <s@y.example> wrote:",
                recipients="",
                date_raw="On Mon, 28 Feb 2022 10:00:00 +0900, Sato <s@y.example> wrote:",
                date=MailDate(datetime(2022, 2, 28, 1, tzinfo=UTC)),
                subject="",
                addresses=("s@y.example",),
            ),
        ),
        subject_is_reply=True,
        subject_is_forward=False,
        has_reply_fields=True,
    )


@pytest.mark.parametrize(
    "subject",
    [
        "Re: a",
        "RE:a",
        "re[2]: a",
        "ＲＥ：a",
        "Ｒｅ: a",
        "返信: a",
        "[list:12] Re: a",
        "AW: a",
        " Re : a",
        "Re^2: a",
    ],
)
def test_a_reply_is_known_by_its_subject(subject: str) -> None:
    assert quotation.subject_marks(subject) == (True, False)


@pytest.mark.parametrize(
    "subject", ["Fw: a", "FWD:a", "Fwd: Re: a", "転送: a", "【重要】Fw: a", "ＦＷ：a", "WG: a"]
)
def test_a_forward_is_known_by_its_subject(subject: str) -> None:
    assert quotation.subject_marks(subject) == (False, True)


@pytest.mark.parametrize(
    "subject", ["", "Regarding: a", "Reply: a", "a Re: b", "返信してください", "Re", "FWS: a"]
)
def test_other_subjects_say_neither(subject: str) -> None:
    assert quotation.subject_marks(subject) == (False, False)


def test_reply_fields_make_a_reply_of_a_mail_that_forwards_nothing() -> None:
    assert quotation.read("x", "件名", has_reply_fields=True).is_reply
    assert not quotation.read("x", "Fw: 件名", has_reply_fields=True).is_reply
    assert quotation.read("x", "Fw: 件名").is_forward
    assert not quotation.read("x", "件名").is_reply


LINES = [
    "> a",
    "b",
    "",
    "-----Original Message-----",
    "From: a",
    "Sent: b",
    "x wrote:",
    "On 1",
    "ſent: x",
]


@given(st.lists(st.sampled_from(LINES)))
def test_no_line_is_lost_whatever_the_order(lines: list[str]) -> None:
    text = "\n".join(lines)
    own, quoted = quotation.split(text)

    kept = own.splitlines(keepends=True) + quoted.splitlines(keepends=True)
    assert Counter(kept) == Counter(text.splitlines(keepends=True))


@given(st.text(max_size=300))
def test_any_text_gives_a_quotation(text: str) -> None:
    found = quotation.read(text + "\n> x", text)

    assert len(found.own) + len(found.quoted) == len(text) + 4
