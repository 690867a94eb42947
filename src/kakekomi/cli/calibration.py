"""``pack calibrate``: run a pack's mail rules on labelled mail and show what they weighed.

Mails are read by the same worker processes as in ``check mail``, since bad ones are hostile.
"""

from collections.abc import Iterator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Final

import msgspec

from kakekomi.check import inputs, mails
from kakekomi.check.answer import MailResult
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.inputs import SKIPPED
from kakekomi.check.judging import load_pack
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.shard import Setup
from kakekomi.check.visible import valid_text
from kakekomi.check.workers import Workers
from kakekomi.cli.common import Common
from kakekomi.cli.console import Console
from kakekomi.cli.formats import Format
from kakekomi.cli.run import tell, tell_skipped
from kakekomi.cli.width import columns
from kakekomi.cli.words import Words
from kakekomi.guide.document import VerdictDocument
from kakekomi.judge.calibrate import Calibration, Fit, Interval, Judged, RuleFit, calibrate
from kakekomi.judge.verdict import Verdict
from kakekomi.mail.context import MailContext

GAP: Final = "  "
"""Between the columns of a table."""

RULE_HEADS: Final = (
    "calibrate.rule",
    "calibrate.weight",
    "calibrate.bad",
    "calibrate.good",
    "calibrate.observed",
    "calibrate.ceiling",
    "calibrate.fit",
)
THRESHOLD_HEADS: Final = ("calibrate.threshold", "calibrate.bad_share", "calibrate.good_share")
VERDICT_HEADS: Final = ("calibrate.verdict", "calibrate.bad", "calibrate.good")

FITS: Final[Mapping[Fit, str]] = {
    Fit.UNSEEN: "calibrate.fit_unseen",
    Fit.WITHIN: "calibrate.fit_within",
    Fit.BELOW: "calibrate.fit_below",
    Fit.ABOVE: "calibrate.fit_above",
    Fit.REFUTED: "calibrate.fit_refuted",
}


def calibrate_pack(
    common: Common, bad: Sequence[str], good: Sequence[str], *, jobs: int, plot: str | None
) -> int:
    """Check both kinds of mail, compare, show, draw."""
    setup = Setup(judging=common.judging, context=MailContext())
    console = common.console
    with ThreadPoolExecutor(jobs) as executor, Workers(setup) as workers:

        def judged(paths: Sequence[str]) -> tuple[Judged, ...]:
            results = mails.check(
                inputs.mails(paths), lambda shard: executor.submit(workers.check, shard), jobs=jobs
            )
            return tuple(_judged(results, console))

        found = calibrate(load_pack(common.judging.choice), judged(bad), judged(good))
    _show(found, common)
    problem = None if plot is None else _draw(found, plot, console.words)
    if problem is not None:
        tell(problem, console)
    console.close(common.language)
    return ExitStatus.NOTHING_FOUND if problem is None else problem.status


def _judged(results: Iterator[MailResult], console: Console) -> Iterator[Judged]:
    """The verdicts; problems are told, and files that are no mails counted."""
    skipped: list[str] = []
    for done, result in enumerate(results, 1):
        console.show_step(console.asides("notice.progress", done=done))
        problem = result.problem
        if isinstance(problem, Problem):
            if problem.key == SKIPPED:
                skipped.append(problem.name)
            else:
                tell(problem, console)
            continue
        yield of_document(result.document)
    console.end_progress()
    if skipped:
        tell_skipped(skipped, console)


def of_document(document: VerdictDocument) -> Judged:
    """What counts of a verdict here."""
    return Judged(
        verdict=Verdict(document.verdict),
        weight_db=document.weight_db,
        rules=frozenset(finding.rule for finding in document.findings),
    )


def _draw(found: Calibration, plot: str, words: Words) -> Problem | None:
    from kakekomi.cli.calibration_plot import draw  # noqa: PLC0415  only if it is wanted

    drawing = draw(found, words).encode()
    result = attempt(
        lambda: Path(plot).write_bytes(drawing), name=valid_text(plot), bad_input="problem.other"
    )
    return result if isinstance(result, Problem) else None


def _show(found: Calibration, common: Common) -> None:
    if common.form is Format.JSON:
        common.console.write(msgspec.json.format(msgspec.json.encode(found), indent=1) + b"\n")
        return
    for line in text_lines(found, common.console):
        common.console.say(line)


def text_lines(found: Calibration, console: Console) -> Iterator[str]:
    """Three tables: rules, sums, verdicts."""
    words = console.words
    yield words(
        "calibrate.head",
        pack=found.pack,
        version=found.pack_version,
        bad=found.bad,
        good=found.good,
    )
    yield words("calibrate.method", smoothing=found.smoothing)
    yield ""
    heads = tuple(map(words, RULE_HEADS))
    yield from _table(heads, [_rule_cells(rule, words) for rule in found.rules])
    yield ""
    heads = tuple(map(words, THRESHOLD_HEADS))
    rows = [
        (f"{row.threshold_db:g}", *(_share(one.mails, one.percent) for one in (row.bad, row.good)))
        for row in found.thresholds
    ]
    yield from _table(heads, rows)
    yield ""
    heads = tuple(map(words, VERDICT_HEADS))
    yield from _table(heads, [(row.verdict, str(row.bad), str(row.good)) for row in found.verdicts])


def _rule_cells(rule: RuleFit, words: Words) -> tuple[str, ...]:
    return (
        rule.rule,
        f"{rule.weight_db:g}",
        str(rule.bad),
        str(rule.good),
        "-" if rule.observed_db is None else _interval(rule.observed_db),
        "-" if rule.ceiling_db is None else f"{rule.ceiling_db:.1f}",
        words(FITS[rule.fit]),
    )


def _interval(value: Interval) -> str:
    return f"{value.value:.1f} ({value.low:.1f} … {value.high:.1f})"


def _share(count: int, percent: Interval) -> str:
    return f"{count} = {percent.value:.2f} % ({percent.low:.2f} … {percent.high:.2f})"


def _table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> Iterator[str]:
    """Columns as wide as their widest cell; the last one is not filled up."""
    lines = [heads, *rows]
    widths = [max(columns(line[at]) for line in lines) for at in range(len(heads))]
    for line in lines:
        cells = (
            cell + " " * (width - columns(cell)) for cell, width in zip(line, widths, strict=True)
        )
        yield GAP.join(cells).rstrip()
