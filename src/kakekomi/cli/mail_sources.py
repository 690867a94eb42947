"""The mails that the user names: files and folders here, and mailboxes on a server."""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Final

from kakekomi.check import inputs
from kakekomi.check.inputs import Found, Letter
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import valid_text
from kakekomi.facts.errors import KakekomiError, ParseError

if TYPE_CHECKING:
    from kakekomi.cli.imap import Account, RemoteMail

ON_SERVER: Final = ("imap://", "imaps://")
"""How an address of a mailbox begins; the library is loaded for these only."""

NOT_READ: Final = "problem.server"
"""Key of the words for a mailbox that its server does not give."""


@dataclass(slots=True)
class Secrets:
    """Passwords of mailboxes, each asked for once; a mailbox may be read twice."""

    ask: "Callable[[Account], str] | None" = None
    """How to ask; else by the keyring or a prompt."""
    _known: dict[str, str] = field(default_factory=dict, repr=False)

    def of(self, account: "Account") -> str:
        """The password of the account."""
        if account.address not in self._known:
            from kakekomi.cli import imap  # noqa: PLC0415  for a server only

            self._known[account.address] = (self.ask or imap.password)(account)
        return self._known[account.address]


def found_in(paths: Sequence[str], passwords: Sequence[str], secrets: Secrets) -> Iterator[Found]:
    """All mails, in the order of the paths; ``passwords`` are for packed folders."""
    for path in paths:
        if path.lower().startswith(ON_SERVER):
            yield from _on_server(path, secrets)
        else:
            yield from inputs.mails((path,), passwords)


def _on_server(address: str, secrets: Secrets) -> Iterator[Found]:
    """What came before the server broke off is kept, and the end is told."""
    from kakekomi.cli import imap  # noqa: PLC0415  for a server only

    name = valid_text(address)
    try:
        account = imap.parse(address)
        name = account.address
        for mail in imap.read(account, secrets.of(account)):
            yield _letter(mail)
    except KakekomiError as error:
        yield Problem(name=name, key=NOT_READ, reason=str(error).removeprefix(f"{name}: "))


def _letter(mail: "RemoteMail") -> Found:
    name = valid_text(mail.name)
    if isinstance(mail.data, ParseError):
        return Problem(name=name, key=NOT_READ, reason=str(mail.data))
    return Letter(name=name, data=mail.data)
