"""Whom the check runs as: account, SID, and whether with administrator rights.

Source: https://learn.microsoft.com/windows/win32/api/securitybaseapi/nf-securitybaseapi-gettokeninformation
"""

import ctypes
from ctypes import wintypes
from dataclasses import dataclass
from typing import Final

from kakekomi.host.windows.api import failure, handle, library

_TOKEN_QUERY: Final = 0x8
_TOKEN_USER: Final = 1
_TOKEN_ELEVATION: Final = 20
_MAX_TOKEN_BYTES: Final = 1024
"""A SID has at most 68 bytes, and the structure before it 16."""
_NAME_CHARS: Final = 257


@dataclass(frozen=True, slots=True, kw_only=True)
class Whoami:
    """The account of this process."""

    username: str
    sid: str
    is_admin: bool
    """With administrator rights now, not only entitled to them."""


def whoami() -> Whoami:
    """Ask this process's token. Raises: UnavailableError, UnsupportedError."""
    kernel, rights = library("kernel32"), library("advapi32")
    kernel.GetCurrentProcess.restype = wintypes.HANDLE
    token = wintypes.HANDLE()
    process = wintypes.HANDLE(kernel.GetCurrentProcess())
    if not rights.OpenProcessToken(process, _TOKEN_QUERY, ctypes.byref(token)):
        raise failure("the account that the check runs as")
    with handle(token.value) as opened:
        user = _information(opened, _TOKEN_USER)
        elevation = _information(opened, _TOKEN_ELEVATION)
        address = ctypes.c_void_p.from_buffer(user).value or 0
        sid = _sid_text(address)
    return Whoami(username=_username(), sid=sid, is_admin=elevation.raw[:4] != bytes(4))


def _information(token: wintypes.HANDLE, kind: int) -> "ctypes.Array[ctypes.c_char]":
    buffer = ctypes.create_string_buffer(_MAX_TOKEN_BYTES)
    size = wintypes.DWORD()
    if not library("advapi32").GetTokenInformation(
        token, kind, buffer, len(buffer), ctypes.byref(size)
    ):
        raise failure("the account that the check runs as")
    return buffer


def _sid_text(address: int) -> str:
    text = wintypes.LPWSTR()
    if not library("advapi32").ConvertSidToStringSidW(ctypes.c_void_p(address), ctypes.byref(text)):
        raise failure("the account that the check runs as")
    try:
        return text.value or ""
    finally:
        library("kernel32").LocalFree(text)


def _username() -> str:
    buffer = ctypes.create_unicode_buffer(_NAME_CHARS)
    size = wintypes.DWORD(_NAME_CHARS)
    if not library("advapi32").GetUserNameW(buffer, ctypes.byref(size)):
        raise failure("the name of the account")
    return buffer.value
