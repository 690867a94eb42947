"""The contacts of a pack (``contacts.toml``), as far as a number may be shown.

A number is a promise: it is shown only if a page was read that bears it, and always with that
page's date, so that the reader can tell how old it is.
"""

import tomllib
from datetime import date

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.model import Pack, Text

CONTACTS_FILE = "contacts.toml"


class Contact(msgspec.Struct, frozen=True, kw_only=True):
    """A desk; keys of the file that are not needed here are left to others."""

    id: str
    name: Text
    phone: str | None = None
    url: str | None = None
    page_date: date | None = None
    """Date of the page that bears the number."""
    verified: str = ""
    """"page" if that page was read."""

    @property
    def shown_phone(self) -> str | None:
        """The number, if it may be shown; None otherwise."""
        is_known = self.verified == "page" and self.page_date is not None
        return self.phone if is_known else None


class _ContactFile(msgspec.Struct, frozen=True):
    contact: tuple[Contact, ...]


def read_contacts(pack: Pack) -> tuple[Contact, ...]:
    """Contacts in the file's order. Raises: ConfigurationError."""
    try:
        return msgspec.convert(tomllib.loads(pack.text(CONTACTS_FILE)), _ContactFile).contact
    except (tomllib.TOMLDecodeError, msgspec.ValidationError) as error:
        raise ConfigurationError(f"{CONTACTS_FILE} of pack {pack.id!r}: {error}") from error
