"""The provider as the setting names it: a file of JSON that only the desk may read.

``{"name": "会社のアカウント", "server_url": "https://login.example.jp/realms/x",
"client_id": "kakekomi", "client_secret": "…"}``; ``server_url`` is the issuer, below which its
``.well-known/openid-configuration`` lies.
"""

from pathlib import Path
from typing import Any, Final
from urllib.parse import urlsplit

import msgspec

from kakekomi.desk.config import LOOPBACK
from kakekomi.facts.errors import ConfigurationError

PROVIDER_ID: Final = "own"
"""In the addresses: there is one provider."""


class KnownProvider(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """Who says who somebody is."""

    name: str
    """On the button."""
    server_url: str
    client_id: str
    client_secret: str

    @property
    def origin(self) -> str:
        """Scheme, host and port, to which the form of the button leads."""
        parts = urlsplit(self.server_url)
        return f"{parts.scheme}://{parts.netloc}"

    def app(self) -> dict[str, Any]:
        """As the library wants it."""
        return {
            "provider_id": PROVIDER_ID,
            "name": self.name,
            "client_id": self.client_id,
            "secret": self.client_secret,
            "settings": {"server_url": self.server_url},
        }


def read_provider(path: Path) -> KnownProvider:
    """Read the file.

    Raises:
        ConfigurationError: it is not there, says something else, or names no TLS.
    """
    try:
        found = msgspec.json.decode(path.read_bytes(), type=KnownProvider)
    except (OSError, msgspec.MsgspecError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"{path}: no settings of a provider: {error}") from error
    parts = urlsplit(found.server_url)
    is_local = parts.scheme == "http" and parts.hostname in {*LOOPBACK, "::1"}
    if not (parts.scheme == "https" and parts.hostname) and not is_local:
        raise ConfigurationError(f"{path}: server_url must begin with https://")
    return found
