"""Draw how the sums of good and of bad mail are spread, with the thresholds, as one SVG.

Two panels over the same decibans: good mail above, bad mail below. A bar is the share of the mails
of its kind whose sum lies in that stretch. The shares are drawn by their logarithm, because what
matters about good mail is the one mail in a thousand.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from html import escape
from math import floor, log10
from typing import Final

from kakekomi.cli.words import Words
from kakekomi.judge.calibrate import Calibration

STRETCH_DB: Final = 2
"""Width of a bar: finer ones would only show the whole numbers that weights are."""

LOWEST_DB: Final = -10
LAST_DB: Final = 60
"""Where the first and the last bar begin. Sums beyond are drawn in these: three times what is
needed to be detected is plenty."""

HIGHEST_DB: Final = LAST_DB + STRETCH_DB

LEAST_DECADES: Final = 2
"""Of the axis: down to one mail in a hundred, even where there are few mails."""

WIDTH: Final = 760
PANEL_HEIGHT: Final = 170
LEFT: Final = 70
RIGHT: Final = 20
TOP: Final = 46
BETWEEN: Final = 40
BOTTOM: Final = 52
HEIGHT: Final = TOP + 2 * PANEL_HEIGHT + BETWEEN + BOTTOM

TICK_DB: Final = 10

GOOD_COLOUR: Final = "#0072b2"
BAD_COLOUR: Final = "#d55e00"
"""Told apart with every kind of colour vision (Okabe and Ito), and by their place."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Panel:
    """One kind of mail."""

    title: str
    colour: str
    top: int
    shares: Mapping[int, float]
    """Share of the mails by the lowest sum of the stretch; none is 0."""
    decades: int
    """Powers of ten from the whole down to the axis."""

    @property
    def floor_y(self) -> int:
        """Where the axis lies."""
        return self.top + PANEL_HEIGHT

    def y(self, share: float) -> float:
        """Height of a share on the page."""
        return self.top - log10(share) / self.decades * PANEL_HEIGHT


def draw(found: Calibration, words: Words) -> str:
    """The picture, complete in itself."""
    good = {row.sum_db: row.good for row in found.scores if row.good}
    bad = {row.sum_db: row.bad for row in found.scores if row.bad}
    panels = (
        _panel(words("calibrate.plot_good", count=found.good), GOOD_COLOUR, TOP, good),
        _panel(
            words("calibrate.plot_bad", count=found.bad),
            BAD_COLOUR,
            TOP + PANEL_HEIGHT + BETWEEN,
            bad,
        ),
    )
    return "\n".join(_lines(panels, found, words)) + "\n"


def stretches(scores: Mapping[float, int]) -> dict[int, float]:
    """Share of the mails in each stretch that has any, by its lowest sum."""
    whole = sum(scores.values())
    counts: dict[int, int] = {}
    for value, count in sorted(scores.items()):
        inside = min(max(value, LOWEST_DB), LAST_DB)
        start = floor(inside / STRETCH_DB) * STRETCH_DB
        counts[start] = counts.get(start, 0) + count
    return {start: count / whole for start, count in counts.items()}


def _panel(title: str, colour: str, top: int, scores: Mapping[float, int]) -> Panel:
    shares = stretches(scores)
    rarest = min(shares.values(), default=1.0)
    decades = max(LEAST_DECADES, floor(-log10(rarest)) + 1)
    return Panel(title=title, colour=colour, top=top, shares=shares, decades=decades)


def _x(db: float) -> float:
    """Place of a sum on the page, at the edge if it lies beyond."""
    part = (min(max(db, LOWEST_DB), HIGHEST_DB) - LOWEST_DB) / (HIGHEST_DB - LOWEST_DB)
    return LEFT + part * (WIDTH - LEFT - RIGHT)


def _lines(panels: tuple[Panel, ...], found: Calibration, words: Words) -> Iterator[str]:
    title = words("calibrate.plot_title", pack=found.pack, version=found.pack_version)
    yield (
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {WIDTH} {HEIGHT}"'
        f' width="{WIDTH}" height="{HEIGHT}" role="img" font-family="sans-serif" font-size="12">'
    )
    yield f"<title>{escape(title)}</title>"
    yield f'<rect width="{WIDTH}" height="{HEIGHT}" fill="#fff"/>'
    for panel in panels:
        yield from _frame(panel)
        yield from _bars(panel)
    yield from _threshold(found.suspicious_db, words("calibrate.plot_suspicious"), anchor="end")
    yield from _threshold(found.detected_db, words("calibrate.plot_detected"), anchor="start")
    yield from _axis(words("calibrate.plot_axis"))
    yield "</svg>"


def _frame(panel: Panel) -> Iterator[str]:
    for decade in range(panel.decades + 1):
        share = 10.0**-decade
        y = panel.y(share)
        yield _line(LEFT, y, WIDTH - RIGHT, y, "#ddd" if decade < panel.decades else "#444")
        yield _text(LEFT - 6, y + 4, f"{100 * share:g} %", anchor="end")
    yield _text(WIDTH - RIGHT, panel.top - 6, panel.title, anchor="end", colour=panel.colour)


def _bars(panel: Panel) -> Iterator[str]:
    for start, share in panel.shares.items():
        x, y = _x(start), panel.y(share)
        width = _x(start + STRETCH_DB) - x - 1
        yield (
            f'<rect x="{x:.1f}" y="{y:.1f}" width="{width:.1f}" height="{panel.floor_y - y:.1f}"'
            f' fill="{panel.colour}"><title>{start} … {start + STRETCH_DB} dB:'
            f" {100 * share:.2f} %</title></rect>"
        )


def _threshold(db: float, name: str, *, anchor: str) -> Iterator[str]:
    x = _x(db)
    yield (
        f'<line x1="{x:.1f}" y1="{TOP - 14}" x2="{x:.1f}" y2="{HEIGHT - BOTTOM}" stroke="#000"'
        ' stroke-dasharray="5 4"/>'
    )
    yield _text(x, TOP - 20, f"{name}, {db:g} dB", anchor=anchor)


def _axis(title: str) -> Iterator[str]:
    y = HEIGHT - BOTTOM
    for db in range(LOWEST_DB, LAST_DB + 1, TICK_DB):
        yield _line(_x(db), y, _x(db), y + 5, "#444")
        label = f"≥ {db}" if db == LAST_DB else str(db)
        yield _text(_x(db), y + 18, label, anchor="middle")
    yield _text((LEFT + WIDTH - RIGHT) / 2, y + 38, title, anchor="middle")


def _line(x: float, y: float, to_x: float, to_y: float, colour: str) -> str:
    return f'<line x1="{x:.1f}" y1="{y:.1f}" x2="{to_x:.1f}" y2="{to_y:.1f}" stroke="{colour}"/>'


def _text(x: float, y: float, text: str, *, anchor: str, colour: str = "#222") -> str:
    return (
        f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}" fill="{colour}">'
        f"{escape(text)}</text>"
    )
