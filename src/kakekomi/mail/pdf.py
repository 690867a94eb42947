r"""Read what a PDF can do and where it leads: links, scripts, programs it starts, files in it.

Emotet sent PDFs whose one link fetched the document (2018 and 2019); others start a program, or
carry the document as an attachment of their own. Nothing is rendered: all objects are looked at for
a handful of keys.

    key                        means
    /URI (…)                   a link
    /JS, /JavaScript           a script
    /Launch, with /F, /P       starts a program or opens a file, after one question
    /OpenAction, /AA           done on opening, or on another event, without a click; a mere jump
                               to a page (/GoTo, or an array) is left out
    /EF << /F 12 0 R >>        an embedded file, named by the /UF or /F beside it
    /Encrypt                   strings and streams are encrypted (``pdf_cipher``), keys are not

Source: ISO 32000-1, sections 7.6, 7.11, 12.6
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import islice
from typing import Final

from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail import pdf_cipher, pdf_object, pdf_string
from kakekomi.mail.document import Defect
from kakekomi.mail.keyring import Keyring
from kakekomi.mail.pdf_cipher import PdfCipher, PdfEncryption
from kakekomi.mail.pdf_object import PdfObjects

SIGNATURE: Final = b"%PDF"
MAX_SIGNATURE_BYTES: Final = 1_024
"""Viewers look for the signature so far into the file."""
MAX_EMBEDDED_BYTES: Final = 32 * 1024 * 1024
"""Of all embedded files."""
MAX_EMBEDDED: Final = 50
"""Portfolios of documents have a dozen files."""
MAX_LINKS: Final = 500
"""Of one PDF; a catalogue has more, and leads nowhere else with them."""
MAX_DESCRIPTIONS: Final = 8
"""Of encryption tried; a file has one, named anew with each change."""
MAX_TRAILERS: Final = 200
"""Looked at for them, the last first: that is the one which counts."""
NO_PASSWORD: Final = ""
"""Viewers try it first: a file whose owner only forbids printing opens for all."""
MAX_STRINGS: Final = 2_000
"""Links looked at: many pages lead to the same place."""

_KEY: Final = re.compile(rb"/(JS|JavaScript|Launch|Encrypt)(?![A-Za-z0-9])")
"""Takes ``/JS(``; refuses ``/JSON``."""
_ENCRYPT: Final = re.compile(rb"/Encrypt\s{0,8}(?:([0-9]{1,10})\s{1,8}[0-9]{1,5}\s{1,8}R\b|(?=<<))")
"""Takes ``/Encrypt 12 0 R`` and ``/Encrypt <<``; refuses ``/EncryptMetadata true``."""
_ID: Final = re.compile(rb"/ID\s{0,8}\[")
"""Takes ``/ID [``; refuses ``/IDTree``."""
_EVENT: Final = re.compile(rb"/(?:OpenAction|AA)(?![A-Za-z0-9])\s{0,8}(?!\[)")
"""Takes ``/OpenAction 5 0 R``; refuses ``/OpenAction [3 0 R /Fit]``."""
_ACTION: Final = re.compile(rb"/(?:JS|JavaScript|Launch|URI|SubmitForm|GoToR|GoToE|ImportData)\b")
"""Takes ``/S /Launch``; refuses ``/S /GoTo``."""
MAX_ACTION_BYTES: Final = 300
"""Behind the key of an event, in which its kind stands."""
_LINK: Final = re.compile(rb"/URI(?![A-Za-z0-9])(?!\s*/)")
"""Takes ``/URI (http``; refuses the ``/URI`` of ``/S /URI /URI (``."""
_STRING_KEY: Final = re.compile(rb"/(UF|F|P)\s{0,8}(?=[(<])(?!<<)")
"""Takes ``/F (a.exe)``; refuses ``/F 12 0 R`` and ``/FT (x)``."""
_FILE_REFERENCE: Final = re.compile(rb"/(?:UF|F)\s{0,8}([0-9]{1,10})\s{1,8}[0-9]{1,5}\s{1,8}R\b")
"""Takes ``/F 12 0 R``; refuses ``/F (a.exe)``."""


@dataclass(frozen=True, slots=True, kw_only=True)
class EmbeddedFile:
    """A file inside the PDF."""

    name: str | None
    """None: not given, or encrypted."""
    content: bytes
    """Empty if it could not be decoded."""


@dataclass(frozen=True, slots=True, kw_only=True)
class PdfFile:
    """What was found."""

    encrypted: bool = False
    """If it was not opened, links and embedded files are out of reach; what it can do is known."""
    opened_with: str | None = None
    """Empty: anybody may read it, and only its owner change it."""
    is_foreign: bool = False
    """Encrypted by other means than a password, such as certificates."""
    javascript: bool = False
    open_action: bool = False
    """Something is done on opening, or on another event, without a click."""
    launch: str | None = None
    """Program or file it starts, with its arguments; empty if it starts one that is not named."""
    links: tuple[str, ...] = ()
    """In file order, each once."""
    embedded: tuple[EmbeddedFile, ...] = ()
    defects: tuple[Defect, ...] = ()


def parse(data: bytes, keyring: Keyring | None = None) -> PdfFile:
    """Read the PDF ``data``; any bytes give a value or an error, in bounded time.

    ``keyring`` has the passwords to try behind none, and keeps what trying cost.

    Raises:
        ParseError: it does not begin like a PDF.

    """
    if data.find(SIGNATURE, 0, MAX_SIGNATURE_BYTES) < 0:
        raise ParseError(f"no PDF: starts with {data[:8]!r}", where="pdf", offset=0)
    objects = pdf_object.read(data)
    keys = {match[1] for text in objects.texts for match in _KEY.finditer(text)}
    encrypted, is_foreign, opened_with = b"Encrypt" in keys, False, None
    if encrypted:
        keyring = keyring or Keyring(own=(NO_PASSWORD,))
        try:
            cipher = _cipher(objects, keyring)
        except UnsupportedError:
            cipher, is_foreign = None, True
        if cipher is not None:
            objects, opened_with = pdf_object.read(data, cipher), keyring.opened_with
    return _found(objects, encrypted=encrypted, is_foreign=is_foreign, opened_with=opened_with)


def _found(
    objects: PdfObjects, *, encrypted: bool, is_foreign: bool, opened_with: str | None
) -> PdfFile:
    keys = {match[1] for text in objects.texts for match in _KEY.finditer(text)}
    is_readable = not encrypted or opened_with is not None
    return PdfFile(
        encrypted=encrypted,
        is_foreign=is_foreign,
        opened_with=opened_with,
        javascript=bool(keys & {b"JS", b"JavaScript"}),
        open_action=_does_something(objects),
        launch=_launch(objects, is_readable=is_readable) if b"Launch" in keys else None,
        links=_links(objects) if is_readable else (),
        embedded=tuple(_embedded(objects, is_readable=is_readable)),
        defects=tuple(objects.defects),
    )


def _cipher(objects: PdfObjects, keyring: Keyring) -> PdfCipher | None:
    """What undoes the encryption; None if no password fits, or the description is damaged.

    Raises:
        UnsupportedError: there is none by a password, but one by other means.

    """
    trailers = (text for text in reversed(objects.texts) if b"/Encrypt" in text)
    found: dict[PdfEncryption, None] = {}
    foreign: UnsupportedError | None = None
    for text in islice(trailers, MAX_TRAILERS):
        try:
            encryption = _encryption(objects, text)
        except ParseError:
            continue
        except UnsupportedError as error:
            foreign = error
            continue
        found.update({} if encryption is None else {encryption: None})
    if foreign is not None and not found:
        raise foreign
    for encryption in islice(found, MAX_DESCRIPTIONS):
        key = keyring.open(encryption.lock)
        if key is not None:
            return PdfCipher(encryption=encryption, key=key)
    return None


def _encryption(objects: PdfObjects, trailer: bytes) -> PdfEncryption | None:
    """The description that a trailer leads to, or holds."""
    found = _ENCRYPT.search(trailer)
    if found is None:
        return None
    number = int(found[1]) if found[1] else None
    own = None if number is None else objects.by_number.get(number)
    if number is not None and own is None:
        return None
    first_id = _ID.search(trailer)
    file_id = pdf_string.at(trailer, first_id.end()) if first_id else None
    description = trailer[found.end() :] if own is None else own.raw
    return pdf_cipher.read(description, number=number, file_id=file_id or b"")


def _does_something(objects: PdfObjects) -> bool:
    places = ((text, found.end()) for text in objects.texts for found in _EVENT.finditer(text))
    return any(
        _ACTION.search(objects.value(text, at)[:MAX_ACTION_BYTES])
        for text, at in islice(places, MAX_STRINGS)
    )


def _links(objects: PdfObjects) -> tuple[str, ...]:
    places = ((text, found.end()) for text in objects.texts for found in _LINK.finditer(text))
    found = (objects.string(text, at) for text, at in islice(places, MAX_STRINGS))
    return tuple(dict.fromkeys(link for link in found if link))[:MAX_LINKS]


def _launch(objects: PdfObjects, *, is_readable: bool) -> str:
    """What is started, of the first such action that names it; empty if none does."""
    actions = (text for text in objects.texts if b"/Launch" in text)
    for text in islice(actions, MAX_EMBEDDED if is_readable else 0):
        at = text.find(b"/Launch")
        around = text[max(at - pdf_string.MAX_STRING_BYTES, 0) : at + pdf_string.MAX_STRING_BYTES]
        keys = islice(_STRING_KEY.finditer(around), MAX_EMBEDDED)
        parts = dict.fromkeys(objects.string(around, key.end()) for key in keys)
        named = " ".join(part for part in parts if part)
        if named:
            return named
    return ""


def _embedded(objects: PdfObjects, *, is_readable: bool) -> Iterator[EmbeddedFile]:
    names = _file_names(objects) if is_readable else {}
    left = MAX_EMBEDDED_BYTES
    files = [
        found
        for found in objects.by_number.values()
        if found.stream is not None and (found.number in names or b"/EmbeddedFile" in found.text)
    ]
    for found in files[:MAX_EMBEDDED]:
        content = found.decoded(left) if is_readable else b""
        left -= len(content or b"")
        name = names.get(found.number)
        if content is None:
            objects.defects.append(Defect(where=name or "embedded file", what="not decoded"))
        yield EmbeddedFile(name=name, content=content or b"")
    if len(files) > MAX_EMBEDDED:
        objects.defects.append(Defect(where="embedded files", what="too many, rest left out"))


def _file_names(objects: PdfObjects) -> dict[int, str]:
    """Names of embedded files by the numbers of their streams."""
    names: dict[int, str] = {}
    files = (found for found in objects.by_number.values() if b"/EF" in found.text)
    for found in islice(files, 10 * MAX_EMBEDDED):
        keys = islice(_STRING_KEY.finditer(found.text), MAX_EMBEDDED)
        strings = {key[1]: objects.string(found.text, key.end()) for key in keys}
        name = strings.get(b"UF") or strings.get(b"F")
        for reference in _FILE_REFERENCE.finditer(found.text, found.text.find(b"/EF")):
            if name:
                names.setdefault(int(reference[1]), name)
    return names
