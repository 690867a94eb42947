"""The dangerous mails of an archive and the people concerned, as tables of the page."""

from collections.abc import Iterator
from html import escape
from typing import Final

from kakekomi.check.visible import visible
from kakekomi.cli.roll import MAX_PEOPLE, Entry, Person, Roll
from kakekomi.cli.words import Words

TITLES_SHOWN: Final = 3
"""Of what was found in one mail; the rest stands further below."""

RECIPIENTS_SHOWN: Final = 8


def tables(roll: Roll, words: Words) -> str:
    """Both tables; nothing if there is no dangerous mail."""
    entries = roll.entries()
    if not entries:
        return ""
    return "\n".join((*_mails(entries, roll, words), *_people(roll.people(), words)))


def _mails(entries: list[Entry], roll: Roll, words: Words) -> Iterator[str]:
    yield f"<h2>{_text(words('heading.dangerous'))}</h2>"
    columns = ("verdict", "date", "from", "to", "found", "where")
    yield f"<table>\n<tr>{_head(columns, words)}</tr>"
    for entry in entries:
        yield f"<tr>{''.join(_cells(entry, words))}</tr>"
    yield "</table>"
    for verdict, count in roll.left_out.items():
        if count:
            short = words(f"line.short_{verdict}") + words("line.colon")
            yield f"<p>{_text(short + words('line.more_names', count=count))}</p>"


def _cells(entry: Entry, words: Words) -> Iterator[str]:
    trail = entry.trail
    short = _text(words(f"line.short_{entry.verdict}"))
    yield f'<td><span class="tag {escape(entry.verdict)}">{short}</span></td>'
    yield f"<td>{f'{trail.date_at:%Y-%m-%d %H:%M} UTC' if trail.date_at else ''}</td>"
    yield f"<td>{_inert(trail.from_name)}<br>{_inert(trail.from_address)}</td>"
    yield f"<td>{'<br>'.join(_recipients(entry, words))}</td>"
    titles = (*entry.titles[:TITLES_SHOWN], *(("…",) if entry.titles[TITLES_SHOWN:] else ()))
    yield f"<td>{_inert(trail.subject_line)}<br>{'<br>'.join(map(_text, titles))}</td>"
    yield f"<td>{_inert(entry.subject)}</td>"


def _recipients(entry: Entry, words: Words) -> Iterator[str]:
    recipients = entry.trail.recipients
    yield from map(_inert, recipients[:RECIPIENTS_SHOWN])
    if (left := len(recipients) - RECIPIENTS_SHOWN) > 0:
        yield _text(words("line.more_names", count=left))
    if entry.answered_by:
        answered = words("line.separator").join(map(visible, entry.answered_by[:RECIPIENTS_SHOWN]))
        line = words("html.answered_by") + words("line.colon") + answered
        yield f"<strong>{_text(line)}</strong>"


def _people(people: list[Person], words: Words) -> Iterator[str]:
    if not people:
        return
    yield f"<h2>{_text(words('heading.people'))}</h2>"
    yield f"<p>{_text(words('html.people'))}</p>"
    columns = ("person", "detected", "suspicious", "answered")
    yield f"<table>\n<tr>{_head(columns, words)}</tr>"
    for one in people[:MAX_PEOPLE]:
        counts = "".join(
            f"<td>{count or ''}</td>" for count in (one.detected, one.suspicious, one.answered)
        )
        yield f"<tr><td>{_inert(one.address)}</td>{counts}</tr>"
    yield "</table>"
    if (left := len(people) - MAX_PEOPLE) > 0:
        yield f"<p>{_text(words('line.more_names', count=left))}</p>"


def _head(columns: tuple[str, ...], words: Words) -> str:
    return "".join(f"<th>{_text(words(f'column.{column}'))}</th>" for column in columns)


def _text(text: str) -> str:
    return escape(visible(text))


def _inert(text: str) -> str:
    """Hostile text in a direction of its own, so that it turns nothing around it."""
    return f"<bdi>{_text(text)}</bdi>" if text else ""
