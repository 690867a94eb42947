"""What the user says about mails and how to check them."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from kakekomi.cli.mail_sources import Secrets


@dataclass(frozen=True, slots=True, kw_only=True)
class MailOptions:
    """The arguments of ``check mail``; ``facts mail`` has some of them."""

    paths: Sequence[str]
    passwords: Sequence[str] = ()
    own_domains: Sequence[str] = ()
    contacts: str | None = None
    """File with known people."""
    jobs: int = 1
    dask: str | None = None
    """Address of a scheduler; then its machines do the work."""
    dask_tls: tuple[str | None, str | None, str | None] = (None, None, None)
    """Files: authorities, our certificate, its key."""
    resume: str | None = None
    """File of the ledger."""
    secrets: Secrets = field(default_factory=Secrets)
    """Passwords of mailboxes on servers."""
