"""Read a document of Word 97 to 2003 (.doc): fields, lures, encryption.

Layout of the head of WordDocument: u16 0xA5EC; at 10 flags: 0x0100 encrypted, 0x0200 table is
1Table and not 0Table, 0x8000 encrypted by XOR; at 14 a u32: with XOR the verifier (low half) and
the key (high half), else the size of the RC4 header, which stands at the start of the table stream.
The first 68 bytes stay in clear. RC4 runs in blocks of 512 bytes.

Source: [MS-DOC] sections 2.2.6, 2.5.2; [MS-OFFCRYPTO] section 2.3.4
"""

from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.mail import office_lock, office_xor, ole, rc4, word_field
from kakekomi.mail.draft import Draft
from kakekomi.mail.office_xor import XorLock

BLOCK_BYTES: Final = 512
CLEAR_BYTES: Final = 68
"""At the start of WordDocument, encrypted or not."""


def read(file: ole.CompoundFile, stream: bytes, draft: Draft) -> None:
    """Read the stream ``WordDocument`` of ``file`` into ``draft``."""
    flags = int.from_bytes(stream[10:12], "little")
    if flags & 0x0100:
        plain = _decrypted(file, stream, flags, draft)
        if plain is None:
            return
        stream = stream[:CLEAR_BYTES] + plain[CLEAR_BYTES:]
    draft.dde.extend(word_field.in_stream(stream))
    draft.add_raw_text(stream)


def _decrypted(file: ole.CompoundFile, stream: bytes, flags: int, draft: Draft) -> bytes | None:
    """Give the stream in clear; None if no password opens it."""
    if flags & 0x8000:
        stated = int.from_bytes(stream[14:18], "little")
        lock = XorLock(stated_key=stated >> 16, verifier=stated & 0xFFFF)
        key = draft.unlock(lock)
        return None if key is None else office_xor.undo_word(key, stream)
    table = file.find("1Table" if flags & 0x0200 else "0Table")
    header = file.read(table, office_lock.MAX_INFO_BYTES) if table is not None else b""
    try:
        found = office_lock.of_stream(header)
    except ParseError as error:
        draft.stay_locked(office_lock.scheme_of_stream(header), str(error))
        return None
    key = draft.unlock(found)
    return None if key is None else rc4.crypt_blocks(found, key, stream, block_bytes=BLOCK_BYTES)
