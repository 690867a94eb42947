"""The values this room is given: mails of an archive, and spoofs as they were received.

Both are small on purpose. Of an archived mail nothing is kept but who took part, when, which mails
it answers, and its text in the normal form that is compared; they cross from the process that read
the hostile bytes to the one that counts.
"""

from datetime import datetime

import msgspec


class Person(msgspec.Struct, frozen=True, array_like=True, gc=False):
    """Somebody as a mail names them."""

    address: str
    """Lower case; empty if only a name is given."""
    name: str = ""
    """Display name, verbatim."""


class Letter(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """One mail of an archive."""

    message_id: str = ""
    """Without brackets; empty if it has none."""
    answers: tuple[str, ...] = ()
    """Ids of the mails before it in its thread; the last one is the mail that it answers."""
    date_at: datetime | None = None
    people: tuple[Person, ...] = ()
    """The sender first, if there is one, then everybody addressed."""
    has_sender: bool = False
    delivered_to: str = ""
    """Mailbox that the server put it into, lower case; empty if no server says so."""
    own: bytes = b""
    """Normal form of the words that this mail adds."""
    quoted: bytes = b""
    """Normal form of the words that it quotes."""


class Spoof(msgspec.Struct, frozen=True, array_like=True, kw_only=True):
    """One spoofed mail as it was received."""

    name: str
    """File name, by which it is shown."""
    message_id: str = ""
    """Without brackets."""
    received_at: datetime | None = None
    """By the server nearest to the reader, else as the mail says."""
    recipients: tuple[str, ...] = ()
    """Addresses, lower case; the mailbox that it was delivered to first."""
    shown: Person = Person("")
    """Who the mail says it is from: the address in the display name, if one stands there."""
    from_address: str = ""
    """The sender's address, lower case."""
    text: bytes = b""
    """Normal form of the whole text, quotations included."""
    has_quote: bool = False
    """It has a quoting mark, or more text than a lure has."""
    quoted_people: tuple[Person, ...] = ()
    """Those named in its quoted header blocks and attributions."""
