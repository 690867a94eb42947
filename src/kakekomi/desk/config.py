"""What the desk is told from outside: environment variables and a data folder.

Layout of the data folder::

    desk.sqlite3   the database, unless KAKEKOMI_DESK_DATABASE names another
    originals/     uploads, encrypted
    keys/          secrets made at the first start, mode 0600; never in the database
"""

import os
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Final, Self

DATA: Final = "KAKEKOMI_DESK_DATA"
DATABASE: Final = "KAKEKOMI_DESK_DATABASE"
HOSTS: Final = "KAKEKOMI_DESK_HOSTS"
HTTPS: Final = "KAKEKOMI_DESK_HTTPS"
PROXY: Final = "KAKEKOMI_DESK_PROXY"
DEMO: Final = "KAKEKOMI_DESK_DEMO"
MAIL_SERVER: Final = "KAKEKOMI_DESK_MAIL_SERVER"
MAIL_FROM: Final = "KAKEKOMI_DESK_MAIL_FROM"
MAIL_PER_MINUTE: Final = "KAKEKOMI_DESK_MAIL_PER_MINUTE"
OIDC: Final = "KAKEKOMI_DESK_OIDC"
KEEP_CHECKS: Final = "KAKEKOMI_DESK_KEEP_CHECKS_DAYS"
KEEP_RECEIPTS: Final = "KAKEKOMI_DESK_KEEP_RECEIPTS_DAYS"
KEEP_UPLOADS: Final = "KAKEKOMI_DESK_KEEP_UPLOADS_DAYS"

DEFAULT_FOLDER: Final = Path("kakekomi-desk")
"""Below the folder that the desk is started in."""

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


PER_MINUTE: Final = 30
"""Notices; providers of small offices allow some hundreds to two thousand an hour."""

MAX_PER_MINUTE: Final = 60_000
"""A thousand a second: faster than any server takes them."""


MAX_DAYS: Final = 3650
"""Ten years: longer than any limit in law that we know of for such records."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Keeping:
    """How many days things are kept."""

    checks: int = 30
    """What a stranger had checked and no case took."""
    receipts: int = 180
    """Receipts and enquiries, since something last happened to them."""
    uploads: int = 90
    """Files of a case and the receipt that it began with, since the case was closed."""

    @classmethod
    def of(cls, environment: Mapping[str, str]) -> Self:
        """Read the environment."""
        usual = cls()
        return cls(
            checks=_days(environment.get(KEEP_CHECKS, ""), usual.checks),
            receipts=_days(environment.get(KEEP_RECEIPTS, ""), usual.receipts),
            uploads=_days(environment.get(KEEP_UPLOADS, ""), usual.uploads),
        )


def _days(text: str, usual: int) -> int:
    """A number of days, at least one; what is none leaves the usual one."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_DAYS))
    return max(1, min(int(text), MAX_DAYS)) if is_number else usual


@dataclass(frozen=True, slots=True, kw_only=True)
class DeskConfig:
    """Settings of one desk."""

    data: Path
    database: str = ""
    """postgresql://…; empty: SQLite in the data folder."""
    hosts: tuple[str, ...] = LOOPBACK
    is_https: bool = False
    """Behind a server that speaks TLS."""
    proxy: str = "127.0.0.1"
    """Address of that server: what it says about the visitor is believed, and nobody else."""
    is_demo: bool = False
    mail_server: str = ""
    """smtp://[user:password@]host[:port] or smtps://…; empty: mails are printed."""
    mail_from: str = ""
    mail_per_minute: int = PER_MINUTE
    """Notices; what the provider allows."""
    oidc: str = ""
    """JSON file with the settings of an OpenID Connect provider; empty: none."""
    keeping: Keeping = Keeping()

    @classmethod
    def of(cls, environment: Mapping[str, str] = os.environ) -> Self:
        """Read the environment."""
        hosts = tuple(filter(None, environment.get(HOSTS, "").split(",")))
        return cls(
            data=Path(environment.get(DATA) or DEFAULT_FOLDER).absolute(),
            database=environment.get(DATABASE, ""),
            hosts=hosts or LOOPBACK,
            is_https=environment.get(HTTPS) == "1",
            proxy=environment.get(PROXY) or "127.0.0.1",
            is_demo=environment.get(DEMO) == "1",
            mail_server=environment.get(MAIL_SERVER, ""),
            mail_from=environment.get(MAIL_FROM, ""),
            mail_per_minute=_rate(environment.get(MAIL_PER_MINUTE, "")),
            oidc=environment.get(OIDC, ""),
            keeping=Keeping.of(environment),
        )

    @property
    def is_practice(self) -> bool:
        """A demo that nobody but this machine can reach: its people need no second factor."""
        return self.is_demo and set(self.hosts) <= set(LOOPBACK)


def _rate(text: str) -> int:
    """A number of mails; what is none leaves the usual one."""
    is_number = text.isascii() and text.isdecimal() and len(text) <= len(str(MAX_PER_MINUTE))
    return min(int(text), MAX_PER_MINUTE) or PER_MINUTE if is_number else PER_MINUTE
