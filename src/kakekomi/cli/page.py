"""Verdicts as one HTML page: nothing loaded from elsewhere, no script, hostile text inert.

What to do stands right below the verdict: on a page the eye stays at the top, whereas a terminal
ends at the bottom.

The page's own policy forbids everything but its one style sheet, named by its hash, so that even
a slip in escaping could load or run nothing. Text is shown as ``visible`` leaves it, then escaped.
"""

import base64
import hashlib
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cache
from html import escape
from importlib import resources

from kakekomi.check.labels import Labels
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import visible
from kakekomi.cli.evidence import source_of, value_of
from kakekomi.cli.words import Words
from kakekomi.guide.document import EvidenceDocument, FindingDocument, VerdictDocument


@dataclass(frozen=True, slots=True, kw_only=True)
class Page:
    """What stands on a page."""

    documents: Sequence[VerdictDocument]
    more_documents: int = 0
    """Left out."""
    problems: Sequence[Problem] = ()
    more_problems: int = 0
    """Left out."""
    summary: Sequence[str] = ()
    """Lines about all subjects, none for a single one."""
    tables: str = ""
    """About an archive, as HTML."""


def render(page: Page, words: Words, labels: Labels) -> str:
    """The whole page."""
    body = [
        f"<h1>{_text(words('html.title'))}</h1>",
        _section(
            words("heading.summary"), "ul", (f"<li>{_text(line)}</li>" for line in page.summary)
        )
        if page.summary
        else "",
        page.tables,
        _problems(page, words),
        *(_article(document, words, labels) for document in page.documents),
        f"<p>{_text(words('html.more', count=page.more_documents))}</p>"
        if page.more_documents
        else "",
        f'<p class="small">{_text(words("html.printed"))}</p>',
    ]
    return _head(words) + "\n".join(filter(None, body)) + "\n</body>\n</html>\n"


@cache
def _style() -> str:
    return resources.files("kakekomi.cli").joinpath("page.css").read_text("utf-8")


def _head(words: Words) -> str:
    digest = base64.b64encode(hashlib.sha256(_style().encode()).digest()).decode()
    policy = f"default-src 'none'; style-src 'sha256-{digest}'; base-uri 'none'; form-action 'none'"
    return (
        f'<!doctype html>\n<html lang="{words.language}">\n<head>\n<meta charset="utf-8">\n'
        f'<meta http-equiv="Content-Security-Policy" content="{policy}">\n'
        '<meta name="viewport" content="width=device-width, initial-scale=1">\n'
        '<meta name="referrer" content="no-referrer">\n'
        f"<title>{_text(words('html.title'))}</title>\n<style>{_style()}</style>\n"
        "</head>\n<body>\n"
    )


def _text(text: str) -> str:
    return escape(visible(text))


def _problems(page: Page, words: Words) -> str:
    if not page.problems:
        return ""
    items = [
        f"<li>{_text(problem.name)}{words('line.colon')}"
        f"{_text(words(problem.key, reason=problem.reason))}</li>"
        for problem in page.problems
    ]
    if page.more_problems:
        items.append(f"<li>{_text(words('line.more_names', count=page.more_problems))}</li>")
    return _section(words("heading.unreadable"), "ul", items)


def _article(document: VerdictDocument, words: Words, labels: Labels) -> str:
    found = [finding for finding in document.findings if finding.weight_db >= 0]
    against = [finding for finding in document.findings if finding.weight_db < 0]
    kind = words(f"line.subject_{document.kind}")
    sentence = words(f"verdict.{document.kind}.{document.verdict}")
    parts = [
        "<article>",
        f'<p class="name">{kind}{words("line.colon")}<bdi>{_text(document.subject)}</bdi></p>',
        f'<p class="verdict {escape(document.verdict)}">{_text(sentence)}</p>',
        _section(words("heading.next"), "ol", _steps(document), name="steps"),
        _section(words("heading.found"), "ol", _findings(found, words))
        if found
        else f"<p>{_text(words('heading.nothing'))}</p>",
        _section(words("heading.against"), "ol", _findings(against, words)) if against else "",
        _section(words("heading.gaps"), "ul", _gaps(document)) if document.gaps else "",
        _section(words("heading.situation"), "ul", _situation(document, words, labels)),
        _judged(document, words),
        "</article>",
    ]
    return "\n".join(filter(None, parts))


def _section(heading: str, tag: str, items: Iterable[str], *, name: str = "") -> str:
    body, attribute = "\n".join(items), f' class="{name}"' if name else ""
    return f"<h2>{_text(heading)}</h2>\n<{tag}{attribute}>\n{body}\n</{tag}>"


def _findings(findings: Iterable[FindingDocument], words: Words) -> Iterable[str]:
    for finding in sorted(findings, key=lambda finding: -finding.weight_db):
        weight = words("html.weight", weight=f"{finding.weight_db:g}")
        attack = f" · {words('html.attack')} {', '.join(finding.attack)}" if finding.attack else ""
        evidence = "\n".join(_evidence(item) for item in finding.evidence)
        yield (
            f'<li>{_text(finding.says)}\n<ul class="evidence">\n{evidence}\n</ul>\n'
            f'<span class="small">{_text(finding.title)} · {_text(weight + attack)}</span></li>'
        )


def _evidence(item: EvidenceDocument) -> str:
    return f"<li><code>{escape(value_of(item))}</code> {_text(source_of(item))}</li>"


def _gaps(document: VerdictDocument) -> Iterable[str]:
    sentences = dict.fromkeys(gap.says for gap in document.gaps)
    return (f"<li>{_text(sentence)}</li>" for sentence in sentences)


def _situation(document: VerdictDocument, words: Words, labels: Labels) -> Iterable[str]:
    for key in labels.sender_words(document):
        yield f"<li>{_text(words('line.sender') + words('line.colon') + words(key))}</li>"
    if document.pattern is not None:
        pattern = words("line.pattern") + words("line.colon") + labels.pattern(document.pattern)
        yield f"<li>{_text(pattern)}</li>"
    stage = words("line.stage") + words("line.colon") + labels.stage(document.stage)
    yield f"<li>{_text(stage)}</li>"


def _steps(document: VerdictDocument) -> Iterable[str]:
    return (f"<li>{_text(step.says)}</li>" for step in document.next_steps)


def _judged(document: VerdictDocument, words: Words) -> str:
    judged = words(
        "line.judged_by",
        pack=document.pack.id,
        version=document.pack.version,
        at=f"{document.checked_at:%Y-%m-%d %H:%M} UTC",
    )
    return f'<p class="small">{_text(judged)}</p>'
