"""Every rule of the embedded pack is run on the examples that stand beside it."""

from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment, Message
from kakekomi.judge.engine import judge
from kakekomi.packs.content import PackScanner
from kakekomi.packs.examples import Example, Examples, read_examples
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import ContentRule, Rule

PACK = load_embedded()


def _examples(file: str) -> Iterator[Example]:
    path = f"{file.rpartition('.')[0]}.examples.toml"
    examples = read_examples(PACK.text(path), path)
    assert examples.problems == ()
    yield from examples.cases


def _rule_fires(rule: Rule, example: Example) -> bool:
    (judgement,) = judge([example.facts(rule.kind)], PACK)
    assert [gap for gap in judgement.gaps if rule.id in gap.detail] == []
    return rule.id in {finding.rule for finding in judgement.findings}


@pytest.mark.parametrize("rule", PACK.rules, ids=lambda rule: rule.id)
def test_rule_fires_on_what_it_is_for_and_stays_quiet_on_its_benign_twins(rule: Rule) -> None:
    examples = list(_examples(rule.file))

    wrong = [one.name for one in examples if _rule_fires(rule, one) is not one.fires]

    assert wrong == []
    assert {one.fires for one in examples} == {True, False}


@pytest.mark.parametrize("rule", PACK.content_rules, ids=lambda rule: rule.file)
def test_content_rule_matches_what_it_is_for_and_nothing_else(rule: ContentRule) -> None:
    scan = PackScanner((rule,), PACK.id)
    examples = list(_examples(rule.file))

    wrong = [one.name for one in examples if bool(scan(one.content)) is not one.fires]

    assert wrong == []
    assert {one.fires for one in examples} == {True, False}


def test_examples_are_read_with_zero_values_for_what_they_leave_out() -> None:
    text = (
        '[[fires]]\nname = "one"\n[[fires.attachment]]\nencrypted = true\n'
        "[[fires.message]]\ndate_at = 2022-03-07T00:00:00Z\n"
        '[[fires.gap]]\nwhat = "part"\n'
        '[[quiet]]\nname = "two"\ntext = "あ"\nhex = "ff"\n'
    )

    assert read_examples(text, "x.toml") == Examples(
        path="x.toml",
        cases=(
            Example(
                name="one",
                fires=True,
                rows=(
                    Attachment(node=0, encrypted=True),
                    Message(date_at=datetime(2022, 3, 7, tzinfo=UTC)),
                    Gap(what=What.PART, why=Why.ENCRYPTED),
                ),
                line=1,
            ),
            Example(name="two", fires=False, content="あ".encode() + b"\xff", line=9),
        ),
        problems=(),
    )


@given(
    st.text(max_size=60)
    | st.lists(
        st.sampled_from(
            [
                "[[fires]]",
                "[[quiet]]",
                "[[fires.url]]",
                "[quiet.url]",
                'name = "x"',
                "href = 1",
                "hex = 'x'",
            ]
        )
    ).map("\n".join)
)
def test_any_text_gives_examples_or_problems(text: str) -> None:
    examples = read_examples(text, "x.toml")

    assert examples.problems or {one.fires for one in examples.cases} == {True, False}
