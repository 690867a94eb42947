"""Decrypt the stream ``Workbook`` of an encrypted .xls.

Ids and sizes of records stay in clear, so that the stream can be walked; so do a few records that
are needed first, and where a sheet begins. RC4 runs over the whole stream nevertheless, in blocks
of 1,024 bytes, and what is in clear uses up its key bytes too.

Layout of FILEPASS (little-endian): u16 kind, 0 XOR, 1 RC4. XOR: u16 key, u16 verifier; BIFF5 has
these alone. RC4: the header of ``office_lock``.

Source: [MS-XLS] sections 2.2.10, 2.4.117
"""

from typing import Final

from kakekomi.mail import office_lock, office_xor, rc4
from kakekomi.mail.office_lock import StreamLock
from kakekomi.mail.office_xor import XorLock

MAX_RECORDS: Final = 500_000
"""Decrypted; a workbook's own records and a few large sheets. The rest stays as it is."""
BLOCK_BYTES: Final = 1_024

_BOUNDSHEET: Final = 0x0085
_CLEAR: Final = frozenset({0x0809, 0x002F, 0x0194, 0x0195, 0x00E1, 0x0196, 0x0138})
"""BOF, FILEPASS, USREXCL, FILELOCK, INTERFACEHDR, RRDINFO, RRDHEAD."""


def lock_of(filepass: bytes, *, is_biff8: bool) -> XorLock | StreamLock:
    """Read the data of FILEPASS.

    Raises:
        ParseError: damaged, or a scheme that is not read.

    """
    if is_biff8 and _u16(filepass, 0) == 1:
        return office_lock.of_stream(filepass[2:])
    at = 2 if is_biff8 else 0
    return XorLock(stated_key=_u16(filepass, at), verifier=_u16(filepass, at + 2))


def decrypt(stream: bytes, lock: XorLock | StreamLock, key: bytes) -> bytes:
    """Give the stream in clear; FILEPASS stays where it is."""
    if isinstance(lock, XorLock):
        plain = b""
    else:
        plain = rc4.crypt_blocks(lock, key, stream, block_bytes=BLOCK_BYTES)
    pieces: list[bytes] = []
    at = done = 0
    for _ in range(MAX_RECORDS):
        if at + 4 > len(stream):
            break
        kind, size = _u16(stream, at), _u16(stream, at + 2)
        start, end = at + 4, at + 4 + size
        if kind not in _CLEAR:
            start += 4 if kind == _BOUNDSHEET else 0
            data = stream[start:end]
            if isinstance(lock, XorLock):
                clear = office_xor.undo_excel(key, data, start, end - start)
            else:
                clear = plain[start:end]
            pieces += (stream[done:start], clear)
            done = end
        at = end
    pieces.append(stream[done:])
    return b"".join(pieces)


def _u16(data: bytes, at: int) -> int:
    return int.from_bytes(data[at : at + 2], "little")
