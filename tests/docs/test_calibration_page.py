"""The figures can't be measured here, but what they are compared with must be today's."""

import re
from typing import Final

from docs.pages import ROOT, read, section
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
