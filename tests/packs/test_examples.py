"""Every rule of the embedded pack is run on the examples that stand beside it."""

from collections.abc import Iterator

import pytest

from kakekomi.judge.engine import judge
from kakekomi.packs.content import PackScanner
from kakekomi.packs.examples import Example, read_examples
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
