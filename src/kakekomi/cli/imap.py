"""Read the mails of a mailbox on a server, without leaving a trace in it.

Folders are opened read-only (EXAMINE) and mails fetched by BODY.PEEK, so that nothing becomes read
and nothing is lost from the mails that the mail program counts as new. The server's certificate is
checked. The password comes from the system's keyring or from a prompt, never from the command line,
where other users of the machine see it, and never from the address.

Source: RFC 3501 sections 6.3.2 and 6.4.5; RFC 5092 (addresses)
"""

import getpass
import imaplib
import ssl
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from typing import TYPE_CHECKING, Final
from urllib.parse import quote, unquote, urlsplit

from kakekomi.facts.errors import (
    ConfigurationError,
    NotPermittedError,
    ParseError,
    UnavailableError,
    UnsupportedError,
)
from kakekomi.mail.mime import MAX_MAIL_BYTES

if TYPE_CHECKING:
    from imap_tools import BaseMailBox

SCHEMES: Final = {"imaps": 993, "imap": 143}
"""``imap`` starts in the clear and must turn to TLS before the password, but on this machine."""
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
TIMEOUT_S: Final = 60
"""A server that is silent for longer is not there."""
MAX_FOLDERS: Final = 10_000
"""Large archives have some hundreds; a server that names more does not end."""
KEYRING_SERVICE: Final = "kakekomi"


@dataclass(frozen=True, slots=True, kw_only=True)
class Account:
    """A mailbox on a server."""

    scheme: str
    host: str
    port: int
    user: str
    folder: str = ""
    """Only this one; empty: all."""

    @property
    def address(self) -> str:
        """The account as its address, without the folder."""
        host = f"[{self.host}]" if ":" in self.host else self.host
        port = "" if self.port == SCHEMES[self.scheme] else f":{self.port}"
        return f"{self.scheme}://{quote(self.user, safe='')}@{host}{port}"


@dataclass(frozen=True, slots=True, kw_only=True)
class RemoteMail:
    """One mail of the mailbox, or why it can't be read."""

    name: str
    """Its address: account, folder and number, as mail programs understand it."""
    data: bytes | ParseError


def parse(address: str) -> Account:
    """Read ``imaps://user@host[:port][/folder]``; a user ``a@b.example`` may stand as it is.

    Raises:
        ConfigurationError: it is no such address, or holds a password.
    """
    scheme, _, rest = address.partition("://")
    place, _, folder = rest.partition("/")
    user, _, host = place.rpartition("@")
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"no address of a server: {host!r}") from error
    if scheme.lower() not in SCHEMES or not user or not parts.hostname:
        raise ConfigurationError("write the mailbox as imaps://user@server/folder")
    if ":" in user:
        raise ConfigurationError("leave the password out of the address; it is asked for")
    return Account(
        scheme=scheme.lower(),
        host=parts.hostname,
        port=port or SCHEMES[scheme.lower()],
        user=unquote(user),
        folder=unquote(folder),
    )


def password(account: Account, ask: Callable[[str], str] = getpass.getpass) -> str:
    """Get the password from the keyring, if one is installed and knows it, else ask."""
    try:
        import keyring  # noqa: PLC0415  optional: not all systems have a safe place
        import keyring.errors  # noqa: PLC0415
    except ImportError:
        return ask(f"{account.address}: ")
    with suppress(keyring.errors.KeyringError):
        known = keyring.get_password(KEYRING_SERVICE, account.address)
        if known:
            return str(known)
    return ask(f"{account.address}: ")


def read(account: Account, secret: str) -> Iterator[RemoteMail]:
    """Give the mails, folder by folder in the server's order, the oldest first.

    Raises:
        UnsupportedError: the library is not installed.
        NotPermittedError: the server refuses user or password.
        UnavailableError: the server is not there, breaks off, or does not offer TLS.
    """
    try:
        box = _connected(account)
        try:
            _log_in(box, account, secret)
            for folder in _folders(box, account):
                yield from _mails(box, account, folder)
        finally:
            _leave(box)
    except (OSError, imaplib.IMAP4.error) as error:
        raise UnavailableError(f"{account.address}: {error!s:.200}") from error


def _leave(box: "BaseMailBox") -> None:
    """Log out, and close the line even if the server is gone already."""
    with suppress(OSError, imaplib.IMAP4.error):
        box.client.logout()
    with suppress(OSError):
        box.client.shutdown()


def _connected(account: Account) -> "BaseMailBox":
    try:
        import imap_tools  # noqa: PLC0415  an extra, and not needed for files
    except ImportError as error:
        message = "a mailbox on a server needs imap-tools: pip install 'kakekomi[imap]'"
        raise UnsupportedError(message) from error
    context = ssl.create_default_context()
    host, port = account.host, account.port
    if account.scheme == "imaps":
        return imap_tools.MailBox(host, port, timeout=TIMEOUT_S, ssl_context=context)
    if host in LOOPBACK:
        return imap_tools.MailBoxUnencrypted(host, port, timeout=TIMEOUT_S)
    return imap_tools.MailBoxStartTls(host, port, timeout=TIMEOUT_S, ssl_context=context)


def _log_in(box: "BaseMailBox", account: Account, secret: str) -> None:
    """Log in without opening a folder: the library would open one for writing."""
    from imap_tools.errors import ImapToolsError  # noqa: PLC0415

    is_plain = account.user.isascii() and secret.isascii()
    log_in = box.login if is_plain else box.login_utf8
    try:
        log_in(account.user, secret, initial_folder=None)
    except (ImapToolsError, imaplib.IMAP4.error) as error:
        if isinstance(error, imaplib.IMAP4.abort):
            raise
        raise NotPermittedError(f"{account.address}: user or password refused") from error


def _folders(box: "BaseMailBox", account: Account) -> Sequence[str]:
    if account.folder:
        return (account.folder,)
    found = box.folder.list()[:MAX_FOLDERS]
    return [one.name for one in found if "\\noselect" not in {flag.lower() for flag in one.flags}]


def _mails(box: "BaseMailBox", account: Account, folder: str) -> Iterator[RemoteMail]:
    from imap_tools.errors import ImapToolsError  # noqa: PLC0415

    place = f"{account.address}/{quote(folder, safe='/')}"
    try:
        box.folder.set(folder, readonly=True)
        numbers = box.uids("ALL", charset=None)
    except ImapToolsError as error:
        yield RemoteMail(name=place, data=ParseError(f"the server refuses: {error!s:.200}"))
        return
    for number in numbers:
        yield RemoteMail(name=f"{place};UID={number}", data=_fetched(box, number))


def _fetched(box: "BaseMailBox", number: str) -> bytes | ParseError:
    """Fetch one mail as it lies there, at most one byte more than is read of a mail."""
    status, answer = box.client.uid("FETCH", number, f"(BODY.PEEK[]<0.{MAX_MAIL_BYTES + 1}>)")
    pieces = [piece[1] for piece in answer or () if isinstance(piece, tuple)]
    if status != "OK" or not pieces:
        return ParseError("the server does not give this mail")
    return bytes(pieces[0])
