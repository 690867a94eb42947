"""Read how a document is locked: which scheme, from the version in front of its description.

    version (two u16)     scheme
    1, 1                  RC4 with 40 bits, or 128 of them derived from 40 (Office 97, 2000)
    2 to 4, 2             CryptoAPI: RC4 in old formats, AES in packages ("standard")
    3 or 4, 3             extensible: a module of somebody else's, which nobody has seen in mail
    4, 4                  agile

A package without that description is locked by rights management: only whom its publisher names
gets a key, from a server. No password opens that, nor the extensible scheme.

Source: [MS-OFFCRYPTO] sections 2.2 and 2.3.1 to 2.3.6
"""

from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import office_agile, office_cryptoapi, rc4
from kakekomi.mail.office_agile import AgileLock
from kakekomi.mail.office_cryptoapi import CryptoApiLock, StandardLock
from kakekomi.mail.rc4 import Rc4Lock

MAX_INFO_BYTES: Final = 128 * 1024
"""Read of a description; Office writes about one kilobyte."""

RIGHTS_MANAGEMENT: Final = "rights_management"
NOT_BY_PASSWORD: Final = frozenset({"extensible", RIGHTS_MANAGEMENT})
"""Schemes that asking for a password would not help with."""

PackageLock = AgileLock | StandardLock
StreamLock = Rc4Lock | CryptoApiLock


_STREAM_SCHEMES: Final = {
    (1, 1): "rc4",
    (2, 2): "rc4_cryptoapi",
    (3, 2): "rc4_cryptoapi",
    (4, 2): "rc4_cryptoapi",
}
_PACKAGE_SCHEMES: Final = {
    (4, 4): "agile",
    (2, 2): "standard",
    (3, 2): "standard",
    (4, 2): "standard",
    (3, 3): "extensible",
    (4, 3): "extensible",
}


def scheme_of_package(info: bytes) -> str | None:
    """Name the scheme of an encrypted package by its version; None if it is none of them."""
    return _PACKAGE_SCHEMES.get(_version(info))


def scheme_of_stream(header: bytes) -> str | None:
    """Name the scheme of an old document by its version; None if it is none of them."""
    return _STREAM_SCHEMES.get(_version(header))


def of_package(info: bytes) -> PackageLock:
    """Read the stream ``EncryptionInfo`` of an encrypted package.

    Raises:
        ParseError: damaged, or a scheme that is not read.

    """
    scheme = scheme_of_package(info)
    if scheme == "agile":
        return office_agile.parse(info)
    lock = office_cryptoapi.parse(info) if scheme == "standard" else None
    if not isinstance(lock, StandardLock):
        raise ParseError(f"encryption of version {info[:4].hex()}", where="EncryptionInfo")
    return lock


def of_stream(header: bytes) -> StreamLock:
    """Read the header of RC4, of either kind.

    Raises:
        ParseError: damaged, or a scheme that is not read.

    """
    scheme = scheme_of_stream(header)
    if scheme == "rc4":
        return rc4.parse(header)
    lock = office_cryptoapi.parse(header) if scheme == "rc4_cryptoapi" else None
    if not isinstance(lock, CryptoApiLock):
        raise ParseError(f"encryption of version {header[:4].hex()}", where="RC4 header")
    return lock


def _version(info: bytes) -> tuple[int, int]:
    return int.from_bytes(info[:2], "little"), int.from_bytes(info[2:4], "little")
