from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.notice.checker import Envelope, Subject, Suspects, check
from kakekomi.notice.refusal import RefusalCode
from kakekomi.notice.statement import Infection, Statement
from kakekomi.notice.template import NoticeText, compose
from kakekomi.packs.model import Language
from kakekomi.packs.notices import NoticeKind, notice_template
from notice.notices import NOTICES, PACK, PAGE, make_statement


def make_subject(
    *added: str,
    kind: NoticeKind = NoticeKind.PARTNERS,
    language: Language = Language.JA,
    statement: Statement | None = None,
    names: tuple[str, ...] = (),
) -> Subject:
    """A whole notice with lines added at its end."""
    stated = statement or make_statement()
    template = notice_template(PACK, kind, language)
    text = compose(template, stated, language, NOTICES.titles(language))
    return Subject(
        kind=kind,
        language=language,
        notice=NoticeText(
            subject_line=text.subject_line,
            text=text.text + "".join(f"{line}\n" for line in added),
        ),
        statement=stated,
        partner_names=frozenset(names),
    )


def found(subject: Subject, **more: object) -> list[tuple[RefusalCode, int, str]]:
    refusals = check(subject, NOTICES, **more)  # type: ignore[arg-type]
    return [(one.code, one.line, one.quote) for one in refusals]


@pytest.mark.parametrize("language", list(Language))
@pytest.mark.parametrize("kind", list(NoticeKind))
def test_a_whole_notice_of_each_kind_is_not_refused(kind: NoticeKind, language: Language) -> None:
    assert check(make_subject(kind=kind, language=language), NOTICES) == ()


def test_the_line_is_that_of_the_file() -> None:
    subject = make_subject("詳しくは https://evil.example/a をご覧ください。")

    assert found(subject) == [
        (RefusalCode.LINK, len(subject.notice.lines), "https://evil.example/a")
    ]
    assert subject.notice.lines[-1].startswith("詳しくは")


@pytest.mark.parametrize(
    "link",
    ["http://a.example", "bit.ly/3x", "www.company.example", "HTTPS://A.EXAMPLE/", f"{PAGE}?a=1"],
)
def test_any_link_but_our_page_is_refused(link: str) -> None:
    assert [code for code, _, _ in found(make_subject(link))] == [RefusalCode.LINK]


@pytest.mark.parametrize("link", [PAGE, f"{PAGE}/", f"({PAGE})。", PAGE.replace("www", "WWW")])
def test_our_page_is_let_pass(link: str) -> None:
    assert found(make_subject(link)) == []


def test_an_address_of_somebody_else_is_refused_and_ours_is_not() -> None:
    subject = make_subject("連絡先 soumu@company.example と taro@partner.example")

    assert [(code, quote) for code, _, quote in found(subject)] == [
        (RefusalCode.ADDRESS, "taro@partner.example")
    ]


def test_a_claim_is_quoted_with_its_line_and_how_to_mend_it() -> None:
    subject = make_subject("個人情報の漏えいはありません。")

    (refusal,) = check(subject, NOTICES)

    assert (refusal.code, refusal.quote) == (RefusalCode.CLAIM, "個人情報の漏えいはありません。")
    assert refusal.line == len(subject.notice.lines)
    assert "証明できません" in refusal.says
    assert "調査中" in refusal.mend


def test_a_claim_is_seen_across_a_broken_line() -> None:
    subject = make_subject(
        "当社で調査した結果、お客さまの個人情報が外部に漏えいした事実は", "確認されておりません。"
    )

    assert [code for code, _, _ in found(subject)] == [RefusalCode.CLAIM]


def test_a_claim_that_the_case_proves_is_let_pass() -> None:
    sentence = "社内のすべてのパソコンを調べました。"
    proven = make_statement(done_steps=("check-every-pc",))

    assert [code for code, _, _ in found(make_subject(sentence))] == [RefusalCode.CLAIM]
    assert found(make_subject(sentence, statement=proven)) == []


def test_a_culprit_is_refused_by_the_names_of_those_it_goes_to() -> None:
    subject = make_subject("今回の原因は Yamada Shoji です。", names=("Yamada Shoji",))

    assert [code for code, _, _ in found(subject)] == [RefusalCode.CLAIM]


def test_a_fact_that_is_not_stated_is_named_at_its_place() -> None:
    subject = make_subject(statement=make_statement(telephone=""))

    ((code, line, quote),) = found(subject)

    assert (code, quote) == (RefusalCode.MISSING_FACT, "telephone")
    assert "要記入" in subject.notice.lines[line - 1]


@pytest.mark.parametrize("address", ["", "soumu", "soumu@company", "総務@company.example"])
def test_without_an_address_to_send_from_nothing_goes_out(address: str) -> None:
    subject = make_subject(statement=make_statement(sender_address=address))

    assert found(subject) == [(RefusalCode.MISSING_FACT, 0, "sender_address")]


