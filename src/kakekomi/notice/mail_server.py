"""Reach the mail server that the user names, and no other.

The line is TLS from the start (``smtps``) or before anything is said (``smtp``, STARTTLS), with
the server's certificate checked: who vouches for it, its name, its days. Only on this machine may
the line be plain. One that is not safe is not tried again, and nothing is said over it. The
password is handed in by the caller, who has it from the keyring or a prompt; it is never part of
the address.

Source: RFC 8314; RFC 3207; RFC 5321
"""

import smtplib
import socket
import ssl
from collections.abc import Callable
from contextlib import suppress
from dataclasses import dataclass
from enum import StrEnum
from typing import Final
from urllib.parse import quote, unquote, urlsplit

from kakekomi.facts.errors import ConfigurationError, NotPermittedError, UnavailableError

PORTS: Final = {"smtps": 465, "smtp": 587}
LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})

CONNECT_S: Final = 30.0
"""A server that does not answer for longer is not there."""

MAX_MAILS_PER_LINE: Final = 100
"""Servers hang up after some hundreds; a fresh line in time costs little."""

MAX_CONNECTS: Final = 5
"""A server that is started anew is back within the half minute that these take."""

FIRST_PAUSE_S: Final = 2.0
"""Before the second; doubled each time."""

EXPIRED: Final = frozenset({9, 10})
"""X509_V_ERR_CERT_NOT_YET_VALID and …_HAS_EXPIRED of OpenSSL."""

ANOTHER_NAME: Final = frozenset({62, 64})
"""X509_V_ERR_HOSTNAME_MISMATCH and …_IP_ADDRESS_MISMATCH."""


class LineTrouble(StrEnum):
    """Why there is no safe line."""

    CERTIFICATE_NAME = "certificate_name"
    """The certificate is another server's."""
    CERTIFICATE_EXPIRED = "certificate_expired"
    """Or not valid yet."""
    CERTIFICATE_UNTRUSTED = "certificate_untrusted"
    NO_TLS = "no_tls"
    LOGIN = "login"
    """User or password refused, or not in the letters that mail servers take."""


class LineRefusedError(NotPermittedError):
    """Somebody has to mend it; trying again changes nothing."""

    def __init__(self, message: str, *, trouble: LineTrouble) -> None:
        """Keep what it is, for a sentence in the reader's language."""
        super().__init__(message)
        self.trouble = trouble


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """A server to hand mails to."""

    scheme: str
    host: str
    port: int
    user: str = ""
    """Empty: no log-in, as inside an office's own network."""

    @property
    def address(self) -> str:
        """As the user would write it; never with a password."""
        user = f"{quote(self.user, safe='')}@" if self.user else ""
        host = f"[{self.host}]" if ":" in self.host else self.host
        return f"{self.scheme}://{user}{host}:{self.port}"


def parse_server(address: str) -> MailServer:
    """Read ``smtps://user@host[:port]``.

    Raises:
        ConfigurationError: it is no such address, or holds a password.
    """
    scheme, separator, place = address.partition("://")
    user, _, host = place.rstrip("/").rpartition("@")
    try:
        parts = urlsplit(f"//{host}")
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"no address of a server: {host!r}") from error
    if not separator or scheme.lower() not in PORTS or not parts.hostname or parts.path:
        raise ConfigurationError("write the server as smtps://user@server or smtp://user@server")
    if ":" in user:
        raise ConfigurationError("leave the password out of the address; it is asked for")
    return MailServer(
        scheme=scheme.lower(),
        host=parts.hostname,
        port=port or PORTS[scheme.lower()],
        user=unquote(user),
    )


