"""Whether a file is Microsoft's: by the signature in it, or by a catalogue of this PC.

Most files of Windows carry no signature; their hashes stand in catalogues. A file whose hash stands
in any catalogue was installed by Windows or with a driver by an administrator, and is left alone
without asking further: refusing malware costs a question, moving a part of Windows costs the PC.

Source: https://learn.microsoft.com/windows/win32/api/mscat/
"""

import ctypes
import os
from ctypes import wintypes
from typing import Final

from kakekomi.facts.errors import KakekomiError, UnavailableError
from kakekomi.host.windows.api import Library, library
from kakekomi.host.windows.authenticode import authenticode
from kakekomi.respond.guard import MICROSOFT_PATTERN
from kakekomi.respond.windows.opened import READ, long_path, opened

ALWAYS_SIGNED: Final = ("rundll32.exe", "regsvr32.exe", "svchost.exe")
"""Of every Windows, signed in the file or in a catalogue."""
_SHA256: Final = "SHA256"
_MAX_HASH_BYTES: Final = 64
"""The longest digest that a catalogue has: SHA-512."""


def is_signed_by_microsoft(path: str) -> bool:
    """Raises: UnavailableError if it can't be told: then the file is left alone."""
    found = authenticode(long_path(path), path)
    if found.result == "trusted":
        return MICROSOFT_PATTERN.search(found.subject_name or "") is not None
    return _is_in_a_catalogue(path)


def is_foreign(path: str) -> bool:
    """Whether Windows certainly did not put the file there; not, if that can't be told.

    A PC whose catalogues do not answer would seem to have nothing but foreign files. So programs
    that every Windows has are asked about first.
    """
    system = os.environ.get("SYSTEMROOT", "C:\\Windows") + "\\System32\\"
    try:
        knows = all(is_signed_by_microsoft(system + name) for name in ALWAYS_SIGNED)
        return knows and not is_signed_by_microsoft(path)
    except (KakekomiError, OSError):
        return False


def _is_in_a_catalogue(path: str) -> bool:
    """By the hash of today, and by that of older catalogues, which is all that old Windows has."""
    trust = library("wintrust")
    trust.CryptCATAdminEnumCatalogFromHash.restype = wintypes.HANDLE
    answers = [_is_listed(trust, path, is_modern=is_modern) for is_modern in (True, False)]
    if all(answer is None for answer in answers):
        raise UnavailableError(f"{path}: the catalogues of Windows can't be asked")
    return any(answers)


def _is_listed(trust: Library, path: str, *, is_modern: bool) -> bool | None:
    """None if this Windows does not know the kind of hash."""
    admin = wintypes.HANDLE()
    if not _acquire(trust, admin, is_modern=is_modern):
        return None
    try:
        size = wintypes.DWORD(_MAX_HASH_BYTES)
        digest = ctypes.create_string_buffer(_MAX_HASH_BYTES)
        with opened(path, READ) as file:
            if is_modern:
                is_hashed = trust.CryptCATAdminCalcHashFromFileHandle2(
                    admin, file, ctypes.byref(size), digest, 0
                )
            else:
                is_hashed = trust.CryptCATAdminCalcHashFromFileHandle(
                    file, ctypes.byref(size), digest, 0
                )
        if not is_hashed:
            return None
        found = trust.CryptCATAdminEnumCatalogFromHash(admin, digest, size, 0, None)
        if found:
            trust.CryptCATAdminReleaseCatalogContext(admin, wintypes.HANDLE(found), 0)
        return bool(found)
    finally:
        trust.CryptCATAdminReleaseContext(admin, 0)


def _acquire(trust: Library, admin: wintypes.HANDLE, *, is_modern: bool) -> bool:
    if not is_modern:
        return bool(trust.CryptCATAdminAcquireContext(ctypes.byref(admin), None, 0))
    if not hasattr(trust, "CryptCATAdminCalcHashFromFileHandle2"):
        return False
    return bool(trust.CryptCATAdminAcquireContext2(ctypes.byref(admin), None, _SHA256, None, 0))
