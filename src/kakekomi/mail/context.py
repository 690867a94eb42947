"""What the user tells about the mail's world: own domains, known people, passwords.

Of the people only those matter who share a name or an address with someone in the mail. Japanese
names are compared in NFKC form, without blanks and without titles: 佐藤　太郎様 is 佐藤太郎.
"""

import re
import unicodedata
from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import Final

from kakekomi.facts.mail_tables import Correspondent

TITLE: Final = re.compile(r"(?:様|さま|さん|殿|氏|先生|御中|san|sama)\Z")
"""Takes 佐藤太郎様; refuses 様式."""
DROPPED: Final = re.compile(r"[\s\"'“”「」『』()（）<>.,、・]+")
"""What stands between the parts of a name: takes the blank of ``Taro Sato``; refuses letters."""


@dataclass(frozen=True, kw_only=True)
class MailContext:
    """Given by the user or learned from an archive; empty if nothing is known."""

    own_domains: tuple[str, ...] = ()
    """Domains of the reader's organization, any case."""
    correspondents: tuple[Correspondent, ...] = ()
    """People known; addresses in any case."""
    passwords: tuple[str, ...] = ()
    """To try on what is encrypted, before those of the mail."""
    known_passwords: tuple[str, ...] = ()
    """To try behind those of the mail: known of a campaign, or of samples handed round."""

    def acquainted(self, name: str, address: str) -> tuple[Correspondent, ...]:
        """Those who share the address or the display name, in the order given."""
        if not self.correspondents:
            return ()
        found = dict.fromkeys(self._by_address.get(address.lower(), ()) if address else ())
        key = folded_name(name)
        if key:
            found.update(dict.fromkeys(self._by_name.get(key, ())))
        return tuple(self.correspondents[index] for index in sorted(found))

    @cached_property
    def _by_address(self) -> dict[str, list[int]]:
        return _index((person.address.lower(), i) for i, person in enumerate(self.correspondents))

    @cached_property
    def _by_name(self) -> dict[str, list[int]]:
        return _index(
            (folded_name(person.name), i)
            for i, person in enumerate(self.correspondents)
            if person.name
        )


def _index(pairs: Iterator[tuple[str, int]]) -> dict[str, list[int]]:
    index: defaultdict[str, list[int]] = defaultdict(list)
    for key, value in pairs:
        index[key].append(value)
    return dict(index)


def folded_name(name: str) -> str:
    """Form in which two spellings of one person's name are equal; empty if nothing is left."""
    plain = DROPPED.sub("", unicodedata.normalize("NFKC", name)).casefold()
    return TITLE.sub("", plain)
