"""The card for the first fifteen minutes: one self-contained page that prints on one sheet of A4.

It has to work when nothing else does: no network, no script, no picture, nothing to install. What
stands on it comes from the pack (``card.toml`` for the layout, the steps for their words), so that
the card and the guide never say different things.
"""

import tomllib
from html import escape
from typing import Final

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.guide.card_style import CARD_CSS
from kakekomi.guide.contacts import Contact, read_contacts
from kakekomi.packs.model import Language, Pack, Step, Text
from kakekomi.packs.sentence import fill

CARD_FILE: Final = "card.toml"

CONTENT_POLICY: Final = "default-src 'none'; style-src 'unsafe-inline'"
"""The page may show its own style and load nothing, wherever it is opened."""

MINUTES: Final = Text(ja="分", en="min")


class Phase(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A stretch of the clock."""

    from_min: int
    to_min: int
    steps: tuple[str, ...]


class Blank(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Something to fill in by hand."""

    label: Text
    wide: bool = False
    choices: tuple[Text, ...] = ()


class ContactId(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A contact to print."""

    id: str


class Card(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """All of ``card.toml``."""

    title: Text
    lead: Text
    why: Text
    never_title: Text
    never: tuple[Text, ...]
    write_title: Text
    phone_title: Text
    contact_title: Text
    order: Text
    footer: Text
    page_of: Text
    checked: Text
    phase: tuple[Phase, ...]
    blank: tuple[Blank, ...]
    phone: tuple[Blank, ...]
    contact: tuple[ContactId, ...]


def card_html(pack: Pack, language: Language) -> str:
    """The whole page. Raises: ConfigurationError if the pack's card can't be used."""
    card = read_card(pack)
    return _Sheet(pack, card, language).html()


def read_card(pack: Pack) -> Card:
    """The card's layout. Raises: ConfigurationError naming what is wrong."""
    try:
        card = msgspec.convert(tomllib.loads(pack.text(CARD_FILE)), Card)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{CARD_FILE} of pack {pack.id!r}: {error}") from error
    unknown = {name for phase in card.phase for name in phase.steps}
    unknown -= {step.id for step in pack.steps}
    unknown |= {item.id for item in card.contact} - {item.id for item in read_contacts(pack)}
    if unknown:
        raise ConfigurationError(f"{CARD_FILE} of pack {pack.id!r} names unknown {sorted(unknown)}")
    return card


class _Sheet:
    """Writes the card in one language; everything from the pack is escaped."""

    def __init__(self, pack: Pack, card: Card, language: Language) -> None:
        self._pack = pack
        self._card = card
        self._language = language

    def _say(self, text: Text) -> str:
        return escape(text.of(self._language))

    def html(self) -> str:
        say, card = self._say, self._card
        phases = "\n".join(map(self._phase, card.phase))
        never = "".join(f"<li>{say(item)}</li>" for item in card.never)
        return f"""<!DOCTYPE html>
<html lang="{self._language}">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="{CONTENT_POLICY}">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{say(card.title)}</title>
<style>{CARD_CSS}</style>
</head>
<body>
<main>
<h1>{say(card.title)}</h1>
<p class="lead">{say(card.lead)}</p>
<p class="why">{say(card.why)}</p>
<ol class="phases">
{phases}
</ol>
<div class="never"><b>{say(card.never_title)}</b><ul>{never}</ul></div>
<h2>{say(card.write_title)}</h2>
<div class="blanks">{"".join(map(self._blank, card.blank))}</div>
<h2>{say(card.phone_title)}</h2>
<div class="phones">{"".join(map(self._blank, card.phone))}</div>
<h2>{say(card.contact_title)}</h2>
<p class="order">{say(card.order)}</p>
<table>{"".join(map(self._contact, self._contacts()))}</table>
<p class="footer"><span>{say(card.footer)}</span><span>{self._origin()}</span></p>
</main>
</body>
</html>
"""

    def _phase(self, phase: Phase) -> str:
        steps = "".join(self._step(self._pack.step(name)) for name in phase.steps)
        first = " first" if phase.from_min == 0 else ""
        return (
            f'<li class="phase{first}"><div class="clock">'
            f"<b>{phase.from_min}–{phase.to_min}</b><span>{self._say(MINUTES)}</span></div>"
            f'<ul class="steps">{steps}</ul></li>'
        )

    def _step(self, step: Step) -> str:
        title, says = self._say(step.title), self._say(step.says)
        return f"<li><strong>{title}</strong><span>{says}</span></li>"

    def _blank(self, blank: Blank) -> str:
        wide = " wide" if blank.wide else ""
        boxes = "".join(f"<i>{self._say(choice)}</i>" for choice in blank.choices)
        choices = f'<span class="choices">{boxes}</span>' if boxes else ""
        return f'<div class="blank{wide}">{self._say(blank.label)}{choices}</div>'

    def _contacts(self) -> list[Contact]:
        known = {contact.id: contact for contact in read_contacts(self._pack)}
        return [known[item.id] for item in self._card.contact]

    def _contact(self, contact: Contact) -> str:
        phone = contact.shown_phone
        number = f'<td class="number">{escape(phone)}</td>' if phone else ""
        address = number or f"<td>{escape(contact.url or '')}</td>"
        name, dated = self._say(contact.name), self._date(contact)
        return f'<tr><td>{name}</td>{address}<td class="date">{dated}</td></tr>'

    def _date(self, contact: Contact) -> str:
        if contact.page_date is None:
            return ""
        template = self._card.page_of.of(self._language)
        return escape(fill(template, {"date": contact.page_date.isoformat()}))

    def _origin(self) -> str:
        checked = f"{self._say(self._card.checked)} {self._pack.checked_at.isoformat()}"
        return f"Kakekomi {escape(self._pack.id)} {escape(self._pack.version)} · {checked}"
