"""Unpack a folder of a 7z archive: its coders one behind another, as far as is needed.

What liblzma knows it does: LZMA, LZMA2, delta and the branch filters. Its branch filters need a
stream that tells its end, which LZMA in 7z does not; so they get a stream of stored LZMA2 chunks.

Source: 7-Zip, DOC/7zFormat.txt and DOC/Methods.txt
"""
# ruff: noqa: PLR2004 - offsets and sizes are those of the coders' properties

import bz2
import lzma
import zlib
from collections.abc import Callable, Sequence
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import archive_key, seven_zip_bcj2
from kakekomi.mail.archive_stream import Stream
from kakekomi.mail.seven_zip_bcj2 import Pay
from kakekomi.mail.seven_zip_entry import Coder, Folder
from kakekomi.mail.seven_zip_header import WHERE

COPY: Final = b"\x00"
AES: Final = b"\x06\xf1\x07\x01"
LZMA1: Final = b"\x03\x01\x01"
LZMA2: Final = b"\x21"
DEFLATE: Final = b"\x04\x01\x08"
BZIP2: Final = b"\x04\x02\x02"
DELTA: Final = b"\x03"
BRANCHES: Final = {
    b"\x04": lzma.FILTER_X86,
    b"\x05": lzma.FILTER_POWERPC,
    b"\x06": lzma.FILTER_IA64,
    b"\x07": lzma.FILTER_ARM,
    b"\x08": lzma.FILTER_ARMTHUMB,
    b"\x09": lzma.FILTER_SPARC,
    b"\x03\x03\x01\x03": lzma.FILTER_X86,
    b"\x03\x03\x02\x05": lzma.FILTER_POWERPC,
    b"\x03\x03\x04\x01": lzma.FILTER_IA64,
    b"\x03\x03\x05\x01": lzma.FILTER_ARM,
    b"\x03\x03\x07\x01": lzma.FILTER_ARMTHUMB,
    b"\x03\x03\x08\x05": lzma.FILTER_SPARC,
}
"""Filters that make calls in programs pack better."""
MAX_DICTIONARY_BYTES: Final = 192 * 1024 * 1024
"""No reader here looks further back, since none reads further."""
STEP_BYTES: Final = 1024 * 1024
"""Unpacked at a time."""
CHUNK_BYTES: Final = 0x10000
"""Of a stored LZMA2 chunk, at most."""

KeyOf = Callable[[Coder], bytes]
"""Gives the key for an AES coder."""


def no_cost(_cost: int) -> None:
    """For who counts nothing."""


def is_encrypted(folder: Folder) -> bool:
    """Whether a password is needed."""
    return any(coder.method == AES for coder in folder.coders)


def is_stored(folder: Folder) -> bool:
    """Whether nothing is packed, so that only the checksum tells a wrong password."""
    return all(coder.method in {AES, COPY} for coder in folder.coders)


def unpack(
    folder: Folder, packed: Sequence[memoryview], key_of: KeyOf, pay: Pay = no_cost
) -> Stream:
    """Chunks of the folder's stream, made of its packed streams.

    Raises:
        UnsupportedError: a coder is not read.
        ParseError: the coders make no tree; while reading, if the stream is damaged or too costly.
    """
    return _Tree(folder, packed, key_of, pay).stream()


class _Tree:
    """Coders, each fed by others or by packed streams."""

    __slots__ = ("_fed", "_folder", "_key_of", "_packed", "_pay", "_unused")

    def __init__(
        self, folder: Folder, packed: Sequence[memoryview], key_of: KeyOf, pay: Pay
    ) -> None:
        if any(coder.outputs != 1 for coder in folder.coders):
            raise UnsupportedError("coders that give several streams")
        self._folder = folder
        self._key_of = key_of
        self._pay = pay
        self._fed = dict(folder.binds)
        self._packed = dict(zip(folder.packed_inputs, packed, strict=False))
        self._unused = set(range(len(folder.coders)))

    def stream(self) -> Stream:
        """What the coder gives that feeds no other."""
        ends = self._unused - set(self._fed.values())
        if len(ends) != 1:
            raise ParseError("coders are no chain", where=WHERE)
        stream = self._given_by(ends.pop())
        if self._unused:
            raise ParseError("coders are no chain", where=WHERE)
        return stream

    def _given_by(self, index: int) -> Stream:
        if index not in self._unused:
            raise ParseError("coders are no chain", where=WHERE)
        self._unused.remove(index)
        coder, size = self._folder.coders[index], self._folder.sizes[index]
        first = sum(one.inputs for one in self._folder.coders[:index])
        inputs = [self._taken(first + number) for number in range(coder.inputs)]
        if coder.method == seven_zip_bcj2.METHOD and coder.inputs == seven_zip_bcj2.INPUTS:
            return _cut(seven_zip_bcj2.unpack(inputs, self._pay), size)
        if coder.inputs != 1:
            raise UnsupportedError("a coder of several streams")
        return _coded(coder, size, inputs[0], self._key_of)

    def _taken(self, number: int) -> Stream:
        if number in self._fed:
            return self._given_by(self._fed[number])
        if number not in self._packed:
            raise ParseError("coders are no chain", where=WHERE)
        return _steps(self._packed[number])


def _steps(packed: memoryview) -> Stream:
    return (bytes(packed[at : at + STEP_BYTES]) for at in range(0, len(packed), STEP_BYTES))


