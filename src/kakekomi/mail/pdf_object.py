r"""Take a PDF apart into its objects, by their looks and not by its tables.

Layout: ``12 0 obj`` value ``endobj``; the value mostly a dictionary ``<< /Key value >>``, behind
it perhaps ``stream`` … ``endstream``. A stream of ``/Type /ObjStm`` holds objects without streams,
deflated: pairs of number and offset, then at ``/First`` the objects. Names may be written with
``#hh``; strings are ``(text)`` with escapes, or ``<hex>``, or stand elsewhere: ``12 0 R``.

Every object found is taken, wherever it lies: what a viewer would find after its own repair, and
what it would not, such as an object that a later one replaces.

Source: ISO 32000-1, sections 7.3 to 7.5
"""

import base64
import re
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Final

from kakekomi.mail import pdf_string
from kakekomi.mail.document import Defect
from kakekomi.mail.pdf_cipher import PdfCipher
from kakekomi.mail.pdf_string import MAX_STRING_BYTES

MAX_FILE_BYTES: Final = 32 * 1024 * 1024
"""Looked at; larger PDFs are scans, whose objects stand at both ends."""
MAX_OBJECTS: Final = 50_000
"""A book of a thousand pages has some ten thousand."""
MAX_DICTIONARY_BYTES: Final = 64 * 1024
"""Of one object outside its stream; those with links have some hundred bytes."""
MAX_STREAMS: Final = 500
"""Streams of objects that are inflated; each holds up to two hundred objects."""
MAX_INFLATED_BYTES: Final = 16 * 1024 * 1024
"""Of all streams of objects."""
MAX_TRAILERS: Final = 200
"""Each time a PDF is changed and saved, one is added."""
MAX_TRAILER_BYTES: Final = 2_000
"""Of one; it has half a dozen entries."""

_NAME_CODE: Final = re.compile(rb"#([0-9A-Fa-f]{2})")
"""Takes the ``#61`` of ``/J#61vaScript``; refuses ``#zz``."""
_REFERENCE: Final = re.compile(rb"\s{0,8}([0-9]{1,10})\s{1,8}[0-9]{1,5}\s{1,8}R\b")
"""Takes ``12 0 R``; refuses ``12 0 obj``."""
_NUMBER: Final = re.compile(rb"([0-9]{1,10})\s{1,8}([0-9]{1,5})\s{1,8}\Z")
"""Before ``obj``: takes ``12 0 ``; refuses ``end``."""
_END: Final = re.compile(rb"endobj|(?<![a-z])stream(?=\r?\n|\r)|[0-9]\s{1,8}obj\b")
"""Takes ``endobj``, the line ``stream``, and the next object; refuses ``endstream``."""
_FIRST: Final = re.compile(rb"/First\s{0,8}([0-9]{1,8})")
"""Takes ``/First 812``; refuses ``/FirstChar``."""
_FILTER: Final = re.compile(rb"/(FlateDecode|Fl|ASCIIHexDecode|AHx|ASCII85Decode|A85)(?![A-Za-z])")
"""Takes ``/FlateDecode``; refuses ``/DCTDecode``."""
_OTHER_FILTER: Final = re.compile(rb"/(?:LZWDecode|LZW|RunLengthDecode|RL|DCTDecode|JPXDecode)\b")
"""Takes ``/LZWDecode``; refuses ``/FlateDecode``."""


@dataclass(frozen=True, slots=True)
class PdfObject:
    """One object."""

    number: int
    text: bytes
    """All but the stream, names without ``#`` codes, strings in clear."""
    stream: bytes | None = None
    """As it lies there."""
    raw: bytes = b""
    """The text as it lies there."""
    generation: int = 0
    cipher: PdfCipher | None = None

    def decoded(self, limit: int) -> bytes | None:
        """Undo the filters of the stream, up to ``limit`` bytes; None if one is not known."""
        content = self.stream or b""
        if self.cipher is not None:
            content = self.cipher.stream(self.number, self.generation, self.text, content)
        if _OTHER_FILTER.search(self.text):
            return None
        for match in _FILTER.finditer(self.text):
            if match[1] in {b"FlateDecode", b"Fl"}:
                content = _inflated(content, limit)
            elif match[1] in {b"ASCIIHexDecode", b"AHx"}:
                content = pdf_string.from_hex(content.partition(b">")[0])
            else:
                content = _from_base85(content)
        return content[: max(limit, 0)]


@dataclass(slots=True)
class PdfObjects:
    """All of a file; make it with ``read``."""

    by_number: dict[int, PdfObject] = field(default_factory=dict)
    """The last one of each number, as a viewer takes it."""
    texts: list[bytes] = field(default_factory=list)
    """Of all objects and trailers, replaced ones too."""
    defects: list[Defect] = field(default_factory=list)

    def string(self, text: bytes, at: int) -> str | None:
        """Give the string that stands at ``at``, or is referred to there; None if there is none."""
        content = pdf_string.at(self.value(text, at), 0)
        return None if content is None else _shown(content)

    def value(self, text: bytes, at: int) -> bytes:
        """Give the text of the value at ``at``, and what follows; of the object referred to."""
        reference = _REFERENCE.match(text, at)
        if reference is not None:
            target = self.by_number.get(int(reference[1]))
            text, at = (target.text, 0) if target is not None else (b"", 0)
        return text[at : at + MAX_STRING_BYTES].lstrip()

    def add(self, found: PdfObject) -> None:
        """Take up an object."""
        self.by_number[found.number] = found
        self.texts.append(found.text)


