"""The figures can't be measured here, but what they are compared with must be today's."""

import re
import shutil
import subprocess
import sys
from pathlib import Path
from typing import Final

import msgspec

from docs.pages import ROOT, read, section
from kakekomi.judge.calibrate import Calibration, Judged, calibrate
from kakekomi.judge.verdict import Verdict
from kakekomi.packs.load import load_embedded

AGAIN: Final = "measure again and write the page anew: see its last section"

RULE: Final = re.compile(r"^\| (mail/[a-z0-9-]+) \| (-?[\d.]+) \|", re.MULTILINE)
"""Takes ``| mail/padded-file | 15 |`` at the start of a line; refuses the line of headings."""

PAGE: Final = read(ROOT / "docs" / "calibration.md")


def test_the_weights_on_the_page_are_those_of_the_pack() -> None:
    weights = {rule.id: rule.weight_db for rule in load_embedded().rules}
    shown = {rule: float(weight) for rule, weight in RULE.findall(section(PAGE, "## Rules"))}

    assert shown
    assert {rule: weights.get(rule) for rule in shown} == shown, AGAIN


def test_the_page_argues_for_the_thresholds_of_the_pack() -> None:
    thresholds = load_embedded().thresholds
    argued = section(PAGE, "## Why 10 and 20")

    assert f"**Suspicious at {thresholds.suspicious_db:g} dB.**" in argued, AGAIN
    assert f"**Detected at {thresholds.detected_db:g} dB.**" in argued, AGAIN


def test_the_plot_marks_the_thresholds_of_the_pack() -> None:
    thresholds = load_embedded().thresholds
    plot = read(ROOT / "docs" / "calibration.svg")

    assert f">suspicious, {thresholds.suspicious_db:g} dB<" in plot, AGAIN
    assert f">detected, {thresholds.detected_db:g} dB<" in plot, AGAIN


def _written_anew(docs: Path, found: Calibration) -> str:
    """The page of a copy of the docs, after the figures were put in."""
    subprocess.run(  # noqa: S603  our own script
        [sys.executable, docs / "calibrate.py"], input=msgspec.json.encode(found), check=True
    )
    return read(docs / "calibration.md")


def test_new_figures_replace_the_tables_and_leave_the_words(tmp_path: Path) -> None:
    docs = shutil.copytree(ROOT / "docs", tmp_path / "docs")
    pack = load_embedded()
    rule = next(rule.id for rule in pack.rules if rule.id.startswith("mail/"))
    bad = Judged(verdict=Verdict.DETECTED, weight_db=30, rules=frozenset({rule}))
    good = Judged(verdict=Verdict.NOTHING_FOUND, weight_db=0, rules=frozenset())
    found = calibrate(pack, [bad], [good])

    page = _written_anew(docs, found)

    assert [name for name, _ in RULE.findall(page)] == [rule]
    assert "\n| detected | 1 | 0 |\n" in page
    assert "\n| 20 | 1 = 100.00 % (20.65 … 100.00) | 0 = 0.00 % (0.00 … 79.35) |\n" in page
    assert section(page, "## Why 10 and 20") == section(PAGE, "## Why 10 and 20")
    assert _written_anew(docs, found) == page
