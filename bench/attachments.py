"""``python -m bench.attachments``: attachments beside the standard library's, mail by mail.

An attachment of the standard library is a leaf with a file name or the disposition ``attachment``;
it is known by the SHA-256 of its decoded bytes. One that is not among ours is printed. What only we
have (parts without a name, attached mails as a whole) is counted.
"""

import email
import sys
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256

from bench.mails import mail_sets
from kakekomi.facts.errors import ParseError
from kakekomi.facts.mail_tables import Attachment
from kakekomi.mail.collect import collect


@dataclass(frozen=True, slots=True, kw_only=True)
class Compared:
    """The attachments of one mail."""

    common: int
    only_ours: Counter[str]
    """How many, by declared type."""
    only_theirs: tuple[tuple[str, int], ...]
    """File name and decoded size in bytes."""


def compare(mail: bytes) -> Compared:
    """Compare one mail."""
    try:
        rows = [row for row in collect(mail, subject="-").rows if isinstance(row, Attachment)]
    except ParseError:
        rows = []
    theirs = dict(_standard(mail))
    known = {row.sha256 for row in rows}
    return Compared(
        common=len(known & theirs.keys()),
        only_ours=Counter(
            row.declared_type or "no type"
            for row in rows
            if row.parent is None and row.sha256 not in theirs
        ),
        only_theirs=tuple(what for digest, what in theirs.items() if digest not in known),
    )


def _standard(mail: bytes) -> Iterator[tuple[str, tuple[str, int]]]:
    for part in email.message_from_bytes(mail).walk():
        name = part.get_filename()
        if part.is_multipart() or (name is None and part.get_content_disposition() != "attachment"):
            continue
        data = part.get_payload(decode=True)
        if isinstance(data, bytes):
            yield sha256(data).hexdigest(), (name or "", len(data))


def main() -> int:
    """Print what differs."""
    ours: Counter[str] = Counter()
    common = 0
    with mail_sets() as (words, sets):
        print(f"Compared on: {words}\n")
        for one in sets:
            for number, mail in enumerate(one.mails):
                compared = compare(mail)
                common += compared.common
                ours += compared.only_ours
                for name, size_bytes in compared.only_theirs:
                    print(f"only the standard library: {one.name} {number} {name} {size_bytes}")
    print(f"both: {common}")
    for kind, count in ours.most_common():
        print(f"only here: {count:6} {kind}")
    return 0


if __name__ == "__main__":
    sys.exit(main())
