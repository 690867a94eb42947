"""Undo a content transfer encoding: base64, quoted-printable, uuencode.

Mail programs read damaged base64 as far as it goes, and attackers know which damage they forgive:
so does ``damaged_base64``. Text that was only declared as base64 is returned as it is.

Sources: RFC 2045 section 6; POSIX uuencode.
"""

import binascii
import re
from io import BytesIO
from typing import Final

import msgspec
import pybase64

from kakekomi.mail import damaged_base64
from kakekomi.mail.damaged_base64 import ALPHABET, SPACE
from kakekomi.mail.defect import Defect, DefectKind

FOREIGN_SHARE: Final = 4
"""More than one foreign byte in four: the text was never base64."""
PIECE_BYTES: Final = 8 * 1024 * 1024
"""Decoded at a time."""

BASE64_BODY: Final = re.compile(rb"\s*+(?:[A-Za-z0-9+/]{60,76}\r?\n)++[A-Za-z0-9+/]*+={0,2}\s*+\Z")
"""Takes ``b"UEsDBBQ…(76 letters)\\nAAA=\\n"``; refuses ``b"Dear Sir,\\nAAAA=\\n"``."""
BASE64_START: Final = re.compile(rb"\s{0,8}[A-Za-z0-9+/]{60}")
"""Cheap look before ``BASE64_BODY``: takes sixty letters; refuses ``b"Dear Sir, …"``."""
UU_BEGIN: Final = re.compile(rb"(?:\A|\n)begin(?:-base64)?[ \t]+[0-7]{3,4}[ \t]+([^\r\n]+)\r?\n")
"""Takes ``b"begin 644 invoice.doc\\n"``; refuses ``b"begin with the end\\n"``."""
UU_LINE: Final = re.compile(rb"[^\r\n][^\n]*+")
"""A line with something on it: takes ``b"#AAAA\r"``; refuses ``b"\r\n"``."""

MAX_SOFT_EQUALS: Final = 200_000
"""Mended in one body; a megabyte of text has fifteen thousand lines."""
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
        raw = SOFT_EQUALS.sub(b"=", raw, count=MAX_SOFT_EQUALS)
    return binascii.a2b_qp(raw)


def base64(raw: bytes) -> Content:
    """Decode; sound input takes the fast way."""
    try:
        return Content(_sound_base64(raw))
    except binascii.Error:
        pass
    foreign = len(raw.translate(None, ALPHABET + b"=" + SPACE))
    if foreign * FOREIGN_SHARE > len(raw.translate(None, SPACE)):
        return Content(raw, (Defect(DefectKind.NOT_BASE64),))
    data, kinds = damaged_base64.read(raw)
    return Content(data, tuple(map(Defect, kinds)))


def _sound_base64(raw: bytes) -> bytes:
    """Decode in pieces, so that a large attachment lies in memory once. Raises: binascii.Error."""
    if len(raw) <= PIECE_BYTES:
        try:
            return pybase64.b64decode(raw.replace(b"\r", b"").replace(b"\n", b""), validate=True)
        except binascii.Error:  # other blanks are rare, and dropping them takes twice as long
            return pybase64.b64decode(raw.translate(None, SPACE), validate=True)
    out, left = BytesIO(), b""
    for at in range(0, len(raw), PIECE_BYTES):
        dense = left + raw[at : at + PIECE_BYTES].translate(None, SPACE)
        if b"=" in left and dense[len(left) :].strip(b"="):
            raise binascii.Error("letters behind the padding")
        kept = 4 if dense.endswith(b"=") else 0  # the padding may go on in the next piece
        whole = max(len(dense) - kept, 0) & ~3
        out.write(pybase64.b64decode(dense[:whole], validate=True))
        left = dense[whole:]
    out.write(pybase64.b64decode(left, validate=True))
    return out.getvalue()


def is_undeclared_base64(raw: bytes) -> bool:
    """Tell whether a body declared as plain is one block of base64 and nothing else."""
    return BASE64_START.match(raw) is not None and BASE64_BODY.match(raw) is not None


def uuencode(raw: bytes) -> Content:
    """Decode the lines between ``begin`` and ``end``; both may be missing."""
    begin = UU_BEGIN.search(raw)
    rest = raw[begin.end() :] if begin else raw
    if begin and b"begin-base64" in begin.group():
        return base64(rest.partition(b"====")[0])
    out = BytesIO()
    broken = False
    for found in UU_LINE.finditer(rest):
        text = found.group().rstrip(b"\r")
        if text == b"end":
            return Content(out.getvalue(), _uu_defects(broken=broken, cut=False))
        try:
            out.write(binascii.a2b_uu(text))
        except binascii.Error:
            out.write(_long_uu_line(text))
            broken = True
    return Content(out.getvalue(), _uu_defects(broken=broken, cut=True))


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
