"""Fill a template of the pack with a statement.

A template is plain text, its first line the subject. Lines::

    text {place}            the value, or a mark to fill it in
    ? text {place}          left out if the value is empty
    ?name=a|b text          only if the statement's ``name`` has one of these values
    - {list}                once for each item of the list

Values are put in verbatim and never read as places; line ends inside them become blanks, so that
no value can add a line.
"""

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Final

from kakekomi.notice.statement import Statement, date_text
from kakekomi.packs.model import Language
from kakekomi.packs.sentence import fill, places

CONDITION: Final = re.compile(r"\?(?:([a-z_]+)=([a-z_|]+))? ")
"""Takes ``?infection=confirmed|investigating `` and ``? ``; refuses ``?a=B ``."""

SUBJECT_FIELD: Final = re.compile(r"(?:件名|Subject): *")
"""Begins the first line: takes ``件名: ``; refuses ``Re: ``."""

FILL_IN: Final[Mapping[Language, tuple[str, str]]] = {
    Language.JA: ("【要記入: ", "】"),
    Language.EN: ("[FILL IN: ", "]"),
}
"""Stand around the name of what is missing."""


@dataclass(frozen=True, slots=True, kw_only=True)
class NoticeText:
    """The words of a notice."""

    subject_line: str
    text: str

    @property
    def lines(self) -> tuple[str, ...]:
        """As people count them: the subject is line 1, then an empty line, then the text."""
        return (self.subject_line, "", *self.text.splitlines())


def compose(
    template: str, statement: Statement, language: Language, titles: Mapping[str, str]
) -> NoticeText:
    """The notice; ``titles`` name the facts that are missing, by the place's name."""
    values = place_values(statement, language)
    lines = [
        line for raw in template.splitlines() for line in _lines(raw, values, language, titles)
    ]
    return read_text("\n".join(lines))


def read_text(text: str) -> NoticeText:
    """A notice from its file: the first line is the subject."""
    first, _, rest = text.lstrip("\ufeff").partition("\n")
    subject = SUBJECT_FIELD.sub("", first.strip(), count=1)
    return NoticeText(subject_line=subject, text=rest.strip("\n") + "\n" if rest.strip() else "")


def write_text(notice: NoticeText, language: Language) -> str:
    """The file that ``read_text`` reads."""
    field = "件名" if language is Language.JA else "Subject"
    return f"{field}: {notice.subject_line}\n\n{notice.text}"


def place_values(statement: Statement, language: Language) -> Mapping[str, tuple[str, ...]]:
    """Each fact as it is written in the language; an empty tuple if it is not stated."""
    return {
        name: _written(getattr(statement, name), language) for name in statement.__struct_fields__
    }


def _written(value: object, language: Language) -> tuple[str, ...]:
    match value:
        case None | "":
            return ()
        case date():
            return (date_text(value, language),)
        case tuple():
            return tuple(_flat(item) for item in value)
        case _:
            return (_flat(value),)


def _flat(value: object) -> str:
    return " ".join(str(value).split())


def _lines(
    raw: str, values: Mapping[str, tuple[str, ...]], language: Language, titles: Mapping[str, str]
) -> Iterator[str]:
    condition = CONDITION.match(raw)
    line = raw[condition.end() :] if condition else raw
    if condition and condition[1]:
        if not set(values.get(condition[1], ())) & set(condition[2].split("|")):
            return
    elif condition and not all(values.get(name) for name in places(line)):
        return
    many = next((name for name in places(line) if len(values.get(name, ())) > 1), None)
    for item in values[many] if many and _is_item(line) else (None,):
        shown = {name: _shown(name, values, language, titles) for name in places(line)}
        if many and item is not None:
            shown[many] = item
        yield fill(line, shown)


def _is_item(line: str) -> bool:
    return line.lstrip().startswith(("-", "・"))


def _shown(
    name: str, values: Mapping[str, tuple[str, ...]], language: Language, titles: Mapping[str, str]
) -> str:
    if values.get(name):
        return ("、" if language is Language.JA else ", ").join(values[name])
    before, after = FILL_IN[language]
    return f"{before}{titles.get(name, name)}{after}"
