import pytest

from kakekomi.drill.campaign import PERIODS, VARIANTS, Sample, make_campaign
from kakekomi.judge.engine import judge
from kakekomi.judge.verdict import Verdict
from kakekomi.mail.collect import collect
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded

PACK = load_embedded()
SCANNER = content_scanner(PACK)
SAMPLES = tuple(make_campaign())


@pytest.mark.parametrize(
    "sample", SAMPLES, ids=[f"{sample.period} {sample.variant}" for sample in SAMPLES]
)
def test_every_period_is_recognized(sample: Sample) -> None:
    facts = collect(sample.data, subject="sample.eml", scanner=SCANNER)

    (judgement,) = judge([facts], PACK)

    expected = {Verdict.DETECTED} if sample.opened else {Verdict.DETECTED, Verdict.SUSPICIOUS}
    assert judgement.verdict in expected, [
        (finding.rule, finding.weight_db) for finding in judgement.findings
    ]


def test_there_are_three_variants_of_each_period() -> None:
    assert len(SAMPLES) == len(PERIODS) * VARIANTS
    assert len({sample.data for sample in SAMPLES}) == len(SAMPLES)
