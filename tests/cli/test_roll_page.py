import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.mails import make_result
from kakekomi.check.answer import MailResult
from kakekomi.check.language import Language
from kakekomi.cli import roll, roll_page
from kakekomi.cli.roll import Roll
from kakekomi.cli.roll_page import tables
from kakekomi.cli.words import load

ALLOWED = {"h2", "p", "table", "tr", "th", "td", "span", "bdi", "br", "strong"}


def _tables(*results: MailResult) -> str:
    made = Roll()
    for result in results:
        made.add(result)
    return tables(made, load(Language.EN))


def test_an_archive_without_dangerous_mail_has_no_tables() -> None:
    assert _tables(make_result("nothing_found")) == ""


def test_a_row_says_what_when_from_whom_and_to_whom() -> None:
    page = _tables(
        make_result("detected"),
        make_result("nothing_found", in_reply_to="<1@partner.example>", from_address="j@c.example"),
    )

    text = re.sub(r"<[^>]*>+", "|", page)
    for part in (
        "detected", "2022-03-01 09:38 UTC", "Taro", "taro@partner.example", "Invoice",
        "Encrypted ZIP", "hanako@company.example", "answered by: j@c.example", "in/a.eml",
    ):  # fmt: skip
        assert part in text


@given(st.text())
def test_hostile_text_is_inert(text: str) -> None:
    page = _tables(
        make_result(
            "detected",
            subject=text,
            from_name=text,
            from_address=text,
            subject_line=text,
            recipients=(text,),
        )
    )

    assert {tag.lower() for tag in re.findall(r"<([a-zA-Z0-9]+)", page)} <= ALLOWED
    assert not re.search(r"[\u202a-\u202e\u2066-\u2069]", page)


def test_what_is_left_out_is_counted(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(roll, "MAX_ENTRIES", 1)
    monkeypatch.setattr(roll_page, "MAX_PEOPLE", 1)
    many = tuple(f"p{number}@x.example" for number in range(12))

    page = _tables(make_result("detected", recipients=many), make_result("detected"))

    assert "<p>detected: 1 more</p>" in page
    assert "<br>4 more</td>" in page
    assert page.endswith("</table>\n<p>11 more</p>")
