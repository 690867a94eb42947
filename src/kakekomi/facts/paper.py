"""A snapshot as a few short texts, each of which fits into one QR code, and back.

For a PC that was cut off and has no stick: its result is shown or printed, photographed, and read
elsewhere. Each page says to which set it belongs, which one it is, and of how many; the set's name
is the digest of the whole, so that pages of two PCs are never mixed and damage shows. It is no
signature: who photographs a page must know which PC it came from.

Layout of a page::

    KAKEKOMI1:NAME:NUMBER:TOTAL:BODY

NAME is the beginning of the SHA-256 of the packed snapshot, BODY a piece of it in base 45: only
letters that QR codes hold at five and a half bits each.

Source: RFC 9285 (base 45); ISO/IEC 18004 (alphanumeric mode)
"""

import lzma
import re
import zlib
from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from kakekomi.facts.errors import ParseError

PAGE_BYTES: Final = 800
"""Of the packed snapshot on a page: 1,200 letters, a code that an old phone's camera reads."""

MAX_PAGES: Final = 120
"""More than two hours of photographing; such a PC needs a stick."""

MAX_SNAPSHOT_BYTES: Final = 64 * 1024 * 1024
"""Unpacked; a PC's snapshot has a tenth of it."""

NAME_CHARS: Final = 12
"""48 bits: two of a thousand PCs never share a name."""

MARK: Final = "KAKEKOMI1"

PAGE: Final = re.compile(
    r"KAKEKOMI1:([0-9A-F]{12}):([0-9]{1,3}):([0-9]{1,3}):([0-9A-Z $%*+\-./:]+)"
)
"""Takes ``KAKEKOMI1:0123456789AB:1:5:6BF``; refuses a code of anything else."""

ALPHABET: Final = "0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZ $%*+-./:"
_VALUES: Final = {letter: value for value, letter in enumerate(ALPHABET)}
_BASE: Final = 45


class MissingPagesError(ParseError):
    """Pages of a set are not there yet."""

    def __init__(self, numbers: tuple[int, ...], total: int) -> None:
        listed = ", ".join(map(str, numbers))
        super().__init__(f"pages {listed} of {total} are missing")
        self.numbers = numbers
        self.total = total


def pages_of(snapshot: bytes) -> tuple[str, ...]:
    """The snapshot (gzip, as ``snapshot.write`` makes it) as texts, one for each code.

    Raises:
        ParseError: it does not fit on ``MAX_PAGES``.
    """
    packed = lzma.compress(_unpacked(snapshot), lzma.FORMAT_ALONE, preset=6)
    pieces = [packed[at : at + PAGE_BYTES] for at in range(0, len(packed), PAGE_BYTES)]
    if len(pieces) > MAX_PAGES:
        raise ParseError(f"the result takes {len(pieces)} pages; use a stick")
    name = _name(packed)
    return tuple(
        f"{MARK}:{name}:{number}:{len(pieces)}:{_encode(piece)}"
        for number, piece in enumerate(pieces, 1)
    )


def is_page(text: str) -> bool:
    """Whether it begins like a page."""
    return text.startswith(f"{MARK}:")


def join(texts: Iterable[str]) -> tuple[bytes, ...]:
    """The snapshots of all sets whose pages are there, in the order in which sets are met.

    Raises:
        MissingPagesError: of the first set some are missing.
        ParseError: a page is damaged, or pages of a set don't fit together.
    """
    sets: dict[str, dict[int, str]] = {}
    totals: dict[str, int] = {}
    for text in texts:
        found = PAGE.fullmatch(text.strip("\r\n"))
        if found is None:
            raise ParseError("no page of a result, or a damaged one")
        name, number, total = found[1], int(found[2]), int(found[3])
        if not 1 <= number <= total <= MAX_PAGES or totals.setdefault(name, total) != total:
            raise ParseError(f"page {number} of {total} does not belong to its set")
        sets.setdefault(name, {})[number] = found[4]
    return tuple(_joined(name, pages, totals[name]) for name, pages in sets.items())


def _joined(name: str, pages: dict[int, str], total: int) -> bytes:
    missing = tuple(number for number in range(1, total + 1) if number not in pages)
    if missing:
        raise MissingPagesError(missing, total)
    packed = b"".join(_decode(pages[number]) for number in range(1, total + 1))
    if _name(packed) != name:
        raise ParseError("the pages do not fit together: photograph them again")
    unpacker = lzma.LZMADecompressor(lzma.FORMAT_ALONE, memlimit=MAX_SNAPSHOT_BYTES)
    try:
        data = unpacker.decompress(packed, max_length=MAX_SNAPSHOT_BYTES)
    except lzma.LZMAError as error:
        raise ParseError("the pages hold no result") from error
    return _gzip(data)


def _gzip(data: bytes) -> bytes:
    packer = zlib.compressobj(6, zlib.DEFLATED, 16 + zlib.MAX_WBITS)
    return packer.compress(data) + packer.flush()


def _unpacked(snapshot: bytes) -> bytes:
    unpacker = zlib.decompressobj(16 + zlib.MAX_WBITS)
    try:
        data = unpacker.decompress(snapshot, MAX_SNAPSHOT_BYTES)
    except zlib.error as error:
        raise ParseError("no snapshot") from error
    if unpacker.unconsumed_tail or not unpacker.eof:
        raise ParseError("no whole snapshot, or one over the cap")
    return data


def _name(packed: bytes) -> str:
    return sha256(packed).hexdigest()[:NAME_CHARS].upper()


def _encode(data: bytes) -> str:
    letters: list[str] = []
    for at in range(0, len(data) - 1, 2):
        rest, low = divmod(data[at] * 256 + data[at + 1], _BASE)
        high, middle = divmod(rest, _BASE)
        letters += (ALPHABET[low], ALPHABET[middle], ALPHABET[high])
    if len(data) % 2:
        middle, low = divmod(data[-1], _BASE)
        letters += (ALPHABET[low], ALPHABET[middle])
    return "".join(letters)


def _decode(text: str) -> bytes:
    values = [_VALUES[letter] for letter in text]
    data = bytearray()
    for at in range(0, len(values), 3):
        piece = values[at : at + 3]
        number = sum(value * _BASE**power for power, value in enumerate(piece))
        size = len(piece) - 1
        if size < 1 or number >= 256**size:
            raise ParseError("a damaged page: photograph it again")
        data += number.to_bytes(size, "big")
    return bytes(data)
