r"""Find how a PDF is encrypted, and undo it: its strings and streams.

The trailer's ``/Encrypt`` leads to a dictionary; of the standard handler it has ``/V`` and ``/R``
(version and revision), ``/O /U /OE /UE /P`` (see ``pdf_key``), and from ``/V 4`` on ``/CF``, named
filters of which ``/StmF`` and ``/StrF`` say which is for streams and strings::

    /V      cipher
    1, 2    RC4, 40 bits or /Length, which is 128 then
    4       /CFM: /V2 RC4, /AESV2 AES-128
    5       /CFM: /AESV3 AES-256
    3       not published; other numbers and handlers (certificates) are not read

Up to ``/V 4`` each object has a key of its own: MD5 of the file's key, the object's number (3
bytes) and generation (2), and ``sAlT`` for AES. Strings inside a stream of objects are encrypted
with that stream; the dictionary itself, and tables of references, are not encrypted.

Source: ISO 32000-1, section 7.6; ISO 32000-2, section 7.6
"""
# ruff: noqa: PLR2004 - versions and sizes are those of the table above

import hashlib
import re
from dataclasses import dataclass
from enum import StrEnum
from typing import Final

from cryptography.hazmat.primitives.ciphers import Cipher, algorithms, modes

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import pdf_string, rc4
from kakekomi.mail.pdf_key import PdfLock

MAX_DICTIONARY_BYTES: Final = 8_192
"""Of the description; it has some hundred bytes."""
MAX_STRINGS: Final = 20_000
"""Decrypted in one file: a catalogue has thousands of links; each takes some microseconds."""
KEY_BITS: Final = (40, 128)
"""Of RC4: what programs write, and what can be undone with the key of each object."""
WHERE: Final = "PDF encryption"

_NUMBER: Final = re.compile(rb"\s{0,8}(-?[0-9]{1,12})(?![0-9.])")
"""Takes ``-44``; refuses ``1.5``."""
_NAME: Final = re.compile(rb"\s{0,8}/([A-Za-z0-9.#]{1,40})")
"""Takes ``/AESV2``; refuses ``(AESV2)``."""
_IS_FALSE: Final = re.compile(rb"/EncryptMetadata\s{0,8}false")
"""Takes ``/EncryptMetadata false``; refuses ``/EncryptMetadata true``."""
_WORTH: Final = re.compile(rb"/(?:URI|UF|F|P|Launch|EF|ID)(?![A-Za-z])|\A\s{0,8}[(<](?!<)")
"""In an object whose strings are looked at: takes ``/URI (``; refuses ``/Font``."""


class Method(StrEnum):
    """How bytes are encrypted."""

    NONE = "none"
    RC4 = "rc4"
    AES_128 = "aes_128"
    AES_256 = "aes_256"


_METHODS: Final = {
    b"None": Method.NONE,
    b"V2": Method.RC4,
    b"AESV2": Method.AES_128,
    b"AESV3": Method.AES_256,
}


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfEncryption:
    """What the description says."""

    lock: PdfLock
    of_strings: Method
    of_streams: Method
    number: int | None
    """Of the object that is the description."""


@dataclass(slots=True, kw_only=True)
class PdfCipher:
    """Undoes the encryption of one file."""

    encryption: PdfEncryption
    key: bytes
    strings_left: int = MAX_STRINGS

    def text(self, number: int, generation: int, raw: bytes) -> bytes:
        """Text of an object with its strings in clear, as hexadecimal ones."""
        method = self.encryption.of_strings
        if method is Method.NONE or number == self.encryption.number or not _WORTH.search(raw):
            return raw
        key = self._object_key(number, generation, method)
        out: list[bytes] = []
        at = 0
        for start, end, content in pdf_string.find_all(raw):
            self.strings_left -= 1
            if self.strings_left < 0:
                break
            out += (raw[at:start], b"<%s>" % _undone(method, key, content).hex().encode("ascii"))
            at = end
        return b"".join((*out, raw[at:]))

    def stream(self, number: int, generation: int, head: bytes, raw: bytes) -> bytes:
        """Content of a stream in clear; ``head`` is the text in front of it."""
        method = self.encryption.of_streams
        if method is Method.NONE or b"/XRef" in head or b"/Identity" in head:
            return raw
        return _undone(method, self._object_key(number, generation, method), raw)

    def _object_key(self, number: int, generation: int, method: Method) -> bytes:
        if method is Method.AES_256:
            return self.key
        own = (number & 0xFFFFFF).to_bytes(3, "little") + (generation & 0xFFFF).to_bytes(
            2, "little"
        )
        salt = b"sAlT" if method is Method.AES_128 else b""
        digest = hashlib.md5(self.key + own + salt, usedforsecurity=False).digest()
        return digest[: min(len(self.key) + 5, 16)]


