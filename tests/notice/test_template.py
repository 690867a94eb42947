import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.notice.statement import Infection, Statement
from kakekomi.notice.template import NoticeText, compose, read_text, write_text
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind, notice_template
from notice.notices import NOTICES, PACK, make_statement


def composed(template: str, statement: Statement, language: Language = Language.JA) -> str:
    return compose(f"件名: x\n\n{template}", statement, language, {"telephone": "電話"}).text


def test_a_place_takes_the_value_and_what_is_missing_a_mark() -> None:
    assert composed("{organization}です", make_statement()) == "株式会社サンプルです\n"
    assert composed("電話 {telephone}", Statement()) == "電話 【要記入: 電話】\n"


def test_a_line_with_a_question_mark_is_left_out_without_its_value() -> None:
    template = "a\n? 受付 {contact}\nb"

    assert composed(template, Statement()) == "a\nb\n"
    assert composed(template, Statement(contact="総務")) == "a\n受付 総務\nb\n"


@pytest.mark.parametrize(
    ("infection", "text"),
    [(Infection.CONFIRMED, "yes\n"), (Infection.INVESTIGATING, "open\n"), (None, "")],
)
def test_a_condition_chooses_the_line(infection: Infection | None, text: str) -> None:
    template = "?infection=confirmed yes\n?infection=investigating|not_found open"

    assert composed(template, Statement(infection=infection)) == text


def test_an_item_of_a_list_is_a_line_of_its_own_and_a_sentence_takes_all() -> None:
    statement = Statement(information=("名前", "本文"))

    assert composed("・{information}\n情報は{information}", statement) == (
        "・名前\n・本文\n情報は名前、本文\n"
    )


def test_a_value_adds_no_line_and_is_no_place() -> None:
    statement = Statement(organization="A\n件名: {telephone}")

    assert composed("{organization}", statement) == "A 件名: {telephone}\n"


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_every_template_is_filled_by_a_whole_statement(
    kind: NoticeKind, language: Language
) -> None:
    template = notice_template(PACK, kind, language)

    text = compose(template, make_statement(), language, NOTICES.titles(language))

    assert "要記入" not in "\n".join(text.lines)
    assert "FILL IN" not in "\n".join(text.lines)
    assert "{" not in "\n".join(text.lines)
    assert text.subject_line


@pytest.mark.parametrize("language", list(Language))
def test_what_is_written_is_read_again(language: Language) -> None:
    notice = NoticeText(subject_line="件名のある知らせ", text="一行目\n\n三行目\n")

    assert read_text(write_text(notice, language)) == notice


@given(st.text())
def test_any_file_is_read(text: str) -> None:
    assert read_text(text).text.endswith("\n") or not read_text(text).text
