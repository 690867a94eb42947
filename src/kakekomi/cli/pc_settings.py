r"""What a PC folder was told by whoever built it: where results go, and which desk is reported to.

``kakekomi-pc.json`` lies beside the program, with a signature in ``kakekomi-pc.json.sig``::

    {"schema": "kakekomi.pc-settings/1", "language": "ja", "results": "\\\\server\\kakekomi",
     "desk": "https://desk.example.jp", "token": "…"}
    {"schema": "kakekomi.pc-settings-signature/1", "key_id": "…", "signature": "…"}

The key must be one that lies in ``keys`` inside the program folder. A USB stick goes from hand to
hand, and results tell what is wrong with a PC: whoever changes the settings alone must not be able
to send them elsewhere. Settings that do not verify are not used at all, and that is said. (Whoever
can write the program folder can change the program; let only administrators write on a share.)
"""

import base64
import binascii
from pathlib import Path
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from kakekomi.check.language import Language
from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.keys import PublicKey, trusted_keys

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SETTINGS: Final = "kakekomi-pc.json"
SIGNATURE: Final = "kakekomi-pc.json.sig"
KEYS: Final = "keys"
MAX_SETTINGS_BYTES: Final = 16 * 1024
"""A path, an address and a token take some hundred bytes."""
DOMAIN_TAG: Final = b"kakekomi.pc-settings/1\n"
"""Stands before what is signed, so that no other signature can be taken for this."""


class PcSettings(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file ``kakekomi-pc.json``."""

    schema: Literal["kakekomi.pc-settings/1"] = "kakekomi.pc-settings/1"
    language: Language | None = None
    results: str = "results"
    """Folder for results: absolute, on a server, or below the PC folder."""
    desk: str = ""
    """Address of the desk that results are sent to; empty for none."""
    token: str = ""
    """What the desk knows this folder by."""


class PcSettingsSignature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file ``kakekomi-pc.json.sig``."""

    schema: Literal["kakekomi.pc-settings-signature/1"] = "kakekomi.pc-settings-signature/1"
    key_id: str
    signature: str


def read_settings(folder: Path, program: Path) -> PcSettings:
    """The settings of a PC folder; the defaults if it has none.

    Raises: ConfigurationError if there are some that no trusted key has signed.
    """
    data = _read(folder / SETTINGS)
    if data is None:
        return PcSettings()
    signed = _read(folder / SIGNATURE)
    if signed is None:
        raise ConfigurationError(f"{SETTINGS} is not signed")
    keys = trusted_keys(program / KEYS)
    try:
        signature = msgspec.json.decode(signed, type=PcSettingsSignature)
        raw = base64.b64decode(signature.signature, validate=True)
        key = next((one for one in keys if one.id == signature.key_id), None)
        if key is None or not key.has_signed(DOMAIN_TAG + data, raw):
            raise ConfigurationError(f"{SETTINGS} was not signed by a key of this folder")
        return msgspec.json.decode(data, type=PcSettings)
    except (msgspec.DecodeError, UnicodeDecodeError, binascii.Error, RecursionError) as error:
        raise ConfigurationError(f"{SETTINGS} can't be read: {error}") from error


def sign_settings(data: bytes, key: "Ed25519PrivateKey") -> bytes:
    """Content of ``kakekomi-pc.json.sig``. Raises: ConfigurationError if they are no settings."""
    try:
        msgspec.json.decode(data, type=PcSettings)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise ConfigurationError(f"no settings of a PC folder: {error}") from error
    public = PublicKey(key.public_key().public_bytes_raw())
    signature = base64.b64encode(key.sign(DOMAIN_TAG + data)).decode()
    return msgspec.json.encode(PcSettingsSignature(key_id=public.id, signature=signature)) + b"\n"


def results_folder(settings: PcSettings, folder: Path) -> Path:
    """Where results go; a relative one lies below the PC folder."""
    return folder / settings.results


def _read(path: Path) -> bytes | None:
    try:
        with path.open("rb") as file:
            data = file.read(MAX_SETTINGS_BYTES + 1)
    except FileNotFoundError:
        return None
    except OSError as error:
        raise ConfigurationError(f"{path.name} can't be read: {error}") from error
    if len(data) > MAX_SETTINGS_BYTES:
        raise ConfigurationError(f"{path.name} is larger than {MAX_SETTINGS_BYTES} bytes")
    return data
