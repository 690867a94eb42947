"""Encrypt harmless documents with a password, in every way Office ever did.

Salts and verifiers are fixed, so that equal arguments give equal bytes; that is fit for samples and
for nothing else. The number of hash rounds of the newer schemes can be lowered, to be quick.

Source: [MS-OFFCRYPTO] section 2.3; [MS-XLS] 2.2.10; [MS-DOC] 2.2.6; [MS-PPT] 2.3.7
"""

import base64
import hashlib
import struct
from collections.abc import Iterator
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kakekomi.drill.compound import make_compound
from kakekomi.mail import doc, office_agile, office_xor, ole, rc4, xls_cipher
from kakekomi.mail.office_agile import AgileLock
from kakekomi.mail.office_cryptoapi import CryptoApiLock, StandardLock, Verifier
from kakekomi.mail.office_lock import StreamLock
from kakekomi.mail.rc4 import Rc4Lock

SALT: Final = bytes(range(16))
_VERIFIER: Final = bytes(range(16, 32))
_KEY: Final = bytes(range(32))
_FILEPASS: Final = 0x002F
_CLEAR: Final = frozenset({0x0809, _FILEPASS})
_BOUNDSHEET: Final = 0x0085
_TOKEN: Final = 0xF3D1C4DF


def encrypt(document: bytes, scheme: str, password: str) -> bytes:
    """Encrypt an .xls or .doc of ours by ``rc4``, ``rc4_cryptoapi`` or ``xor``."""
    file = ole.parse(document)
    streams = {entry.path: file.read(entry) for entry in file.streams()}
    if "Workbook" in streams:
        streams["Workbook"] = encrypt_workbook(streams["Workbook"], scheme, password)
    else:
        streams |= encrypt_word(streams["WordDocument"], streams["1Table"], scheme, password)
    return make_compound(streams)


def make_agile(package: bytes, password: str, *, rounds: int = 1_000) -> bytes:
    """Encrypt an OOXML document as Office 2010 and later do."""
    lock = AgileLock(
        rounds=rounds,
        salt=SALT,
        hash_name="sha512",
        key_bits=256,
        verifier_input=b"",
        verifier_hash=b"",
        encrypted_key=b"",
        package_salt=SALT[::-1],
        package_hash_name="sha512",
    )
    digest = lock.digest(password)
    sealed = [
        base64.b64encode(_cbc(lock.key_for(digest, use), SALT, data)).decode("ascii")
        for use, data in (
            (office_agile.FOR_VERIFIER_INPUT, _VERIFIER),
            (office_agile.FOR_VERIFIER_HASH, hashlib.sha512(_VERIFIER).digest()),
            (office_agile.FOR_KEY, _KEY),
        )
    ]
    body = struct.pack("<Q", len(package))
    for number, at in enumerate(range(0, len(package), office_agile.SEGMENT_BYTES)):
        piece = package[at : at + office_agile.SEGMENT_BYTES]
        body += _cbc(_KEY, lock.segment_vector(number), _filled(piece))
    info = struct.pack("<HHI", 4, 4, 0x40) + _descriptor(lock, sealed).encode("ascii")
    return make_compound({"EncryptionInfo": info, "EncryptedPackage": body})


def make_standard(package: bytes, password: str) -> bytes:
    """Encrypt an OOXML document as Office 2007 does."""
    lock = StandardLock(key_bits=128, stated=Verifier(salt=SALT, verifier=b"", hash=b""))
    key = lock.derive(password)
    digest = hashlib.sha1(_VERIFIER, usedforsecurity=False).digest().ljust(32, b"\0")
    info = struct.pack("<HHI", 4, 2, 0x24) + _header(0x24, 0x660E, 128)
    info += struct.pack("<I", 16) + SALT + _ecb(key, _VERIFIER)
    info += struct.pack("<I", 20) + _ecb(key, digest)
    body = struct.pack("<Q", len(package)) + _ecb(key, _filled(package))
    return make_compound({"EncryptionInfo": info, "EncryptedPackage": body})


