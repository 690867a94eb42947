"""``patterns-and-stages.md``: where somebody stands, and the questions that find it out."""

from collections.abc import Iterator, Sequence

from generator.knowledge import FOLDER, pack, source_links
from generator.markdown import block, bullets, code, page, plain, section, table
from kakekomi.guide.triage import Choice, Question, read_triage
from kakekomi.packs.model import CaseQuery

INTRODUCTION = """\
A pattern says what happened, a stage how far it has gone. Both are queries over the
[facts](tables.md) of a case; a single check is a case of one. Where several are true, the first in
this order is named first.
"""


def write() -> str:
    """The page."""
    questions = read_triage(pack()).question
    return page(
        "Patterns, stages and the three questions",
        INTRODUCTION.strip(),
        section("Patterns", *_queries(pack().patterns)),
        section("Stages", *_queries(pack().stages)),
        section(
            "Questions",
            "`kakekomi guide` asks at most three. Some answers call for one thing at once.",
            *(_question(question) for question in questions),
        ),
        source=f"{FOLDER}/patterns/, stages/ and triage.toml",
    )


def _queries(queries: Sequence[CaseQuery]) -> Iterator[str]:
    for query in queries:
        yield section(
            query.id,
            f"**{plain(query.title.ja)}** / **{plain(query.title.en)}**",
            bullets((plain(query.says.ja), plain(query.says.en))),
            f"Sources: {source_links(query.sources)}",
            block(query.sql, "sql"),
            level=3,
        )


def _question(question: Question) -> str:
    asked = " and ".join(
        f"{code(when.question)} is {' or '.join(map(code, when.values))}" for when in question.when
    )
    return section(
        question.id,
        bullets((plain(question.asks.ja), plain(question.asks.en))),
        f"Asked if {asked}." if asked else "",
        table(("answer", "ja", "en", "at once"), map(_choice, question.choice)),
        level=3,
    )


def _choice(choice: Choice) -> tuple[str, str, str, str]:
    at_once = f"[{choice.now}](steps.md#{choice.now})" if choice.now else ""
    return code(choice.id), plain(choice.says.ja), plain(choice.says.en), at_once
