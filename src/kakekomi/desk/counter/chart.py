"""Bars as SVG, made on the server: no script, no colour that bears meaning, read by screen readers.

The same numbers stand in a table beside the picture (the template makes it), so the picture itself
is one image with a title and a description.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape, quoteattr

MAX_BARS: Final = 60
"""Two months of days: more are no bars but a line."""

HEIGHT: Final = 160
BAR: Final = 28
GAP: Final = 12
TOP: Final = 20
"""Room for the number above the highest bar."""
BOTTOM: Final = 24
"""Room for the labels."""


@dataclass(frozen=True, slots=True)
class Bar:
    """A number with the word below it."""

    label: str
    value: int


@dataclass(frozen=True, slots=True, kw_only=True)
class Chart:
    """A picture in numbers."""

    id: str
    """Unique on its page: the title is found by it."""
    title: str
    description: str
    bars: tuple[Bar, ...]

    @property
    def svg(self) -> str:
        """The picture; every text in it is escaped."""
        return svg_of(self)


def svg_of(chart: Chart) -> str:
    """The picture of at most ``MAX_BARS`` bars, the last ones."""
    bars = chart.bars[-MAX_BARS:]
    width = max(len(bars) * (BAR + GAP) + GAP, BAR)
    height = TOP + HEIGHT + BOTTOM
    title, described = quoteattr(f"{chart.id}-title"), quoteattr(f"{chart.id}-desc")
    parts = [
        f'<svg class="chart" xmlns="http://www.w3.org/2000/svg" role="img" '
        f'viewBox="0 0 {width} {height}" width="{width}" height="{height}" '
        f"aria-labelledby={title} aria-describedby={described}>",
        f"<title id={title}>{escape(chart.title)}</title>",
        f"<desc id={described}>{escape(chart.description)}</desc>",
        f'<line x1="0" y1="{TOP + HEIGHT}" x2="{width}" y2="{TOP + HEIGHT}" '
        'class="line" stroke="currentColor"/>',
        *_bars(bars),
        "</svg>",
    ]
    return "".join(parts)


def _bars(bars: Sequence[Bar]) -> list[str]:
    top = max((bar.value for bar in bars), default=0) or 1
    return [_bar(number, bar, top) for number, bar in enumerate(bars)]


def _bar(number: int, bar: Bar, top: int) -> str:
    high = round(HEIGHT * max(bar.value, 0) / top)
    left, middle = GAP + number * (BAR + GAP), GAP + number * (BAR + GAP) + BAR // 2
    return (
        f'<rect x="{left}" y="{TOP + HEIGHT - high}" width="{BAR}" height="{high}" '
        'class="bar" fill="currentColor"/>'
        f'<text x="{middle}" y="{TOP + HEIGHT - high - 4}" text-anchor="middle" font-size="12" '
        f'fill="currentColor">{bar.value}</text>'
        f'<text x="{middle}" y="{TOP + HEIGHT + 16}" text-anchor="middle" font-size="11" '
        f'fill="currentColor">{escape(bar.label)}</text>'
    )
