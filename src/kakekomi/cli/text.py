"""A verdict as a person reads it on a terminal or in a text file.

First one sentence that says what this is, then what was found with its evidence, what speaks
against it, what was not checked, where one stands, and what to do next.
"""

from collections.abc import Iterable, Iterator
from typing import Final

from kakekomi.check.labels import Labels
from kakekomi.check.visible import visible
from kakekomi.cli.console import Console, Style
from kakekomi.cli.evidence import source_of, value_of
from kakekomi.cli.width import columns, wrap
from kakekomi.guide.document import EvidenceDocument, FindingDocument, VerdictDocument

EVIDENCE_SHOWN: Final = 5
"""Values shown below one finding; a person needs to recognize it, not to audit it."""

GAPS_SHOWN: Final = 12
"""Lines of what was not checked; beyond that nobody reads, and the JSON has all."""


def render(document: VerdictDocument, console: Console, labels: Labels) -> Iterator[str]:
    """The lines about one subject."""
    yield from _head(document, console)
    yield from _findings(document, console)
    yield from _gaps(document, console)
    yield from _situation(document, console, labels)
    yield from _steps(document, console)


def _head(document: VerdictDocument, console: Console) -> Iterator[str]:
    words = console.words
    kind = words(f"line.subject_{document.kind}")
    yield f"{kind}{words('line.colon')}{visible(document.subject)}"
    sentence = words(f"verdict.{document.kind}.{document.verdict}")
    for line in wrap(sentence, console.width).split("\n"):
        yield console.styled(line, Style[document.verdict.upper()])


def _findings(document: VerdictDocument, console: Console) -> Iterator[str]:
    heaviest_first = sorted(document.findings, key=lambda finding: -finding.weight_db)
    found = [finding for finding in heaviest_first if finding.weight_db >= 0]
    against = [finding for finding in heaviest_first if finding.weight_db < 0]
    if found:
        yield from _section(console, "heading.found", _listed(found, console))
    elif document.verdict != "not_checked":
        yield from _section(console, "heading.found", [f"  {console.words('heading.nothing')}"])
    if against:
        yield from _section(console, "heading.against", _listed(against, console))


def _listed(findings: Iterable[FindingDocument], console: Console) -> Iterator[str]:
    for number, finding in enumerate(findings, 1):
        yield from _item(console, number, visible(finding.says))
        yield from _evidence(finding.evidence, console)


def _evidence(evidence: tuple[EvidenceDocument, ...], console: Console) -> Iterator[str]:
    words = console.words
    for item in evidence[:EVIDENCE_SHOWN]:
        label = words("line.evidence") + words("line.colon")
        value = f"{label}{value_of(item)} {source_of(item)}"
        for line in wrap(value, console.width, indent="     ").split("\n"):
            yield console.styled(line, Style.DIM)
    if (left := len(evidence) - EVIDENCE_SHOWN) > 0:
        yield "     " + words("line.more_evidence", count=left)


def _gaps(document: VerdictDocument, console: Console) -> Iterator[str]:
    if not document.gaps:
        return
    yield from _section(console, "heading.gaps", _gap_lines(document, console))


def _gap_lines(document: VerdictDocument, console: Console) -> Iterator[str]:
    sentences = list(dict.fromkeys(visible(gap.says) for gap in document.gaps))
    for sentence in sentences[:GAPS_SHOWN]:
        yield from _wrapped(console, sentence, indent="  - ", hanging="    ")
    if (left := len(sentences) - GAPS_SHOWN) > 0:
        yield "  - " + console.words("line.more_gaps", count=left)


def _situation(document: VerdictDocument, console: Console, labels: Labels) -> Iterator[str]:
    words, colon = console.words, console.words("line.colon")
    lines = [f"{words('line.stage')}{colon}{labels.stage(document.stage)}"]
    if document.pattern is not None:
        lines.insert(0, f"{words('line.pattern')}{colon}{labels.pattern(document.pattern)}")
    lines[:0] = [words("line.sender") + colon + words(key) for key in labels.sender_words(document)]
    body = [part for line in lines for part in _wrapped(console, line, indent="  ")]
    yield from _section(console, "heading.situation", body)


def _steps(document: VerdictDocument, console: Console) -> Iterator[str]:
    body = [
        line
        for number, step in enumerate(document.next_steps, 1)
        for line in _item(console, number, visible(step.says))
    ]
    yield from _section(console, "heading.next", body)


def more(document: VerdictDocument, console: Console) -> Iterator[str]:
    """Where to read on: the same for all subjects of a command, so it is said once."""
    words = console.words
    judged = words(
        "line.judged_by",
        pack=document.pack.id,
        version=document.pack.version,
        at=f"{document.checked_at:%Y-%m-%d %H:%M} UTC",
    )
    lines = [words("line.more_guide"), words("line.more_card"), words("line.more_json"), judged]
    body = [part for line in lines for part in _wrapped(console, line, indent="  ")]
    yield from _section(console, "heading.more", body)


def _section(console: Console, heading: str, body: Iterable[str]) -> Iterator[str]:
    yield ""
    yield console.styled(console.words(heading), Style.HEADING)
    yield from body


def _item(console: Console, number: int, text: str) -> Iterator[str]:
    mark = f"  {number}. "
    yield from _wrapped(console, text, indent=mark, hanging=" " * columns(mark))


def _wrapped(
    console: Console, text: str, *, indent: str = "", hanging: str | None = None
) -> list[str]:
    later = " " * columns(indent) if hanging is None else hanging
    return wrap(text, console.width, indent=indent, hanging=later).split("\n")
