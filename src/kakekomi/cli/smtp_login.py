"""The password for a mail server: from the system's keyring, else from a prompt.

Never an argument, which other users of the machine can see.
"""

import getpass
from collections.abc import Callable
from contextlib import suppress
from typing import Final

from kakekomi.notice.mail_server import MailServer

KEYRING_SERVICE: Final = "kakekomi"


def secret_of(server: MailServer, ask: Callable[[str], str] = getpass.getpass) -> str:
    """The password of the server's user."""
    try:
        import keyring  # noqa: PLC0415  optional: not all systems have a safe place
        import keyring.errors  # noqa: PLC0415
    except ImportError:
        return ask(f"{server.address}: ")
    with suppress(keyring.errors.KeyringError):
        known = keyring.get_password(KEYRING_SERVICE, server.address)
        if known:
            return str(known)
    return ask(f"{server.address}: ")