def test_a_fact_that_was_deleted_from_the_text_is_missed() -> None:
    whole = make_subject()
    text = "\n".join(line for line in whole.notice.text.splitlines() if "続くこと" not in line)
    cut = Subject(
        kind=whole.kind,
        language=whole.language,
        notice=NoticeText(subject_line=whole.notice.subject_line, text=text),
        statement=whole.statement,
    )

    assert found(cut) == [(RefusalCode.NOT_IN_TEXT, 0, "continuing")]


@pytest.mark.parametrize("number", ["03 0000 0000", "０３－００００－００００", "(03)0000-0000"])
def test_a_number_may_be_written_in_another_way(number: str) -> None:
    whole = make_subject()
    text = whole.notice.text.replace("03-0000-0000", number)
    subject = Subject(
        kind=whole.kind,
        language=whole.language,
        notice=NoticeText(subject_line=whole.notice.subject_line, text=text),
        statement=whole.statement,
    )

    assert found(subject) == []


def test_what_stands_beside_the_text_of_a_mail_is_refused() -> None:
    envelope = Envelope(
        sender_address="keiri@company.example",
        hostname="KEIRI-PC",
        visible_recipients=40,
        attachments=("お知らせ.pdf",),
        links=("https://evil.example/",),
    )
    suspects = Suspects(
        addresses=frozenset({"keiri@company.example"}), hostnames=frozenset({"keiri-pc"})
    )

    assert found(make_subject(), envelope=envelope, suspects=suspects) == [
        (RefusalCode.ATTACHMENT, 0, "お知らせ.pdf"),
        (RefusalCode.BULK_RECIPIENTS, 0, "40"),
        (RefusalCode.LINK, 0, "https://evil.example/"),
        (RefusalCode.SENDING_ACCOUNT, 0, "keiri@company.example"),
        (RefusalCode.SENDING_PC, 0, "KEIRI-PC"),
    ]


def test_a_reader_of_another_language_is_told_in_theirs() -> None:
    whole = make_subject("https://evil.example/", statement=make_statement(telephone=""))

    refusals = check(replace(whole, reader=Language.EN), NOTICES)

    assert [one.code for one in refusals] == [RefusalCode.MISSING_FACT, RefusalCode.LINK]
    assert all(one.says.isascii() and one.mend.isascii() for one in refusals)
    assert refusals[0].line > 0


def test_invisible_letters_are_refused() -> None:
    assert [code for code, _, _ in found(make_subject("a\u202eb"))] == [RefusalCode.INVISIBLE]


@pytest.mark.parametrize(
    "text",
    [
        "a" * 19_000,
        "A " * 9_500,
        "a." * 9_500,
        "a@" * 9_500,
        "株式会社" * 4_000,
        "当社が感染し" * 3_000,
    ],
    ids=lambda text: text[:4],
)
def test_a_long_text_of_one_kind_comes_to_an_end(text: str) -> None:
    assert check(make_subject(text), NOTICES) is not None


def test_what_nobody_reads_is_refused() -> None:
    assert found(make_subject("長い文です。" * 4_000))[0][0] is RefusalCode.TOO_LONG


def test_an_empty_notice_is_refused() -> None:
    empty = Subject(
        kind=NoticeKind.PARTNERS,
        language=Language.EN,
        notice=NoticeText(subject_line="x", text=" \n"),
        statement=Statement(),
    )

    assert [code for code, _, _ in found(empty)] == [RefusalCode.EMPTY]


@settings(max_examples=60)
@given(st.text(), st.text())
def test_any_text_is_checked(subject_line: str, text: str) -> None:
    subject = Subject(
        kind=NoticeKind.PUBLIC,
        language=Language.JA,
        notice=NoticeText(subject_line=subject_line, text=text),
        statement=make_statement(page_url="https://[x"),
    )

    check(subject, NOTICES)


@pytest.mark.parametrize(
    ("infection", "infected", "checked", "is_refused"),
    [
        (Infection.INVESTIGATING, 1, 12, True),
        (Infection.NOT_FOUND, 2, 12, True),
        (Infection.CONFIRMED, 0, 12, True),
        (Infection.CONFIRMED, 13, 12, True),
        (Infection.CONFIRMED, 12, 12, False),
        (Infection.NOT_FOUND, 0, 12, False),
        (Infection.INVESTIGATING, None, 12, False),
        (Infection.CONFIRMED, 2, None, False),
    ],
)
def test_numbers_of_pcs_that_contradict_the_state_of_the_infection_are_refused(
    infection: Infection, infected: int | None, checked: int | None, *, is_refused: bool
) -> None:
    statement = make_statement(infection=infection, infected_pcs=infected, checked_pcs=checked)

    codes = [code for code, _, _ in found(make_subject(statement=statement))]
    assert codes == [RefusalCode.COUNTS] * is_refused
