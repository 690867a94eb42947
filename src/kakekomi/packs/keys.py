"""Ed25519 keys of those who make packs.

A key is known by its id, the first 16 hex digits of the SHA-256 of its 32 raw bytes: short enough
to be read out over the phone. Files are PEM, so that other tools can make and read them.

Source: RFC 8032 (Ed25519), RFC 8410 (its PEM form)
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, Final

from kakekomi.facts.errors import ConfigurationError

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

MAX_KEY_FILE_BYTES: Final = 16 * 1024
"""A PEM file of such a key has 120 bytes; some carry a page of remarks."""

PUBLIC_SUFFIX: Final = ".pub.pem"
PRIVATE_SUFFIX: Final = ".key.pem"

PROGRAM_KEYS: Final[tuple["PublicKey", ...]] = ()
"""Keys trusted by the program itself: none before the first pack is published apart from it."""


@dataclass(frozen=True, slots=True)
class PublicKey:
    """A key that may have signed a pack."""

    raw: bytes
    """32 bytes."""

    @property
    def id(self) -> str:
        """16 hex digits."""
        return hashlib.sha256(self.raw).hexdigest()[:16]

    def has_signed(self, message: bytes, signature: bytes) -> bool:
        """Whether the signature over the message was made with this key."""
        from cryptography.exceptions import InvalidSignature  # noqa: PLC0415  costs 40 ms
        from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
            Ed25519PublicKey,
        )

        try:
            Ed25519PublicKey.from_public_bytes(self.raw).verify(signature, message)
        except InvalidSignature:
            return False
        return True


def keygen(out: Path) -> tuple[Path, Path, PublicKey]:
    """Make a key pair ``OUT.key.pem`` (readable by the user only) and ``OUT.pub.pem``.

    Raises: ConfigurationError if either is there already: a lost key can't be made again.
    """
    from cryptography.hazmat.primitives import serialization  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )

    key = Ed25519PrivateKey.generate()
    private = key.private_bytes(
        serialization.Encoding.PEM,
        serialization.PrivateFormat.PKCS8,
        serialization.NoEncryption(),
    )
    public = key.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    private_path = out.with_name(out.name + PRIVATE_SUFFIX)
    public_path = out.with_name(out.name + PUBLIC_SUFFIX)
    _write_new(private_path, private, mode=0o600)
    _write_new(public_path, public, mode=0o644)
    return private_path, public_path, PublicKey(key.public_key().public_bytes_raw())


def _write_new(path: Path, data: bytes, *, mode: int) -> None:
    try:
        path.touch(mode=mode, exist_ok=False)
        path.write_bytes(data)
    except OSError as error:
        raise ConfigurationError(f"key file {str(path)!r} can't be made: {error}") from error


def read_private_key(path: Path) -> "Ed25519PrivateKey":
    """The key to sign with. Raises: ConfigurationError."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PrivateKey,
    )
    from cryptography.hazmat.primitives.serialization import (  # noqa: PLC0415
        load_pem_private_key,
    )

    try:
        key = load_pem_private_key(_read(path), password=None)
    except (ValueError, TypeError, UnsupportedAlgorithm) as error:
        raise ConfigurationError(f"{str(path)!r} is no private key in PEM: {error}") from error
    if not isinstance(key, Ed25519PrivateKey):
        raise ConfigurationError(f"{str(path)!r} is no Ed25519 key")
    return key


def read_public_key(path: Path) -> PublicKey:
    """A key to trust. Raises: ConfigurationError."""
    from cryptography.exceptions import UnsupportedAlgorithm  # noqa: PLC0415
    from cryptography.hazmat.primitives.asymmetric.ed25519 import (  # noqa: PLC0415
        Ed25519PublicKey,
    )
    from cryptography.hazmat.primitives.serialization import load_pem_public_key  # noqa: PLC0415

    try:
        key = load_pem_public_key(_read(path))
    except (ValueError, UnsupportedAlgorithm) as error:
        raise ConfigurationError(f"{str(path)!r} is no public key in PEM: {error}") from error
    if not isinstance(key, Ed25519PublicKey):
        raise ConfigurationError(f"{str(path)!r} is no Ed25519 key")
    return PublicKey(key.public_bytes_raw())


def trusted_keys(folder: Path | None = None, *files: Path) -> tuple[PublicKey, ...]:
    """Keys of the program, of ``*.pub.pem`` in the user's folder, and of the files named.

    Raises: ConfigurationError if one can't be read: a key that is ignored in silence is a riddle.
    """
    inside = sorted(folder.glob(f"*{PUBLIC_SUFFIX}")) if folder and folder.is_dir() else []
    return (*PROGRAM_KEYS, *(read_public_key(path) for path in (*inside, *files)))


def _read(path: Path) -> bytes:
    try:
        with path.open("rb") as file:
            return file.read(MAX_KEY_FILE_BYTES)
    except OSError as error:
        raise ConfigurationError(f"key file {str(path)!r} can't be read: {error}") from error