def _coded(coder: Coder, size: int, stream: Stream, key_of: KeyOf) -> Stream:
    method = coder.method
    if method == COPY:
        return _cut(stream, size)
    if method == AES:
        return _cut(_aes(stream, key_of(coder), _aes_vector(coder)), size)
    if method == DELTA:
        delta = {"id": lzma.FILTER_DELTA, "dist": (coder.properties or b"\0")[0] + 1}
        return _cut(_filtered(stream, delta), size)
    if method in BRANCHES:
        return _cut(_filtered(stream, {"id": BRANCHES[method]}), size)
    return _cut(_decompressed(stream, _decompressor(coder, size)), size)


def _cut(stream: Stream, size: int) -> Stream:
    """No more than ``size`` bytes: padding of a cipher, or damage, may give more."""
    for chunk in stream:
        yield chunk[:size]
        size -= len(chunk)
        if size <= 0:
            return


Decompress = Callable[[bytes, int], bytes]


def _decompressor(coder: Coder, size: int) -> Decompress:
    """Unpacks, called with packed bytes and the most to give; with none, gives what is left."""
    if coder.method == DEFLATE:
        inflater = zlib.decompressobj(-15)
        return lambda data, most: inflater.decompress(inflater.unconsumed_tail + data, most)
    if coder.method == BZIP2:
        return _Bzip2().feed
    if coder.method in {LZMA1, LZMA2}:
        raw = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[_lzma_filter(coder, size)])
        return lambda data, most: b"" if raw.eof else raw.decompress(data, most)
    raise UnsupportedError(f"method {coder.method.hex()}")


class _Bzip2:
    """Streams behind one another, as 7-Zip writes with several threads."""

    __slots__ = ("_raw",)

    def __init__(self) -> None:
        self._raw = bz2.BZ2Decompressor()

    def feed(self, data: bytes, most: int) -> bytes:
        """Unpack."""
        if self._raw.eof:
            data = self._raw.unused_data + data
            if not data:
                return b""
            self._raw = bz2.BZ2Decompressor()
        return self._raw.decompress(data, most)


def _lzma_filter(coder: Coder, size: int) -> dict[str, int]:
    properties = coder.properties
    most = min(max(size, 4096), MAX_DICTIONARY_BYTES)
    if coder.method == LZMA2:
        bits = (properties or b"\xff")[0]
        if bits > 40:
            raise ParseError("LZMA2 dictionary", where=WHERE)
        dictionary = min((2 | bits & 1) << (bits // 2 + 11), most)
        return {"id": lzma.FILTER_LZMA2, "dict_size": dictionary}
    if len(properties) < 5 or properties[0] >= 225:
        raise ParseError("LZMA properties", where=WHERE)
    dictionary = int.from_bytes(properties[1:5], "little")
    return {
        "id": lzma.FILTER_LZMA1,
        "lc": properties[0] % 9,
        "lp": properties[0] // 9 % 5,
        "pb": properties[0] // 45,
        "dict_size": max(min(dictionary, most), 4096),
    }


def _decompressed(stream: Stream, decompress: Decompress) -> Stream:
    try:
        for chunk in stream:
            plain = decompress(chunk, STEP_BYTES)
            while plain:
                yield plain
                plain = decompress(b"", STEP_BYTES)
    except (lzma.LZMAError, zlib.error, OSError, ValueError, EOFError) as error:
        raise ParseError(str(error), where=WHERE) from error


def _filtered(stream: Stream, own: dict[str, int]) -> Stream:
    """Undo a filter by giving liblzma the stream as stored LZMA2 chunks."""
    lzma2 = {"id": lzma.FILTER_LZMA2, "dict_size": CHUNK_BYTES}
    raw = lzma.LZMADecompressor(lzma.FORMAT_RAW, filters=[own, lzma2])
    mark = b"\x01"
    try:
        for chunk in stream:
            for at in range(0, len(chunk), CHUNK_BYTES):
                piece = chunk[at : at + CHUNK_BYTES]
                yield raw.decompress(mark + (len(piece) - 1).to_bytes(2, "big") + piece)
                mark = b"\x02"
        yield raw.decompress(b"\0")
    except (lzma.LZMAError, EOFError) as error:
        raise ParseError(str(error), where=WHERE) from error


def _aes_fields(coder: Coder) -> tuple[int, bytes, bytes]:
    """Power of the rounds, salt, initial vector."""
    raw = coder.properties
    if not raw:
        raise ParseError("no AES properties", where=WHERE)
    if not raw[0] & 0xC0:
        return raw[0] & 0x3F, b"", b""
    second = raw[1] if len(raw) > 1 else 0
    salt_bytes = (raw[0] >> 7) + (second >> 4)
    vector_bytes = (raw[0] >> 6 & 1) + (second & 0x0F)
    salt = raw[2 : 2 + salt_bytes]
    return raw[0] & 0x3F, salt, raw[2 + salt_bytes : 2 + salt_bytes + vector_bytes]


def aes_salt(coder: Coder) -> tuple[int, bytes]:
    """Power of the rounds and salt: what the key depends on beside the password."""
    power, salt, _ = _aes_fields(coder)
    if power > archive_key.SEVEN_ZIP_MAX_POWER and power != archive_key.SEVEN_ZIP_NO_HASH:
        raise UnsupportedError(f"2^{power} rounds for a key")
    return power, salt


def _aes_vector(coder: Coder) -> bytes:
    return _aes_fields(coder)[2].ljust(16, b"\0")[:16]


def _aes(stream: Stream, key: bytes, vector: bytes) -> Stream:
    rest = b""
    for chunk in stream:
        data = rest + chunk
        whole = len(data) - len(data) % 16
        rest = data[whole:]
        if whole:
            yield archive_key.decrypt(key, vector, data[:whole])
            vector = data[whole - 16 : whole]
