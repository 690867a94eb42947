r"""Sign a pack and verify it: an update of knowledge must come from whom the user trusts.

``pack.sig`` lists the SHA-256 of every file and carries one Ed25519 signature over that list.
A pack verifies only if the list is signed by a trusted key and says exactly what is there: a
changed, missing or additional file, a symbolic link or a path that leads out is refused.

Layout of ``pack.sig`` (JSON)::

    schema     "kakekomi.signature/1"
    key_id     16 hex digits
    signature  Base64 of 64 bytes, over the list as text: "sha256  path\n" sorted by path
    files      path: sha256 in hex
"""

import base64
import binascii
import hashlib
import re
from collections.abc import Iterable, Mapping
from typing import TYPE_CHECKING, Final, Literal

import msgspec

from kakekomi.facts.errors import ConfigurationError
from kakekomi.packs.files import MAX_PACK_FILES, MemoryFiles, PackFiles
from kakekomi.packs.keys import PublicKey

if TYPE_CHECKING:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

SIGNATURE_FILE: Final = "pack.sig"

MAX_PACK_BYTES: Final = 64 * 1024 * 1024
"""All files of a pack together: a hundred times the Emotet pack."""

PACK_PATH: Final = re.compile(r"[A-Za-z0-9_][A-Za-z0-9._-]*(?:/[A-Za-z0-9_][A-Za-z0-9._-]*)*\Z")
"""Takes ``faq/our-name.ja.md``; refuses ``../x``, ``/x``, ``a\\b``, ``c:x`` and ``.git/x``."""

MAX_PATH_CHARS: Final = 200
"""Unpacks below any folder on Windows, whose paths end at 260."""

DOMAIN_TAG: Final = b"kakekomi.pack/1\n"
"""Stands before the list that is signed, so that no other signature can be taken for this."""


class Signature(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """The file ``pack.sig``."""

    schema: Literal["kakekomi.signature/1"] = "kakekomi.signature/1"
    key_id: str
    signature: str
    files: dict[str, str]


class SignatureError(ConfigurationError):
    """The pack is not what a trusted key has signed."""


def sealed_files(files: PackFiles) -> MemoryFiles:
    """All files read once, so that what was verified is what is used.

    Raises: ConfigurationError for a path no pack may have, or too much.
    """
    names = files.names()
    if len(names) > MAX_PACK_FILES:
        raise ConfigurationError(f"the pack has more than {MAX_PACK_FILES} files")
    check_paths(names)
    contents: dict[str, bytes] = {}
    total = 0
    for name in names:
        contents[name] = files.read(name)
        total += len(contents[name])
        if total > MAX_PACK_BYTES:
            raise ConfigurationError(f"the pack is larger than {MAX_PACK_BYTES} bytes")
    return MemoryFiles(contents)


def check_paths(names: Iterable[str]) -> None:
    """Refuse paths that lead out, hide, or differ in case only (one file on Windows).

    Raises: ConfigurationError.
    """
    seen: set[str] = set()
    for name in names:
        if not PACK_PATH.match(name) or len(name) > MAX_PATH_CHARS:
            raise ConfigurationError(f"the pack has a file of a forbidden name: {name!r}")
        if name.lower() in seen:
            raise ConfigurationError(f"the pack has two files of the name {name!r}")
        seen.add(name.lower())


def hashes(files: MemoryFiles) -> dict[str, str]:
    """SHA-256 of each file but the signature, sorted by path."""
    return {
        name: hashlib.sha256(files.read(name)).hexdigest()
        for name in files.names()
        if name != SIGNATURE_FILE
    }


def signed_message(listed: Mapping[str, str]) -> bytes:
    """The bytes that are signed."""
    lines = "".join(f"{listed[name]}  {name}\n" for name in sorted(listed))
    return DOMAIN_TAG + lines.encode()


def sign(files: PackFiles, key: "Ed25519PrivateKey") -> bytes:
    """Content of ``pack.sig`` for these files. Raises: ConfigurationError."""
    listed = hashes(sealed_files(files))
    signature = Signature(
        key_id=PublicKey(key.public_key().public_bytes_raw()).id,
        signature=base64.b64encode(key.sign(signed_message(listed))).decode(),
        files=listed,
    )
    return msgspec.json.format(msgspec.json.encode(signature), indent=1) + b"\n"


def verify(files: MemoryFiles, keys: Iterable[PublicKey]) -> PublicKey:
    """The trusted key that signed exactly these files. Raises: SignatureError."""
    if SIGNATURE_FILE not in files.contents:
        raise SignatureError("the pack is not signed (no pack.sig)")
    try:
        signature = msgspec.json.decode(files.read(SIGNATURE_FILE), type=Signature)
        raw = base64.b64decode(signature.signature, validate=True)
    except (msgspec.DecodeError, UnicodeDecodeError, binascii.Error) as error:
        raise SignatureError(f"pack.sig can't be read: {error}") from error
    key = next((key for key in keys if key.id == signature.key_id), None)
    if key is None:
        raise SignatureError(f"the pack is signed with key {signature.key_id!r}, not a trusted one")
    if not key.has_signed(signed_message(signature.files), raw):
        raise SignatureError(f"the signature in pack.sig was not made with key {key.id}")
    _check_same(signature.files, hashes(files))
    return key


def _check_same(signed: Mapping[str, str], found: Mapping[str, str]) -> None:
    names = signed.keys() | found.keys()
    changed = sorted(name for name in names if signed.get(name) != found.get(name))
    if changed:
        raise SignatureError(f"files changed after signing: {', '.join(map(repr, changed[:10]))}")
