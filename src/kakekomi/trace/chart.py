"""Draw the answer as bars, as an SVG without script that a page can hold as it is.

Labels are hostile (addresses of strangers), so they are escaped, and control characters are gone.
"""

import re
from collections.abc import Sequence
from html import escape
from typing import Final

from kakekomi.trace.document import Bar
from kakekomi.trace.explanation import Side

WIDTH: Final = 640
ROW: Final = 28
LABEL_WIDTH: Final = 280
MAX_LABEL_CHARS: Final = 34
"""What fits; the whole name is in the title, which a pointer and a screen reader find."""
FILLS: Final = {
    Side.OWN: "#b3261e",
    Side.PARTNER: "#1f5fa8",
    Side.MIXED: "#6b4fa0",
    Side.UNKNOWN: "#6b7280",
}
INVISIBLE: Final = re.compile("[\x00-\x1f\x7f\u200e\u200f\u202a-\u202e\u2066-\u2069]")
"""Takes a right-to-left mark; refuses ``a``."""


def svg(bars: Sequence[Bar], *, title: str, unknown: str) -> str:
    """The chart; ``unknown`` is the label of the mailbox that nobody knows."""
    height = ROW * len(bars) + ROW // 2
    rows = "".join(_row(bar, place, unknown) for place, bar in enumerate(bars))
    return (
        f'<svg xmlns="http://www.w3.org/2000/svg" role="img" viewBox="0 0 {WIDTH} {height}" '
        f'font-family="sans-serif" font-size="13"><title>{_text(title)}</title>{rows}</svg>'
    )


def _row(bar: Bar, place: int, unknown: str) -> str:
    label = bar.label or unknown
    short = label if len(label) <= MAX_LABEL_CHARS else label[: MAX_LABEL_CHARS - 1] + "…"
    percent = min(round(bar.probability * 100), 99)
    wide = round((WIDTH - LABEL_WIDTH - 60) * bar.probability, 1)
    top = ROW * place + ROW // 4
    return (
        f"<g><title>{_text(label)} {percent}%</title>"
        f'<text x="{LABEL_WIDTH - 8}" y="{top + 14}" text-anchor="end">{_text(short)}</text>'
        f'<rect x="{LABEL_WIDTH}" y="{top}" width="{wide}" height="18" fill="{FILLS[bar.side]}"/>'
        f'<text x="{LABEL_WIDTH + wide + 6}" y="{top + 14}">{percent}%</text></g>'
    )


def _text(text: str) -> str:
    return escape(INVISIBLE.sub("", text))
