"""Whether Windows trusts a program's signature, and who signed it.

``WinVerifyTrust`` is asked without a window and without the network: no revocation list is
fetched. Only signatures inside the file count; those of Windows' own files stand in catalogues,
which is why nobody asks for files of the Windows folder here.

Source: https://learn.microsoft.com/windows/win32/api/wintrust/nf-wintrust-winverifytrust
"""

import ctypes
import uuid
from collections.abc import Iterator
from contextlib import contextmanager
from ctypes import wintypes
from typing import Final

from kakekomi.facts.errors import UnavailableError
from kakekomi.facts.pc_tables import Authenticode
from kakekomi.host.windows.api import library

_GENERIC_VERIFY: Final = "00aac56b-cd44-11d0-8cc2-00c04fc295ee"
_NO_WINDOW: Final = 2
_NO_REVOCATION: Final = 0
_A_FILE: Final = 1
_VERIFY: Final = 1
_CLOSE: Final = 2
_FROM_CACHE_ONLY: Final = 0x1000 | 0x10
_DISPLAY_NAME: Final = 4
_OF_ISSUER: Final = 1
_NAME_CHARS: Final = 256

_NO_SIGNATURE: Final = frozenset((0x800B_0100, 0x800B_0003, 0x800B_0001))
_DISTRUSTED: Final = frozenset((0x800B_0111, 0x800B_0004, 0x800B_010C))
"""Distrusted by somebody, not trusted as a subject, revoked."""
_UNREADABLE: Final = frozenset((0x8009_2003, 0x8007_0002, 0x8007_0005, 0x8007_0020))
"""The file could not be opened: error, missing, refused, in use."""
_FAILURE: Final = 0x8000_0000
"""What is below, and not zero, is no answer about the signature but a plain error code."""


class _File(ctypes.Structure):
    """WINTRUST_FILE_INFO."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("path", wintypes.LPCWSTR),
        ("file", wintypes.HANDLE),
        ("subject", ctypes.c_void_p),
    )


class _Data(ctypes.Structure):
    """WINTRUST_DATA."""

    _fields_ = (
        ("size", wintypes.DWORD),
        ("policy", ctypes.c_void_p),
        ("sip", ctypes.c_void_p),
        ("window", wintypes.DWORD),
        ("revocation", wintypes.DWORD),
        ("choice", wintypes.DWORD),
        ("file", ctypes.c_void_p),
        ("action", wintypes.DWORD),
        ("state", wintypes.HANDLE),
        ("url", ctypes.c_void_p),
        ("flags", wintypes.DWORD),
        ("context", wintypes.DWORD),
        ("settings", ctypes.c_void_p),
    )


class _Certificate(ctypes.Structure):
    """The beginning of CRYPT_PROVIDER_CERT."""

    _fields_ = (("size", wintypes.DWORD), ("context", ctypes.c_void_p))


def authenticode(local: str, path: str) -> Authenticode:
    """State of the signature of the file at ``local``; ``path`` is how the row names it.

    Raises: UnavailableError, UnsupportedError.
    """
    file = _File(size=ctypes.sizeof(_File), path=local)
    data = _Data(
        size=ctypes.sizeof(_Data),
        window=_NO_WINDOW,
        revocation=_NO_REVOCATION,
        choice=_A_FILE,
        file=ctypes.addressof(file),
        action=_VERIFY,
        flags=_FROM_CACHE_ONLY,
    )
    with _verified(data) as result:
        if result in _NO_SIGNATURE:
            return Authenticode(path=path, result="missing")
        if result in _UNREADABLE or 0 < result < _FAILURE:
            raise UnavailableError(f"{path}: its signature cannot be read")
        subject, issuer = _names(data)
        return Authenticode(
            path=path, result=_word(result), subject_name=subject, issuer_name=issuer
        )


def _word(result: int) -> str:
    if not result:
        return "trusted"
    return "distrusted" if result in _DISTRUSTED else "untrusted"


@contextmanager
def _verified(data: _Data) -> Iterator[int]:
    """The answer; what Windows keeps about it is freed at the end."""
    trust = library("wintrust")
    action = uuid.UUID(_GENERIC_VERIFY).bytes_le
    window = wintypes.HWND(-1)
    try:
        yield trust.WinVerifyTrust(window, action, ctypes.byref(data)) & 0xFFFF_FFFF
    finally:
        data.action = _CLOSE
        trust.WinVerifyTrust(window, action, ctypes.byref(data))


def _names(data: _Data) -> tuple[str | None, str | None]:
    """Signer and issuer; None where Windows kept no chain."""
    trust = library("wintrust")
    for name in (
        "WTHelperProvDataFromStateData",
        "WTHelperGetProvSignerFromChain",
        "WTHelperGetProvCertFromChain",
    ):
        getattr(trust, name).restype = ctypes.c_void_p
    provider = trust.WTHelperProvDataFromStateData(wintypes.HANDLE(data.state))
    if not provider:
        return None, None
    signer = trust.WTHelperGetProvSignerFromChain(ctypes.c_void_p(provider), 0, 0, 0)
    if not signer:
        return None, None
    found = trust.WTHelperGetProvCertFromChain(ctypes.c_void_p(signer), 0)
    if not found:
        return None, None
    context = _Certificate.from_address(found).context
    return _name(context, 0), _name(context, _OF_ISSUER)


def _name(context: int, flags: int) -> str | None:
    buffer = ctypes.create_unicode_buffer(_NAME_CHARS)
    library("crypt32").CertGetNameStringW(
        ctypes.c_void_p(context), _DISPLAY_NAME, flags, None, buffer, _NAME_CHARS
    )
    return buffer.value or None