def _undone(method: Method, key: bytes, data: bytes) -> bytes:
    if method is Method.RC4:
        return rc4.crypt(key, data)
    whole = data[16 : len(data) // 16 * 16]
    if not whole:
        return b""
    plain = Cipher(algorithms.AES(key), modes.CBC(data[:16])).decryptor().update(whole)
    filling = plain[-1]
    return plain[:-filling] if 0 < filling <= 16 else plain


def read(description: bytes, *, number: int | None, file_id: bytes) -> PdfEncryption:
    """Read the dictionary ``description``; ``number`` is that of its object if it has one.

    Raises:
        ParseError: a value is missing or out of range.
        UnsupportedError: another handler or version.

    """
    text = description[:MAX_DICTIONARY_BYTES]
    if _name(text, b"Filter") != b"Standard":
        raise UnsupportedError("not encrypted with a password")
    version, revision = _number(text, b"V"), _number(text, b"R")
    if version not in {1, 2, 4, 5} or not 2 <= revision <= 6:
        raise UnsupportedError(f"encryption of version {version}, revision {revision}")
    if version <= 2:
        of_strings = of_streams = Method.RC4
    else:
        of_strings, of_streams = (_method(text, use) for use in (b"StrF", b"StmF"))
    is_new = revision >= 5
    if is_new is not (version == 5):
        raise ParseError("version and revision do not fit", where=WHERE)
    lock = PdfLock(
        revision=revision,
        key_bytes=32 if is_new else _key_bytes(text, version),
        owner=_string(text, b"O", 48 if is_new else 32),
        user=_string(text, b"U", 48 if is_new else 32),
        owner_key=_string(text, b"OE", 32) if is_new else b"",
        user_key=_string(text, b"UE", 32) if is_new else b"",
        permissions=_number(text, b"P") & 0xFFFFFFFF,
        file_id=file_id,
        encrypts_metadata=_IS_FALSE.search(text) is None,
    )
    return PdfEncryption(lock=lock, of_strings=of_strings, of_streams=of_streams, number=number)


def _method(text: bytes, use: bytes) -> Method:
    name = _name(text, use)
    if name in {b"", b"Identity"}:
        return Method.NONE
    filters = _behind(text, b"CF")
    own = _behind(text[filters:], name) + filters
    method = _METHODS.get(_name(text[own : own + 200], b"CFM"))
    if method is None:
        raise UnsupportedError("encryption by an unknown filter")
    return method


def _key_bytes(text: bytes, version: int) -> int:
    if version == 1:
        return 5
    if version == 4:
        return 16
    bits = _number(text, b"Length") if _behind(text, b"Length", is_needed=False) else 40
    if bits not in KEY_BITS:
        raise UnsupportedError(f"key of {bits} bits")
    return bits // 8


def _behind(text: bytes, key: bytes, *, is_needed: bool = True) -> int:
    """Offset behind the key; 0 if it is not there and needs not be."""
    found = re.search(rb"/" + re.escape(key) + rb"(?![A-Za-z0-9])", text)
    if found is None and is_needed:
        raise ParseError(f"no /{key.decode('latin-1')}", where=WHERE)
    return 0 if found is None else found.end()


def _number(text: bytes, key: bytes) -> int:
    found = _NUMBER.match(text, _behind(text, key))
    if found is None:
        raise ParseError(f"/{key.decode('latin-1')} is no number", where=WHERE)
    return int(found[1])


def _name(text: bytes, key: bytes) -> bytes:
    at = _behind(text, key, is_needed=False)
    found = _NAME.match(text, at) if at else None
    return b"" if found is None else found[1]


def _string(text: bytes, key: bytes, size: int) -> bytes:
    content = pdf_string.at(text, _behind(text, key))
    if content is None or len(content) < size:
        raise ParseError(f"/{key.decode('latin-1')} is too short", where=WHERE)
    return content
