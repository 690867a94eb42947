"""The whole way from spoofs and archived mails to an answer, for a page or a program.

``letters`` may be any stream; nothing of it is kept but numbers. The answer holds the explanation
for whoever wants to go on computing, the document that is stored, and the drawing for a page.
"""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kakekomi.facts.gap import Gap
from kakekomi.trace.chart import svg
from kakekomi.trace.document import SpoofDocument, TraceDocument, bars, document
from kakekomi.trace.explanation import Explanation, explain
from kakekomi.trace.letter import Letter, Spoof
from kakekomi.trace.says import says, words_of
from kakekomi.trace.scan import Scan


@dataclass(frozen=True, slots=True, kw_only=True)
class Archives:
    """Whose mails these are, and who "we" are."""

    units: Sequence[Sequence[str]]
    """Names of the mailbox files and folders, by number: the path, then its parts from inside."""
    own_domains: Sequence[str] = ()
    """Empty: those of the archives' owners."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Answer:
    """Who leaked, as value, document and drawing."""

    explanation: Explanation
    document: TraceDocument
    chart: str
    """SVG, without script."""


def answer(
    spoofs: Sequence[Spoof],
    letters: Iterable[tuple[int, Letter]],
    archives: Archives,
    *,
    language: str,
    cases: Sequence[SpoofDocument] = (),
    gaps: Sequence[Gap] = (),
) -> Answer:
    """Find out; each letter comes with the number of the unit that it lies in."""
    scan = Scan(spoofs)
    for unit, letter in letters:
        scan.add(letter, unit)
    return tell(
        explain(scan, archives.units, archives.own_domains),
        language=language,
        cases=cases,
        gaps=gaps,
    )


def tell(
    found: Explanation,
    *,
    language: str,
    cases: Sequence[SpoofDocument] = (),
    gaps: Sequence[Gap] = (),
) -> Answer:
    """Put what was found into a language; ``cases`` and ``gaps`` are known to the caller."""
    words = words_of(language)
    return Answer(
        explanation=found,
        document=document(found, says(found, language), cases=cases, gaps=gaps),
        chart=svg(bars(found), title=words("chart"), unknown=words("mailbox_unknown")),
    )