def rc4_header(scheme: str, password: str) -> tuple[bytes, StreamLock, bytes]:
    """Header, lock and key of ``rc4`` (40 bits) or ``rc4_cryptoapi`` (128 bits)."""
    if scheme == "rc4":
        old = Rc4Lock(salt=SALT, verifier=b"", hash=b"")
        key = old.derive(password)
        digest = hashlib.md5(_VERIFIER, usedforsecurity=False).digest()
        sealed = rc4.crypt(old.block_key(key, 0), _VERIFIER + digest)
        return struct.pack("<HH", 1, 1) + SALT + sealed, old, key
    lock = CryptoApiLock(key_bits=128, stated=Verifier(salt=SALT, verifier=b"", hash=b""))
    key = lock.derive(password)
    digest = hashlib.sha1(_VERIFIER, usedforsecurity=False).digest()
    sealed = rc4.crypt(lock.block_key(key, 0), _VERIFIER + digest)
    header = struct.pack("<HHI", 4, 2, 4) + _header(4, 0x6801, 128) + struct.pack("<I", 16) + SALT
    return header + sealed[:16] + struct.pack("<I", 20) + sealed[16:], lock, key


def encrypt_workbook(stream: bytes, scheme: str, password: str) -> bytes:
    """Encrypt a stream ``Workbook`` by ``rc4``, ``rc4_cryptoapi`` or ``xor``."""
    if scheme == "xor":
        raw = password.encode("cp1252")
        lock = office_xor.lock_of(raw)
        filepass = struct.pack("<HHH", 0, lock.stated_key, lock.verifier)
        shifted = _with_filepass(stream, filepass)
        key = lock.key(password) or b""
        return _xored_records(shifted, key)
    header, of_blocks, key = rc4_header(scheme, password)
    shifted = _with_filepass(stream, struct.pack("<H", 1) + header)
    return xls_cipher.decrypt(shifted, of_blocks, key)  # RC4 does both alike


def encrypt_word(stream: bytes, table: bytes, scheme: str, password: str) -> dict[str, bytes]:
    """Encrypt ``WordDocument`` and its ``1Table`` by ``rc4``, ``rc4_cryptoapi`` or ``xor``."""
    flags = int.from_bytes(stream[10:12], "little") | 0x0100
    if scheme == "xor":
        lock = office_xor.lock_of(password.encode("cp1252"))
        key = lock.key(password) or b""
        stated = lock.stated_key << 16 | lock.verifier
        head = _word_head(stream, flags | 0x8000, stated)
        body = office_xor.undo_word(key, stream)[doc.CLEAR_BYTES :]
        return {"WordDocument": head + body, "1Table": office_xor.undo_word(key, table)}
    header, of_blocks, key = rc4_header(scheme, password)
    shifted = header + table
    tables = rc4.crypt_blocks(of_blocks, key, shifted, block_bytes=doc.BLOCK_BYTES)
    body = rc4.crypt_blocks(of_blocks, key, stream, block_bytes=doc.BLOCK_BYTES)
    head = _word_head(stream, flags, len(header))
    return {
        "WordDocument": head + body[doc.CLEAR_BYTES :],
        "1Table": header + tables[len(header) :],
    }


def make_encrypted_ppt(objects: dict[int, bytes], password: str) -> bytes:
    """Write a .ppt of records by their numbers, each encrypted; it shows nothing."""
    header, lock, key = rc4_header("rc4_cryptoapi", password)
    description = max(objects) + 1
    stream, offsets = bytearray(), dict[int, int]()
    for number, record in sorted(objects.items()):
        offsets[number] = len(stream)
        stream += rc4.crypt(lock.block_key(key, number), record)
    offsets[description] = len(stream)
    stream += struct.pack("<HHI", 0xF, 0x2F14, len(header)) + header
    directory = len(stream)
    runs = b"".join(struct.pack("<II", 1 << 20 | n, at) for n, at in offsets.items())
    stream += struct.pack("<HHI", 0, 0x1772, len(runs)) + runs
    edit = len(stream)
    stream += struct.pack("<HHI", 0, 0x0FF5, 32)
    stream += struct.pack("<IIIIIIII", 0, 0x03000000, 0, directory, 1, description + 1, 0, 0)[:28]
    stream += struct.pack("<I", description)
    user = struct.pack("<HHIIIIHHBBHI", 0, 0x0FF6, 24, 20, _TOKEN, edit, 0, 0x03F4, 3, 0, 0, 8)
    return make_compound(
        {"Current User": user, "PowerPoint Document": bytes(stream).ljust(4096, b"\0")}
    )


