import re
from collections.abc import Sequence
from xml.etree import ElementTree

from hypothesis import given
from hypothesis import strategies as st

from kakekomi.check.language import Language
from kakekomi.cli.calibration_plot import HEIGHT, LAST_DB, LOWEST_DB, WIDTH, draw, stretches
from kakekomi.cli.words import load
from kakekomi.judge.calibrate import Calibration, Judged, calibrate
from kakekomi.judge.verdict import Verdict
from packs.make_pack import make_pack

BAR = re.compile(r'<rect x="([\d.]+)" y="([\d.]+)" width="[\d.]+" height="([\d.]+)" fill="(#\w+)">')
"""Takes a bar; refuses the white ground, which has no place."""

SUMS = st.lists(st.floats(-1e6, 1e6), min_size=1, max_size=20)


def make_calibration(bad: Sequence[float], good: Sequence[float]) -> Calibration:
    def judged(sums: Sequence[float]) -> list[Judged]:
        return [
            Judged(verdict=Verdict.NOTHING_FOUND, weight_db=value, rules=frozenset())
            for value in sums
        ]

    return calibrate(make_pack(), judged(bad), judged(good))


def test_a_sum_belongs_to_the_stretch_that_begins_at_or_below_it() -> None:
    assert stretches({0: 5, 1.99: 1, 2: 2, -0.5: 2}) == {-2: 0.2, 0: 0.6, 2: 0.2}


def test_sums_beyond_the_axis_are_in_the_bars_at_its_ends() -> None:
    assert stretches({-500: 1, LAST_DB: 1, 500: 2}) == {LOWEST_DB: 0.25, LAST_DB: 0.75}


def test_each_tenth_of_a_share_is_the_same_step_down() -> None:
    drawing = draw(make_calibration([30], [0] * 90 + [8] * 9 + [30]), load(Language.EN))

    tops = [float(y) for _, y, _, colour in BAR.findall(drawing) if colour == "#0072b2"]
    heights = [float(height) for *_, height, colour in BAR.findall(drawing) if colour == "#0072b2"]
    assert [round(top + height, 1) for top, height in zip(tops, heights, strict=True)] == [216] * 3
    assert round(tops[2] - tops[0], 0) == round(2 * (tops[1] - tops[0]) - 2.6, 0)


def test_the_drawing_names_both_kinds_and_marks_both_thresholds() -> None:
    drawing = draw(make_calibration([30], [0, 0]), load(Language.EN))

    assert re.findall(r">([^<]+)</text>", drawing) == [
        *("100 %", "10 %", "1 %", "good mail (2)"),
        *("100 %", "10 %", "1 %", "bad mail (1)"),
        *("suspicious, 10 dB", "detected, 20 dB"),
        *("-10", "0", "10", "20", "30", "40", "50", "≥ 60"),
        "sum of evidence in decibans; height: share of the mails, logarithmic",
    ]


def test_a_hostile_pack_name_stays_text() -> None:
    found = make_calibration([30], [0])
    named = Calibration(
        **{name: getattr(found, name) for name in found.__struct_fields__} | {"pack": "<script>&"}
    )

    drawing = draw(named, load(Language.EN))

    title = ElementTree.fromstring(drawing).findtext("{http://www.w3.org/2000/svg}title")  # noqa: S314
    assert title == "Sums of evidence, pack <script>& 1"


@given(SUMS, SUMS)
def test_any_sums_give_a_drawing_inside_its_frame(bad: list[float], good: list[float]) -> None:
    drawing = draw(make_calibration(bad, good), load(Language.JA))

    root = ElementTree.fromstring(drawing)  # noqa: S314  our own
    for bar in root.iter("{http://www.w3.org/2000/svg}rect"):
        x, y = float(bar.get("x", 0)), float(bar.get("y", 0))
        assert x >= 0
        assert y >= 0
        assert x + float(bar.get("width", 0)) <= WIDTH
        assert y + float(bar.get("height", 0)) <= HEIGHT
