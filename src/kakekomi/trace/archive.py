"""What is kept of an archive while its mails stream by: numbers, no text.

A mail that lies in several archives is one mail with several holders; it is known by its id, or
without one by its sender, date and words. Some two hundred bytes are kept of each. People are
numbers too; of their names those in use are kept, by which somebody who is shown by name only is
found again. Two people of one name are both meant then.
"""

import unicodedata
from array import array
from collections import Counter, defaultdict
from collections.abc import Sequence
from hashlib import blake2b
from typing import Final

from kakekomi.trace.letter import Letter, Person
from kakekomi.trace.threads import Threads, key_of

MAX_MAILS: Final = 2_000_000
"""Half a gigabyte of numbers; an office of a hundred writes that in some years."""
MAX_ADDRESSES: Final = 1_000_000
"""Spam has a sender of its own each time; beyond that nobody is told apart any more."""
MAX_NAMES: Final = 200_000
"""Kept in all; those met first, which are met most."""
MAX_NAMESAKES: Final = 20
"""Addresses kept of one name: "Info" is no person."""
MAX_OWNER_CANDIDATES: Final = 20_000
"""Addresses counted of one mailbox to find its owner, those met first."""
MAX_WRITTEN_TO: Final = 20_000
"""Kept of one sender; a newsletter has more, and knows none of them."""
SECONDS_A_DAY: Final = 86_400


def name_key(name: str) -> str:
    """A name without its blanks, width and case; empty if it is too short to mean somebody."""
    key = "".join(unicodedata.normalize("NFKC", name).lower().split())
    return key if len(key) > 1 and "@" not in key else ""


class Archive:
    """Mails, people, mailboxes: counted and numbered."""

    def __init__(self) -> None:
        self.threads = Threads()
        self.nodes = array("q")
        """By mail: number of its id."""
        self.parents = array("q")
        """By mail: number of the id that it answers, or -1."""
        self.days = array("d")
        """By mail: days since 1970, or nan."""
        self.people = array("i")
        """Everybody of the first mail, of the second, …"""
        self.people_ends = array("q", [0])
        self.copies = array("i")
        """By copy: the mail."""
        self.copy_units = array("i")
        """By copy: the mailbox file or folder that it lies in."""
        self.addresses: dict[str, int] = {}
        self.senders: set[int] = set()
        self.written_to: dict[int, set[int]] = {}
        """By sender: everybody they wrote to."""
        self.named: defaultdict[str, set[int]] = defaultdict(set)
        self.names: dict[int, str] = {}
        """The first name met of somebody."""
        self.owner_counts: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self.delivered: defaultdict[int, Counter[int]] = defaultdict(Counter)
        self.is_full = False
        """A cap was reached; something was left out."""
        self._mail_of_node: dict[int, int] = {}

    @property
    def size(self) -> int:
        """How many different mails there are."""
        return len(self.nodes)

    def add(self, letter: Letter, unit: int) -> int | None:
        """Take a mail of a mailbox; its number if it is met for the first time."""
        node = self.threads.node(_key(letter))
        mail = self._mail_of_node.get(node)
        is_new = mail is None
        if mail is None:
            if self.size >= MAX_MAILS:
                self.is_full = True
                return None
            mail = self._new(letter, node)
        self.copies.append(mail)
        self.copy_units.append(unit)
        self._count_owner(letter, mail, unit)
        return mail if is_new else None

    def add_unseen(self, reply: int) -> int:
        """A mail that only this answer to it tells of: who took part is whom the answer names."""
        parent = self.parents[reply]
        node = parent if parent >= 0 else self.threads.node(-1 - reply)
        known = self._mail_of_node.get(node)
        if known is not None:
            return known
        mail = self._begin(node, -1, self.days[reply])
        self.people.extend(self.people_of(reply))
        self.people_ends.append(len(self.people))
        return mail

    def mail_of(self, node: int) -> int | None:
        """The mail that bears an id, if it was met."""
        return self._mail_of_node.get(node)

    def people_of(self, mail: int) -> "array[int]":
        """Everybody who took part."""
        return self.people[self.people_ends[mail] : self.people_ends[mail + 1]]

    def find(self, person: Person) -> tuple[int, ...]:
        """Whom a mail means: by address, else everybody known by that name."""
        known = self.addresses.get(person.address) if person.address else None
        if known is not None:
            return (known,)
        return tuple(sorted(self.named.get(name_key(person.name), ())))

    def _new(self, letter: Letter, node: int) -> int:
        answered = [self.threads.node(key_of(one)) for one in letter.answers]
        self.threads.join(node, answered)
        seconds = letter.date_at.timestamp() if letter.date_at else float("nan")
        mail = self._begin(node, answered[-1] if answered else -1, seconds / SECONDS_A_DAY)
        numbers = [self._number(person) for person in letter.people]
        if letter.has_sender and numbers and numbers[0] >= 0:
            self.senders.add(numbers[0])
            self._count_written(numbers[0], numbers[1:])
        self.people.extend(dict.fromkeys(number for number in numbers if number >= 0))
        self.people_ends.append(len(self.people))
        return mail

    def _begin(self, node: int, parent: int, days: float) -> int:
        mail = self.size
        self._mail_of_node[node] = mail
        self.nodes.append(node)
        self.parents.append(parent)
        self.days.append(days)
        return mail

    def _number(self, person: Person) -> int:
        number = self.addresses.get(person.address)
        if number is None:
            if len(self.addresses) >= MAX_ADDRESSES:
                self.is_full = True
                return -1
            number = self.addresses[person.address] = len(self.addresses)
        key = name_key(person.name)
        if key and (key in self.named or len(self.named) < MAX_NAMES):
            self.names.setdefault(number, person.name)
            if len(self.named[key]) < MAX_NAMESAKES:
                self.named[key].add(number)
        return number

    def _count_written(self, sender: int, recipients: Sequence[int]) -> None:
        met = self.written_to.setdefault(sender, set())
        if len(met) < MAX_WRITTEN_TO:
            met.update(number for number in recipients if number >= 0)

    def _count_owner(self, letter: Letter, mail: int, unit: int) -> None:
        counts = self.owner_counts[unit]
        for number in self.people_of(mail):
            if number in counts or len(counts) < MAX_OWNER_CANDIDATES:
                counts[number] += 1
        if letter.delivered_to:
            number = self._number(Person(letter.delivered_to))
            if number >= 0 and len(self.delivered[unit]) < MAX_OWNER_CANDIDATES:
                self.delivered[unit][number] += 1


def _key(letter: Letter) -> int:
    if letter.message_id:
        return key_of(letter.message_id)
    sender = letter.people[0].address if letter.people else ""
    text = f"{sender} {letter.date_at} ".encode("utf-8", "replace") + letter.own
    return int.from_bytes(blake2b(text, digest_size=8, person=b"no id").digest(), "little")