def connect(server: MailServer, secret: str, *, hello: str) -> smtplib.SMTP:
    """A line that is ready for mails; ``hello`` is the domain that we name ourselves by.

    Raises:
        LineRefusedError: the line is not safe, or user or password are refused.
        UnavailableError: the server is not there.
    """
    client: smtplib.SMTP | None = None
    try:
        client = _dial(server, hello)
        if server.user:
            _log_in(client, server, secret)
    except LineRefusedError:
        _give_up(client)
        raise
    except ssl.SSLCertVerificationError as error:
        _give_up(client)
        message = f"{server.address}: certificate refused: {error.verify_message}"
        raise LineRefusedError(message, trouble=_of_certificate(error)) from error
    except smtplib.SMTPNotSupportedError as error:
        _give_up(client)
        raise LineRefusedError(f"{server.address}: {error}", trouble=LineTrouble.NO_TLS) from error
    except (OSError, smtplib.SMTPException, UnicodeError) as error:
        _give_up(client)
        raise UnavailableError(f"{server.address}: {error!s:.200}") from error
    return client


def _dial(server: MailServer, hello: str) -> smtplib.SMTP:
    context = ssl.create_default_context()
    if server.scheme == "smtps":
        client: smtplib.SMTP = smtplib.SMTP_SSL(
            server.host, server.port, hello, timeout=CONNECT_S, context=context
        )
    else:
        client = smtplib.SMTP(server.host, server.port, hello, timeout=CONNECT_S)
    try:
        # The last dot of a mail is a packet of its own; without this it would wait 40 ms.
        sock = client.sock
        if sock is not None:
            sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        if server.scheme == "smtp" and server.host not in LOOPBACK:
            client.starttls(context=context)
        client.ehlo_or_helo_if_needed()
    except (OSError, smtplib.SMTPException):
        hang_up(client)
        raise
    return client


def _log_in(client: smtplib.SMTP, server: MailServer, secret: str) -> None:
    try:
        client.login(server.user, secret)
    except (smtplib.SMTPAuthenticationError, UnicodeError) as error:
        message = f"{server.address}: user or password refused"
        raise LineRefusedError(message, trouble=LineTrouble.LOGIN) from error


def _of_certificate(error: ssl.SSLCertVerificationError) -> LineTrouble:
    if error.verify_code in EXPIRED:
        return LineTrouble.CERTIFICATE_EXPIRED
    if error.verify_code in ANOTHER_NAME:
        return LineTrouble.CERTIFICATE_NAME
    return LineTrouble.CERTIFICATE_UNTRUSTED


def _give_up(client: smtplib.SMTP | None) -> None:
    if client is not None:
        hang_up(client)


def hang_up(client: smtplib.SMTP) -> None:
    """Close the line, whatever state it is in; a mail that has no last dot yet is not sent."""
    with suppress(OSError, smtplib.SMTPException):
        client.close()


def say_goodbye(client: smtplib.SMTP) -> None:
    """Close the line in good order."""
    with suppress(OSError, smtplib.SMTPException):
        client.quit()
    hang_up(client)


class Line:
    """A line that is opened when needed, and opened anew when it was lost or has grown old."""

    def __init__(
        self, server: MailServer, secret: str, *, hello: str, sleep_s: Callable[[float], None]
    ) -> None:
        self.server = server
        self._secret = secret
        self._hello = hello
        self._sleep_s = sleep_s
        self._client: smtplib.SMTP | None = None
        self._mails = 0

    def client(self) -> smtplib.SMTP:
        """The line for one more mail. Raises: LineRefusedError, UnavailableError."""
        if self._mails >= MAX_MAILS_PER_LINE:
            self.say_goodbye()
        if self._client is None:
            self._client = self._connected()
            self._mails = 0
        self._mails += 1
        return self._client

    def _connected(self) -> smtplib.SMTP:
        for number in range(MAX_CONNECTS - 1):
            try:
                return connect(self.server, self._secret, hello=self._hello)
            except UnavailableError:
                self._sleep_s(FIRST_PAUSE_S * 2**number)
        return connect(self.server, self._secret, hello=self._hello)

    def hang_up(self) -> None:
        """Close it at once."""
        if self._client is not None:
            hang_up(self._client)
            self._client = None

    def say_goodbye(self) -> None:
        """Close it in good order."""
        if self._client is not None:
            say_goodbye(self._client)
            self._client = None
