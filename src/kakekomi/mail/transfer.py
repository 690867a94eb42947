"""Undo a content transfer encoding: base64, quoted-printable, uuencode.

Mail programs read damaged base64 as far as it goes, and attackers know which damage they forgive.
So does this module: foreign characters are skipped, missing padding is added, blocks glued
together are read one after the other, and text that a mailing list appended is left out. Text that
was only declared as base64 is returned as it is.

Sources: RFC 2045 section 6; POSIX uuencode.
"""

import binascii
import re
from typing import Final

import msgspec
import pybase64

from kakekomi.mail.defect import Defect, DefectKind

SPACE: Final = b" \t\r\n\x0b\x0c\0"
ALPHABET: Final = b"ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/"
FOREIGN_SHARE: Final = 4
"""More than one foreign byte in four: the text was never base64."""
LONG_LINE: Final = 40
"""Shorter lines after the last block are words that happen to be letters only."""

BASE64_BODY: Final = re.compile(rb"\s*+(?:[A-Za-z0-9+/]{60,76}\r?\n)++[A-Za-z0-9+/]*+={0,2}\s*+\Z")
"""Takes ``b"UEsDBBQ…(76 letters)\\nAAA=\\n"``; refuses ``b"Dear Sir,\\nAAAA=\\n"``."""
BASE64_START: Final = re.compile(rb"\s{0,8}[A-Za-z0-9+/]{60}")
"""Cheap look before ``BASE64_BODY``: takes sixty letters; refuses ``b"Dear Sir, …"``."""
WORDS: Final = re.compile(rb"[!-~] +[!-~]")
"""A blank inside the line: takes ``b"list mailing list"``; refuses ``b"UEsD\\t"``."""
UU_BEGIN: Final = re.compile(rb"(?:\A|\n)begin(?:-base64)?[ \t]+[0-7]{3,4}[ \t]+([^\r\n]+)\r?\n")
"""Takes ``b"begin 644 invoice.doc\\n"``; refuses ``b"begin with the end\\n"``."""

SOFT_EQUALS: Final = re.compile(rb"=[ \t]+(?=\r?\n)")
"""A soft line break with blanks behind it: takes ``b"= \\n"``; refuses ``b"=20\\n"``."""


class Content(msgspec.Struct, frozen=True):
    """A decoded body and what had to be forgiven."""

    data: bytes
    defects: tuple[Defect, ...] = ()


def decode(raw: bytes, encoding: str) -> Content:
    """Decode by the lower-case name of the encoding; an unknown one leaves the bytes alone."""
    if encoding in {"7bit", "8bit", "binary", ""}:
        return Content(raw)
    if encoding == "quoted-printable":
        return Content(quoted_printable(raw))
    if encoding == "base64":
        return base64(raw)
    if encoding in {"x-uuencode", "uuencode", "x-uue", "uue"}:
        return uuencode(raw)
    return Content(raw, (Defect(DefectKind.UNKNOWN_TRANSFER_ENCODING, encoding[:200]),))


def quoted_printable(raw: bytes) -> bytes:
    """Never fails: what is no escape stays as it stands."""
    if b"=" not in raw:
        return raw
    if b"= " in raw or b"=\t" in raw:
        raw = SOFT_EQUALS.sub(b"=", raw)
    return binascii.a2b_qp(raw)


def base64(raw: bytes) -> Content:
    """Decode; sound input takes the fast way, damaged input is read line by line."""
    dense = raw.translate(None, SPACE)
    try:
        return Content(pybase64.b64decode(dense, validate=True))
    except binascii.Error:
        pass
    foreign = len(dense.translate(None, ALPHABET + b"="))
    if foreign * FOREIGN_SHARE > len(dense):
        return Content(raw, (Defect(DefectKind.NOT_BASE64),))
    return _damaged_base64(raw)


def is_undeclared_base64(raw: bytes) -> bool:
    """Tell whether a body declared as plain is one block of base64 and nothing else."""
    return BASE64_START.match(raw) is not None and BASE64_BODY.match(raw) is not None


def _damaged_base64(raw: bytes) -> Content:
    kinds: set[DefectKind] = set()
    letters: list[bytes] = []
    width = 0
    ended = False
    for line in raw.replace(b"\r", b"\n").split(b"\n"):
        dense = line.translate(None, SPACE)
        if not dense:
            continue
        pure = dense.translate(None, b"=")
        foreign = pure.translate(None, ALPHABET)
        if ended and (foreign or len(dense) < min(width, LONG_LINE)):
            kinds.add(DefectKind.TEXT_AFTER_BASE64)
            break
        if foreign:
            if WORDS.search(line) and len(foreign) * 20 > len(dense):
                kinds.add(DefectKind.TEXT_AFTER_BASE64)
                continue
            dense = dense.translate(None, foreign)
            kinds.add(DefectKind.BROKEN_BASE64)
        width = width or len(dense)
        ended = dense.endswith(b"=") or len(dense) < width
        letters.append(dense)
    data = b"".join(_block(block) for block in re.split(rb"=+", b"".join(letters)))
    found = sorted(kinds) or [DefectKind.BROKEN_BASE64]
    return Content(data, tuple(Defect(kind) for kind in found))


def _block(letters: bytes) -> bytes:
    """Decode one run of letters; a single letter left over carries no byte."""
    whole = letters[: len(letters) - 1] if len(letters) % 4 == 1 else letters
    return pybase64.b64decode(whole + b"=" * (-len(whole) % 4), validate=True)


def uuencode(raw: bytes) -> Content:
    """Decode the lines between ``begin`` and ``end``; both may be missing."""
    begin = UU_BEGIN.search(raw)
    rest = raw[begin.end() :] if begin else raw
    if begin and b"begin-base64" in begin.group():
        return base64(rest.partition(b"====")[0])
    out: list[bytes] = []
    broken = False
    for line in rest.split(b"\n"):
        text = line.rstrip(b"\r")
        if not text:
            continue
        if text == b"end":
            return Content(b"".join(out), _uu_defects(broken=broken, cut=False))
        try:
            out.append(binascii.a2b_uu(text))
        except binascii.Error:
            out.append(_long_uu_line(text))
            broken = True
    return Content(b"".join(out), _uu_defects(broken=broken, cut=True))


def _uu_defects(*, broken: bool, cut: bool) -> tuple[Defect, ...]:
    if not (broken or cut):
        return ()
    return (Defect(DefectKind.BROKEN_UUENCODE, "no end line" if cut else "bad line"),)


def _long_uu_line(text: bytes) -> bytes:
    """Read a line that is longer than its count says, as old encoders write it."""
    count = (((text[0] - 32) & 63) * 4 + 5) // 3 + 1
    try:
        return binascii.a2b_uu(text[:count])
    except binascii.Error:
        return b""
