"""Who wrote the mail that is quoted."""

from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import quoted_header
from kakekomi.mail.date import DateProblem, MailDate
from kakekomi.mail.quoted_header import MAX_ATTRIBUTION_CHARS, MAX_QUOTED_HEADERS, QuotedHeader

AT = datetime(2022, 3, 1, 18, 38, tzinfo=UTC)


def test_a_block_of_header_lines_gives_sender_recipients_date_and_subject() -> None:
    text = (
        "> 差出人: 山田 <t@x.example>\n> 送信日時: 2022年3月1日 18:38\n"
        "> 宛先: 佐藤 <s@y.example>\n> 件名: 見積の件\n\n本文\n"
    )

    assert quoted_header.read(text) == (
        QuotedHeader(
            sender="山田 <t@x.example>",
            recipients="佐藤 <s@y.example>",
            date_raw="2022年3月1日 18:38",
            date=MailDate(AT, DateProblem.ZONE_MISSING),
            subject="見積の件",
            addresses=("t@x.example", "s@y.example"),
        ),
    )


@pytest.mark.parametrize(
    ("text", "sender"),
    [
        ("> A <a@x.example> wrote:\n", "A <a@x.example> wrote:"),
        (
            ">> On Mon, 28 Feb 2022, A\n>> <a@x.example> wrote:\n",
            "On Mon, 28 Feb 2022, A <a@x.example> wrote:",
        ),
        ("山田さんは書きました。\n", "山田さんは書きました。"),
    ],
)
def test_an_attribution_says_who_wrote_also_if_it_is_wrapped(text: str, sender: str) -> None:
    assert [one.sender for one in quoted_header.read(text)] == [sender]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "plain words\n> and more\n",
        "To: a@x.example\n",
        "He wrote a book\n",
        "x" * MAX_ATTRIBUTION_CHARS + " wrote:\n",
    ],
)
def test_words_that_name_no_sender_give_nothing(text: str) -> None:
    assert quoted_header.read(text) == ()


def test_only_so_many_quoted_headers_are_read() -> None:
    text = "> A さんは書きました:\n" * (MAX_QUOTED_HEADERS + 5)

    assert len(quoted_header.read(text)) == MAX_QUOTED_HEADERS


@given(st.text())
def test_any_text_gives_headers_or_none(text: str) -> None:
    assert len(quoted_header.read(text)) <= MAX_QUOTED_HEADERS
