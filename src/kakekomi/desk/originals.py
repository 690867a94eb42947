"""Uploads as they came, kept only encrypted: AES-256-GCM, one file each, the key elsewhere.

Layout of a file::

    0   12  nonce
    12  …   ciphertext and tag; the reference is authenticated with it

Source: NIST SP 800-38D
"""

import os
import secrets
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from kakekomi.desk.keys import key_bytes
from kakekomi.facts.errors import ParseError

NONCE_BYTES: Final = 12
REFERENCE_BYTES: Final = 16


def keep(data: bytes) -> str:
    """Store the bytes and give the reference by which they are found again."""
    reference = secrets.token_hex(REFERENCE_BYTES)
    path = settings.CONFIG.data / "originals" / reference
    path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
    sealed = seal(data, reference)
    with os.fdopen(os.open(path, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600), "wb") as file:
        file.write(sealed)
        file.flush()
        os.fsync(file.fileno())
    return reference


def read(reference: str) -> bytes:
    """The bytes.

    Raises:
        ParseError: the file was changed, or belongs to another key.
        OSError: it is not there.
    """
    sealed = (settings.CONFIG.data / "originals" / _checked(reference)).read_bytes()
    return unseal(sealed, reference)


def seal(data: bytes, reference: str) -> bytes:
    """Encrypt the bytes; they can be read by the same reference only."""
    nonce = secrets.token_bytes(NONCE_BYTES)
    return nonce + AESGCM(_key()).encrypt(nonce, data, reference.encode())


def unseal(sealed: bytes, reference: str) -> bytes:
    """Decrypt what ``seal`` made. Raises: ParseError."""
    try:
        return AESGCM(_key()).decrypt(
            sealed[:NONCE_BYTES], sealed[NONCE_BYTES:], reference.encode()
        )
    except InvalidTag as error:
        raise ParseError(f"original {reference} does not fit its key") from error


def forget(reference: str) -> None:
    """Delete it; nothing happens if it is gone already."""
    (settings.CONFIG.data / "originals" / _checked(reference)).unlink(missing_ok=True)


def _key() -> bytes:
    return key_bytes(settings.CONFIG.data / "keys", "originals")


def _checked(reference: str) -> str:
    if len(reference) != 2 * REFERENCE_BYTES or not reference.isalnum():
        raise ParseError("no reference of an original")
    return reference
