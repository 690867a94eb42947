"""The answer of ``trace`` as a person reads it on a terminal or in a text file."""

from collections.abc import Iterator, Sequence
from typing import Final

from kakekomi.check.visible import visible
from kakekomi.cli.console import Console, Style
from kakekomi.cli.width import wrap
from kakekomi.trace.document import BecauseDocument, HypothesisDocument, TraceDocument
from kakekomi.trace.explanation import Side

SHOWN: Final = 6
"""Mailboxes of the table; further ones are slivers, and the JSON has them."""
WORTH_SHOWING: Final = 0.02
"""Below that it frightens somebody for nothing."""
BAR_CHARS: Final = 20
REASONS: Final = 3
"""Quoted mails named below a mailbox."""


def show(answer: TraceDocument, console: Console) -> None:
    """Write all of it."""
    first, *rest = answer.says.split("\n")
    for line in wrap(visible(first), console.width).split("\n"):
        console.say(console.styled(line, Style.NOTHING_FOUND))
    for thought in rest:
        console.say(wrap(visible(thought), console.width, indent="  ", hanging="  "))
    for heading, lines in (
        ("trace.mailboxes", _mailboxes(answer, console)),
        ("trace.spoofs", _spoofs(answer, console)),
        ("trace.archives", _archives(answer, console)),
        ("heading.gaps", _gaps(answer, console)),
    ):
        body = list(lines)
        if body:
            console.say()
            console.say(console.styled(console.words(heading), Style.HEADING))
            for line in body:
                console.say(line)


def _mailboxes(answer: TraceDocument, console: Console) -> Iterator[str]:
    best = answer.hypotheses[:1]
    rest = [one for one in answer.hypotheses[1:SHOWN] if one.probability >= WORTH_SHOWING]
    named: set[tuple[BecauseDocument, ...]] = set()
    for one in (*best, *rest):
        percent = min(round(one.probability * 100), 99)
        bar = "#" * round(one.probability * BAR_CHARS)
        yield f"  {percent:>3}% {bar:<{BAR_CHARS}} {visible(_name(one, console))}"
        if one.because in named:
            yield "       " + console.words("trace.same_mails")
        elif one.because:
            named.add(one.because)
            yield from _because(one.because, console)


def _because(because: Sequence[BecauseDocument], console: Console) -> Iterator[str]:
    for why in because[:REASONS]:
        reason = console.words(
            "trace.because",
            spoof=visible(why.spoof),
            message_id=visible(why.message_id),
            chars=why.matched_chars,
        )
        yield wrap(reason, console.width, indent="       ", hanging="       ")
    left = len(because) - REASONS
    if left > 0:
        yield "       " + console.words("line.more_evidence", count=left)


def _name(one: HypothesisDocument, console: Console) -> str:
    if one.side is Side.UNKNOWN:
        return console.words("trace.unknown")
    return console.words("line.separator").join(one.mailboxes)


def _spoofs(answer: TraceDocument, console: Console) -> Iterator[str]:
    """Each kind once, with the spoofs that are of it."""
    words = console.words
    by_case: dict[str, list[str]] = {}
    for one in answer.spoofs:
        for case in one.cases or ("",):
            by_case.setdefault(case, []).append(visible(one.spoof))
    for case, names in by_case.items():
        what = words(f"sender.{case}") if case else words("trace.no_case")
        line = f"{words('line.separator').join(names)}{words('line.colon')}{what}"
        yield wrap(line, console.width, indent="  - ", hanging="    ")


def _archives(answer: TraceDocument, console: Console) -> Iterator[str]:
    words = console.words
    for one in answer.archives:
        owner = visible(one.owner) if one.owner else words("trace.no_owner")
        yield f"  - {visible(one.name)}{words('line.colon')}{owner}"
    yield "  " + words("trace.mails", count=f"{answer.mails:,}")


def _gaps(answer: TraceDocument, console: Console) -> Iterator[str]:
    for one in answer.gaps:
        key = "trace.gap_limit" if one.why == "limit" else "trace.gap_unreadable"
        yield "  - " + console.words(key, detail=visible(one.detail))
