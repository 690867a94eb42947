"""The tables of ``calibration.md``, from what ``pack calibrate --format json`` printed.

The mail that is measured on lies outside the project, so these tables are not written by ``make
docs`` but by ``python docs/calibrate.py < measured.json``. The words around them are people's.
"""

import re
from collections.abc import Iterator
from typing import Final

from generator.markdown import table
from kakekomi.judge.calibrate import Calibration, Fit, Interval, RuleFit, Share

TABLE: Final = re.compile(r"^\|[^\n]*(?:\n\|[^\n]*)*", re.MULTILINE)
"""Takes lines next to each other that begin with a bar; refuses a bar inside a line."""

HEADS: Final = (
    ("sum at least (dB)", "bad, with 95 % interval", "good, with 95 % interval"),
    ("verdict", "bad", "good"),
    ("rule", "weight", "bad", "good", "observed dB (95 %)", "ceiling", "weight is"),
)

UNSEEN: Final = re.compile(r"^Fired on neither, so nothing can be said: [^\n]*", re.MULTILINE)
"""Takes the line that names these rules; refuses any other."""


def rewrite(page: str, found: Calibration) -> str:
    """The page with its tables and its list of unseen rules anew; all else is kept."""
    tables = {head[0]: table(head, rows) for head, rows in zip(HEADS, _rows(found), strict=True)}
    page = TABLE.sub(lambda old: tables.get(_first_cell(old[0]), old[0]), page)
    unseen = ", ".join(_short(rule) for rule in found.rules if rule.fit is Fit.UNSEEN)
    return UNSEEN.sub(f"Fired on neither, so nothing can be said: {unseen or 'none'}.", page)


def _first_cell(lines: str) -> str:
    return lines.split("|")[1].strip()


def _rows(found: Calibration) -> Iterator[list[tuple[str, ...]]]:
    """In the order of ``HEADS``."""
    yield [(f"{row.threshold_db:g}", _share(row.bad), _share(row.good)) for row in found.thresholds]
    yield [(row.verdict.replace("_", " "), str(row.bad), str(row.good)) for row in found.verdicts]
    yield [_rule(rule, rule.observed_db) for rule in found.rules if rule.observed_db is not None]


def _rule(rule: RuleFit, observed: Interval) -> tuple[str, ...]:
    return (
        rule.rule,
        f"{rule.weight_db:g}",
        str(rule.bad),
        str(rule.good),
        f"{observed.value:.1f} ({observed.low:.1f} … {observed.high:.1f})",
        "–" if rule.ceiling_db is None else f"{rule.ceiling_db:.1f}",
        rule.fit.value,
    )


def _share(share: Share) -> str:
    percent = share.percent
    return f"{share.mails} = {percent.value:.2f} % ({percent.low:.2f} … {percent.high:.2f})"


def _short(rule: RuleFit) -> str:
    return rule.rule.partition("/")[2]
