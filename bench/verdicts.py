"""How many mails of each set are called what."""

from collections import Counter
from collections.abc import Sequence

from bench.mails import MailSet
from bench.measure import collected
from kakekomi.judge.engine import Judge
from kakekomi.judge.verdict import Verdict
from kakekomi.packs.load import load_embedded


def verdicts(sets: Sequence[MailSet]) -> list[str]:
    """A line for each set, then which rules made the verdicts on it."""
    return [line for one in sets for line in _of_set(one)]


def _of_set(one: MailSet) -> list[str]:
    facts = collected(one.mails)
    with Judge(load_embedded()) as judge:
        judgements = judge.judge(facts)
    counts = Counter(judgement.verdict for judgement in judgements)
    unread = len(one.mails) - len(facts)
    shown = ", ".join(f"{counts[verdict]:,} {verdict}" for verdict in Verdict)
    unwanted = Counter(
        finding.rule
        for judgement in judgements
        if judgement.verdict in {Verdict.DETECTED, Verdict.SUSPICIOUS}
        for finding in judgement.findings
    )
    head = f"{one.name:<16}{len(one.mails):>7,}  {shown}, {unread:,} no mail"
    return [head, *(f"{'':<25}{count:>5} × {rule}" for rule, count in unwanted.most_common(6))]
