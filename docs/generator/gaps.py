"""``gaps.md``: the codes of gaps and the words that people read instead."""

from generator.markdown import code, page, plain, section, table
from kakekomi.facts.gap import What, Why
from kakekomi.packs.gap_words import gap_words
from kakekomi.packs.model import Language

INTRODUCTION = """\
A gap is something that was not checked: what, why, and in `detail` the name, path or number it
concerns. Every verdict lists its gaps. `nothing_found` always has some, because no check covers
everything; a partial gap does not change the verdict.

The codes are two closed sets. People read a sentence: the one of the combination if there is one,
else that of the why, with the noun of the what in it.
"""


def write() -> str:
    """The page."""
    japanese, english = gap_words(Language.JA), gap_words(Language.EN)
    return page(
        "Gaps: what was not checked, and why",
        INTRODUCTION.strip(),
        section(
            "What",
            table(
                ("code", "ja", "en"),
                ((code(one), plain(japanese.what[one]), plain(english.what[one])) for one in What),
            ),
        ),
        section(
            "Why",
            table(
                ("code", "ja", "en"),
                ((code(one), plain(japanese.why[one]), plain(english.why[one])) for one in Why),
            ),
        ),
        section(
            "Combinations with a sentence of their own",
            table(
                ("what.why", "ja", "en"),
                (
                    (code(pair), plain(japanese.sentence[pair]), plain(english.sentence[pair]))
                    for pair in sorted(japanese.sentence)
                ),
            ),
        ),
        source="src/kakekomi/facts/gap.py and src/kakekomi/packs/words/",
    )
