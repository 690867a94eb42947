from collections.abc import Sequence
from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.desk.counter.marks import (
    Item,
    Mark,
    MarkKind,
    marks_of_mail,
    marks_of_text,
    shingles_of,
    text_of_mail,
)
from kakekomi.desk.counter.waves import WINDOW, clustered, place, shared
from kakekomi.drill.business import make_business
from kakekomi.drill.campaign import make_campaign
from kakekomi.facts.subject import SubjectFacts
from kakekomi.judge.engine import Judge
from kakekomi.judge.verdict import Verdict
from kakekomi.mail.collect import collect
from kakekomi.packs.load import load_embedded

AT = datetime(2022, 3, 1, tzinfo=UTC)
SHARED_BY_CHANCE = (MarkKind.HOST, MarkKind.SENDER, MarkKind.FILE_NAME, MarkKind.SUBJECT)


def make_item(name: str, *marks: Mark, at: datetime = AT, text: str = "") -> Item:
    return Item(id=name, at=at, marks=frozenset(marks), shingles=shingles_of(text))


def make_items(mails: Sequence[tuple[datetime, SubjectFacts]]) -> list[Item]:
    with Judge(load_embedded()) as judge:
        verdicts = judge.judge([facts for _, facts in mails])
    return [
        Item(
            id=facts.subject,
            at=at,
            marks=marks_of_mail(
                facts, is_suspicious=judged.verdict in {Verdict.DETECTED, Verdict.SUSPICIOUS}
            ),
            shingles=shingles_of(text_of_mail(facts)),
        )
        for (at, facts), judged in zip(mails, verdicts, strict=True)
    ]


@pytest.fixture(scope="module")
def campaigns() -> list[Item]:
    mails = []
    for sample in make_campaign():
        year, _, month = sample.period.split()[0].partition("-")
        at = datetime(int(year), int(month or 9), 1 + sample.variant, tzinfo=UTC)
        mails.append((at, collect(sample.data, subject=f"{sample.period}/{sample.variant}")))
    return make_items(mails)


def test_all_variants_of_a_period_are_one_wave_and_periods_stay_apart(
    campaigns: list[Item],
) -> None:
    waves = clustered(campaigns)

    months = [{item.at.strftime("%Y-%m") for item in wave.items} for wave in waves]
    assert months == [{month} for month in sorted({one.at.strftime("%Y-%m") for one in campaigns})]


def test_business_mails_join_no_campaign(campaigns: list[Item]) -> None:
    at = datetime(2022, 3, 2, tzinfo=UTC)
    ordinary = make_items(
        [
            (at, collect(mail.data, subject=f"business {number}"))
            for number, mail in enumerate(make_business())
        ]
    )

    waves = clustered([*campaigns, *ordinary])

    mixed = [
        wave for wave in waves if len({item.id.startswith("business") for item in wave.items}) > 1
    ]
    assert mixed == []


def test_the_same_file_under_another_name_joins() -> None:
    first = make_item("a", Mark(MarkKind.FILE, "1" * 64), Mark(MarkKind.FILE_NAME, "請求書 0"))
    second = make_item("b", Mark(MarkKind.FILE, "1" * 64), Mark(MarkKind.FILE_NAME, "form 0"))

    placement = place(second, clustered([first]))

    assert placement is not None
    assert (placement.wave, placement.beside) == ("a", "a")
    assert placement.share.marks == (Mark(MarkKind.FILE, "1" * 64),)


@pytest.mark.parametrize("kind", SHARED_BY_CHANCE)
def test_one_thing_that_strangers_share_does_not_join(kind: MarkKind) -> None:
    mark = Mark(kind, "the same")

    assert len(clustered([make_item("a", mark), make_item("b", mark)])) == 2


@pytest.mark.parametrize("kind", [one for one in SHARED_BY_CHANCE if one is not MarkKind.SUBJECT])
def test_two_such_things_join(kind: MarkKind) -> None:
    marks = (Mark(kind, "the same"), Mark(MarkKind.SUBJECT, "請求書の件"))

    assert len(clustered([make_item("a", *marks), make_item("b", *marks)])) == 1


def test_what_is_far_apart_in_time_shares_nothing() -> None:
    mark = Mark(MarkKind.FILE, "1" * 64)
    late = make_item("b", mark, at=AT + WINDOW + timedelta(seconds=1))

    assert shared(make_item("a", mark), late) is None
    assert shared(make_item("a", mark), make_item("b", mark, at=AT + WINDOW)) is not None


def test_the_same_words_with_other_numbers_are_the_same_text() -> None:
    text = (
        "2月{}日に取引先の{}社から見積書の返信の形でメールが届き、知らないZIPが付いていました。"
        "電話で聞いたら送っていないそうです。"
    )
    items = [make_item("a", text=text.format(1, 3)), make_item("b", text=text.format(22, 48))]

    assert [len(wave.items) for wave in clustered(items)] == [2]


def test_greetings_alone_are_no_likeness() -> None:
    text = "お世話になっております。ご確認ください。"

    assert len(clustered([make_item("a", text=text), make_item("b", text=text)])) == 2


@settings(max_examples=100)
@given(st.lists(st.text(max_size=300), max_size=6))
def test_any_texts_are_placed_and_none_is_lost(texts: list[str]) -> None:
    items = [
        Item(id=str(number), at=AT, marks=marks_of_text(text), shingles=shingles_of(text))
        for number, text in enumerate(texts)
    ]

    placed = [item.id for wave in clustered(items) for item in wave.items]

    assert sorted(placed) == [item.id for item in items]
    assert clustered(items) == clustered(items)
