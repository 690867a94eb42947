"""``check pc --qr FILE``: the result as a page of codes to show, print or photograph."""

from html import escape
from pathlib import Path
from typing import Final

from kakekomi.check.judging import Collected
from kakekomi.check.outcome import Problem, attempt
from kakekomi.check.visible import valid_text, visible
from kakekomi.cli.words import Words
from kakekomi.facts import snapshot
from kakekomi.facts.paper import pages_of

SCALE: Final = 4
"""Dots of the screen for one of the code: 600 for a page, as wide as a phone sees at once."""

STYLE: Final = """
body{font:18px/1.7 sans-serif;margin:1rem auto;max-width:46rem;padding:0 1rem}
body{color:#000;background:#fff}
figure{margin:0 0 2rem;break-inside:avoid;text-align:center}svg{max-width:100%;height:auto}
figcaption{font-weight:700}
"""


def write(one: Collected, target: str, words: Words) -> Problem | None:
    """Write the page; None if it was written or there is nothing to write."""
    if not one.facts:
        return None
    made = attempt(
        lambda: Path(target).write_text(_page(one, words), "utf-8"),
        name=valid_text(target),
        bad_input="problem.other",
    )
    return made if isinstance(made, Problem) else None


def _page(one: Collected, words: Words) -> str:
    import segno  # noqa: PLC0415  for --qr only

    pages = pages_of(snapshot.write(one.facts))
    subject = escape(visible(one.facts[0].subject))
    figures = []
    for number, text in enumerate(pages, 1):
        code = segno.make_qr(text, error="l", boost_error=False)
        drawn = code.svg_inline(scale=SCALE, border=4, omitsize=False)
        caption = escape(words("paper.page", number=number, total=len(pages)))
        figures.append(f"<figure>{drawn}<figcaption>{caption} · {subject}</figcaption></figure>")
    title = escape(words("paper.title"))
    return (
        f'<!doctype html>\n<html lang="{words.language}"><head><meta charset="utf-8">'
        f"<title>{title} {subject}</title><style>{STYLE}</style></head><body>"
        f"<h1>{title}: {subject}</h1><p>{escape(words('paper.says', total=len(pages)))}</p>"
        f"{''.join(figures)}</body></html>\n"
    )
