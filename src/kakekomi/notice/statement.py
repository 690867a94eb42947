"""What the organization states in its notices: the facts that a notice is made of.

The case fills in what it proves; people fill in the rest, in a TOML file with a remark above each
line. What nobody stated stays empty and shows as a place to fill in, so that a missing fact is
seen and never guessed.

Source: what the published notices of 2020 to 2022 had in common (pack, ``notices``)
"""

import json
import tomllib
from collections.abc import Mapping
from datetime import date
from enum import StrEnum
from typing import Final

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.model import Language


class Infection(StrEnum):
    """What is known about an infection on our side."""

    CONFIRMED = "confirmed"
    INVESTIGATING = "investigating"
    NOT_FOUND = "not_found"
    """All PCs were checked and nothing was found, which does not mean that there is nothing."""


class Statement(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The facts; what is empty or None was not stated."""

    organization: str = ""
    sender_address: str = ""
    """The account that the notices are sent from; never one under suspicion."""
    found_on: date | None = None
    infection: Infection | None = None
    infected_pcs: int | None = None
    checked_pcs: int | None = None
    spoof_marks: tuple[str, ...] = ()
    """What the forged mails look like, one mark each."""
    own_domains: tuple[str, ...] = ()
    """What really stands after the @ of our mails."""
    attachment_policy: str = ""
    """How we send files, in one sentence."""
    information: tuple[str, ...] = ()
    """Kinds of information that may have leaked."""
    measures: tuple[str, ...] = ()
    """What has been done, one sentence each."""
    telephone: str = ""
    contact: str = ""
    """Who answers there, and when."""
    page_url: str = ""
    """Our own page that says the same: the only link that a notice may have."""
    next_report_on: date | None = None
    mail_received_on: date | None = None
    """To the sender of a mail: when it came."""
    mail_subject: str = ""
    """To the sender of a mail: its subject."""
    done_steps: tuple[str, ...] = ()
    """Steps of the playbook that the case proves done; claims are measured by them."""


_ORDER: Final = Statement.__struct_fields__


def read_statement(text: str) -> Statement:
    """A statement from its file.

    Raises:
        ConfigurationError: no TOML, an unknown key or a value of the wrong kind.
    """
    try:
        return msgspec.convert(_stated(tomllib.loads(text)), Statement)
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"the statement can't be read: {error}") from error


def merged(stated: Statement, proven: Statement) -> Statement:
    """What people stated, and what the case proves where they stated nothing.

    Which steps are done is for the case to say: the record has it newer than any file.
    """
    empty = Statement()
    changes = {
        name: getattr(proven, name)
        for name in _ORDER
        if getattr(stated, name) == getattr(empty, name)
    }
    return msgspec.structs.replace(stated, **(changes | {"done_steps": proven.done_steps}))


def _stated(document: Mapping[str, object]) -> dict[str, object]:
    """Without what is left empty: an empty text where a date or number belongs is not stated."""
    return {key: value for key, value in document.items() if value != ""}


def write_statement(statement: Statement, remarks: Mapping[str, str]) -> str:
    """The file, a remark above each key; keys that have no remark get none."""
    lines: list[str] = []
    for name in _ORDER:
        if name in remarks:
            lines.append(f"# {remarks[name]}")
        lines.append(f"{name} = {_value(getattr(statement, name))}")
    return "\n".join(lines) + "\n"


def _value(value: object) -> str:
    match value:
        case None:
            return '""'
        case date():
            return value.isoformat()
        case tuple():
            return "[" + ", ".join(map(_value, value)) + "]"
        case _:
            # Equal but for DEL, which only JSON takes as it is.
            return json.dumps(value, ensure_ascii=False).replace("\x7f", "\\u007f")


def date_text(day: date, language: Language) -> str:
    """A day as people of the language write it."""
    if language is Language.JA:
        return f"{day.year}年{day.month}月{day.day}日"
    return f"{day.day} {day:%B} {day.year}"