def _with_filepass(stream: bytes, filepass: bytes) -> bytes:
    """Put FILEPASS behind the first BOF, and let the sheets begin that much later."""
    record = struct.pack("<HH", _FILEPASS, len(filepass)) + filepass
    first = 4 + int.from_bytes(stream[2:4], "little")
    shifted = bytearray(stream[:first] + record + stream[first:])
    for kind, start, _ in _records(bytes(shifted)):
        if kind == _BOUNDSHEET:
            (offset,) = struct.unpack_from("<I", shifted, start)
            struct.pack_into("<I", shifted, start, offset + len(record))
    return bytes(shifted)


def _xored_records(stream: bytes, key: bytes) -> bytes:
    """Do what ``office_xor.undo_excel`` undoes: combine, then turn each byte right by three."""
    turned_back = bytes((byte >> 3 | byte << 5) & 0xFF for byte in range(256))
    out = bytearray(stream)
    for kind, start, end in _records(stream):
        if kind in _CLEAR:
            continue
        at = start + 4 if kind == _BOUNDSHEET else start
        turned = key.translate(bytes((byte << 3 | byte >> 5) & 0xFF for byte in range(256)))
        size = end - at
        mixed = bytes(
            byte ^ turned[(at + size + place) % 16] for place, byte in enumerate(stream[at:end])
        )
        out[at:end] = mixed.translate(turned_back)
    return bytes(out)


def _records(stream: bytes) -> Iterator[tuple[int, int, int]]:
    """Give id, start and end of the data of each record."""
    at = 0
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<HH", stream, at)
        yield kind, at + 4, at + 4 + size
        at += 4 + size


def _word_head(stream: bytes, flags: int, key: int) -> bytes:
    head = bytearray(stream[: doc.CLEAR_BYTES])
    struct.pack_into("<H", head, 10, flags)
    struct.pack_into("<I", head, 14, key)
    return bytes(head)


def _header(flags: int, cipher: int, key_bits: int) -> bytes:
    name = "Microsoft Enhanced Cryptographic Provider v1.0\0".encode("utf-16-le")
    header = struct.pack("<8I", flags, 0, cipher, 0x8004, key_bits, 1, 0, 0) + name
    return struct.pack("<I", len(header)) + header


def _descriptor(lock: AgileLock, sealed: list[str]) -> str:
    common = (
        'saltSize="16" blockSize="16" keyBits="256" hashSize="64" cipherAlgorithm="AES" '
        'cipherChaining="ChainingModeCBC" hashAlgorithm="SHA512"'
    )
    salts = [base64.b64encode(salt).decode("ascii") for salt in (lock.package_salt, lock.salt)]
    space = "http://schemas.microsoft.com/office/2006"
    return (
        '<?xml version="1.0" encoding="UTF-8" standalone="yes"?>\r\n'
        f'<encryption xmlns="{space}/encryption" xmlns:p="{space}/keyEncryptor/password">'
        f'<keyData {common} saltValue="{salts[0]}"/>'
        f'<dataIntegrity encryptedHmacKey="" encryptedHmacValue=""/>'
        f'<keyEncryptors><keyEncryptor uri="{space}/keyEncryptor/password">'
        f'<p:encryptedKey spinCount="{lock.rounds}" {common} saltValue="{salts[1]}" '
        f'encryptedVerifierHashInput="{sealed[0]}" encryptedVerifierHashValue="{sealed[1]}" '
        f'encryptedKeyValue="{sealed[2]}"/></keyEncryptor></keyEncryptors></encryption>'
    )


def _filled(data: bytes) -> bytes:
    return data.ljust(-(-len(data) // 16) * 16, b"\0")


def _cbc(key: bytes, vector: bytes, data: bytes) -> bytes:
    encryptor = Cipher(algorithms.AES(key), modes.CBC(vector)).encryptor()
    return encryptor.update(data) + encryptor.finalize()


def _ecb(key: bytes, data: bytes) -> bytes:
    """Encrypt block by block, as the format asks."""
    encryptor = Cipher(algorithms.AES(key), modes.ECB()).encryptor()  # noqa: S305
    return encryptor.update(data) + encryptor.finalize()