def read(data: bytes, cipher: PdfCipher | None = None) -> PdfObjects:
    """Find the objects of ``data``, those packed in streams too, and its trailers.

    Without ``cipher`` the strings and streams of an encrypted file are what they look like.
    """
    objects = PdfObjects()
    if len(data) > MAX_FILE_BYTES:
        objects.defects.append(Defect(where="file", what="too large, rest not looked at"))
        data = data[:MAX_FILE_BYTES]
    inflated = streams = 0
    for found in _objects(data, cipher):
        objects.add(found)
        if found.stream is None or b"/ObjStm" not in found.text:
            continue
        streams += 1
        if streams > MAX_STREAMS or inflated >= MAX_INFLATED_BYTES:
            objects.defects.append(Defect(where="objects", what="too many, rest not looked at"))
            break
        plain = _names_plain(found.decoded(MAX_INFLATED_BYTES - inflated) or b"")
        inflated += len(plain)
        for packed in _packed(found.text, plain):
            objects.add(packed)
    objects.texts.extend(_trailers(data))
    return objects


def _objects(data: bytes, cipher: PdfCipher | None) -> Iterator[PdfObject]:
    at = data.find(b"obj")
    for _ in range(MAX_OBJECTS):
        if at < 0:
            return
        number = _NUMBER.search(data[max(at - 32, 0) : at])
        start = at + 3
        if number is not None:
            end, stream = _extent(data, start)
            yield _object(int(number[1]), int(number[2]), data[start:end], stream, cipher)
            start = end + len(stream or b"")
        at = data.find(b"obj", start)


def _object(
    number: int, generation: int, raw: bytes, stream: bytes | None, cipher: PdfCipher | None
) -> PdfObject:
    clear = raw if cipher is None else cipher.text(number, generation, raw)
    return PdfObject(
        number=number,
        text=_names_plain(clear),
        stream=stream,
        raw=raw,
        generation=generation,
        cipher=cipher,
    )


def _extent(data: bytes, start: int) -> tuple[int, bytes | None]:
    """Where the object's own text ends, and its stream if it has one."""
    limit = start + MAX_DICTIONARY_BYTES
    end = _END.search(data, start, limit)
    if end is None:
        return min(limit, len(data)), None
    if end[0] != b"stream":
        return end.start(), None
    first = end.end() + (2 if data.startswith(b"\r\n", end.end()) else 1)
    last = data.find(b"endstream", first)
    return end.start(), data[first : len(data) if last < 0 else last]


def _trailers(data: bytes) -> Iterator[bytes]:
    at = data.find(b"trailer")
    for _ in range(MAX_TRAILERS):
        if at < 0:
            return
        yield _names_plain(data[at : at + MAX_TRAILER_BYTES].partition(b"startxref")[0])
        at = data.find(b"trailer", at + len(b"trailer"))
    last = data.rfind(b"trailer")  # the one that a viewer begins with
    yield _names_plain(data[last : last + MAX_TRAILER_BYTES].partition(b"startxref")[0])


def _packed(head: bytes, plain: bytes) -> Iterator[PdfObject]:
    """Objects of a stream of objects; the whole as one if its list cannot be read."""
    first = _FIRST.search(head)
    start = int(first[1]) if first is not None else 0
    words = plain[:start].split()[: 2 * MAX_OBJECTS]
    if not words or not all(word.isdigit() and len(word) <= 10 for word in words):  # noqa: PLR2004
        yield PdfObject(-1, plain)
        return
    numbers = [int(word) for word in words]
    offsets = [start + offset for offset in numbers[1::2]]
    for number, at, end in zip(numbers[::2], offsets, [*offsets[1:], len(plain)], strict=False):
        yield PdfObject(number, plain[at:end][:MAX_DICTIONARY_BYTES])


def _names_plain(text: bytes) -> bytes:
    if b"#" not in text:
        return text
    return _NAME_CODE.sub(lambda code: bytes((int(code[1], 16),)), text)


def _shown(raw: bytes) -> str:
    if raw.startswith((b"\xfe\xff", b"\xff\xfe")):
        return raw.decode("utf-16", "replace").rstrip("\0")
    try:
        return raw.decode("utf-8")
    except UnicodeDecodeError:
        return raw.decode("cp1252", "replace")


def _inflated(content: bytes, limit: int) -> bytes:
    try:
        return zlib.decompressobj().decompress(content, max(limit, 1))
    except zlib.error:
        return b""


def _from_base85(content: bytes) -> bytes:
    try:
        return base64.a85decode(b"".join(content.partition(b"~>")[0].split()))
    except ValueError:
        return b""
