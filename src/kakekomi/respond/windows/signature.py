"""Whether a file is Microsoft's: by the signature in it, or by a catalogue of this PC.

Most files of Windows carry no signature; their hashes stand in catalogues. A file whose hash stands
in any catalogue was installed by Windows or with a driver by an administrator, and is left alone
without asking further: refusing malware costs a question, moving a part of Windows costs the PC.

Source: https://learn.microsoft.com/windows/win32/api/mscat/
"""

import ctypes
from ctypes import wintypes
from typing import Final

from kakekomi.facts.errors import UnavailableError
from kakekomi.host.windows.api import Library, library
from kakekomi.host.windows.authenticode import authenticode
from kakekomi.respond.guard import MICROSOFT_PATTERN
from kakekomi.respond.windows.opened import READ, long_path, opened

_SHA256: Final = "SHA256"
_MAX_HASH_BYTES: Final = 64


def is_signed_by_microsoft(path: str) -> bool:
    """Raises: UnavailableError if it can't be told: then the file is left alone."""
    found = authenticode(long_path(path), path)
    if found.result == "trusted":
        return MICROSOFT_PATTERN.search(found.subject_name or "") is not None
    return _is_in_a_catalogue(path)


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
