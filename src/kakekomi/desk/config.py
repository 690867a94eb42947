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
OIDC: Final = "KAKEKOMI_DESK_OIDC"

DEFAULT_FOLDER: Final = Path("kakekomi-desk")
"""Below the folder that the desk is started in."""

LOOPBACK: Final = ("localhost", "127.0.0.1", "[::1]")


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
    oidc: str = ""
    """JSON file with the settings of an OpenID Connect provider; empty: none."""

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
            oidc=environment.get(OIDC, ""),
        )

    @property
    def is_practice(self) -> bool:
        """A demo that nobody but this machine can reach: its people need no second factor."""
        return self.is_demo and set(self.hosts) <= set(LOOPBACK)
