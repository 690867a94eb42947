"""What people did in a case, in words: the entries of the audit log as somebody reads them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Final

from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.standing import names_of
from kakekomi.desk.cases.templatetags.cases_words import step_title
from kakekomi.desk.house.models import AuditEntry
from kakekomi.desk.house.words import all_words, current

PLAIN: Final = ("hostname", "name", "title", "mailbox", "whom", "address", "count", "drill")
"""Parts of an entry that say enough by themselves, in the order in which they are told."""

MAX_TOLD_CHARS: Final = 200
"""Of one deed: the audit log has all."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Deed:
    """One thing that somebody did."""

    at: datetime
    who: str
    what: str


def deeds(case: Case, entries: Iterable[AuditEntry]) -> list[Deed]:
    """In their order."""
    names = names_of(case)
    return [Deed(at=one.at, who=one.actor, what=_told(one, names)) for one in entries]


def _told(entry: AuditEntry, names: Mapping[str, str]) -> str:
    words = all_words(current.get())
    what = words.get(f"work.deed.{entry.action.replace('.', '_')}", entry.action)
    after = entry.after if isinstance(entry.after, dict) else {}
    details = list(_details(after, names, words))
    return " ".join([what, *details])[:MAX_TOLD_CHARS]


def _details(
    after: Mapping[str, object], names: Mapping[str, str], words: Mapping[str, str]
) -> Iterable[str]:
    if "step" in after:
        yield step_title(str(after["step"]))
    if "subject" in after:
        subject = str(after["subject"])
        yield names.get(subject, subject)
    if after.get("pc"):
        yield names.get(f"pc:{after['pc']}", "")
    for family, key in (("notice_kind", "kind"), ("verdict", "verdict")):
        word = words.get(f"cases.{family}.{after.get(key)}")
        if word:
            yield word
    yield from (str(after[name]) for name in PLAIN if after.get(name))
