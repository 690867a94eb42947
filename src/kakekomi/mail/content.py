"""Read what a part's header says about its content: type, disposition, encoding, names.

Fields that come twice are the classic way to show one file to the scanner and another to the
reader. The first multipart type counts, else the first valid type, and the defect is noted.

Source: RFC 2045 sections 5 and 6, RFC 2183
"""

import re
from collections.abc import Sequence
from typing import Final

import msgspec

from kakekomi.mail import parameter
from kakekomi.mail.defect import Defect, DefectKind
from kakekomi.mail.parameter import Structured

TYPE: Final = re.compile(r"[\w!#$&^.+-]+/[\w!#$&^.+-]+\Z", re.ASCII)
"""Takes ``text/plain``; refuses ``text``."""

ENCODING_SPELLINGS: Final = {
    "7-bit": "7bit",
    "8-bit": "8bit",
    "8bits": "8bit",
    "base-64": "base64",
    "quoted_printable": "quoted-printable",
    "quotedprintable": "quoted-printable",
}
"""Misspelt by old mailers, read as meant."""

CONTENT_FIELDS: Final = frozenset(
    {b"content-type", b"content-disposition", b"content-transfer-encoding"}
)
NAMES: Final = frozenset({"filename", "name"})
"""Parameters that name a file."""
ABSENT: Final = Structured("")


class Content(msgspec.Struct, frozen=True, gc=False):
    """The content fields of one part."""

    type: str
    """Valid and lower case; the default of the place if absent or invalid."""
    type_field: Structured
    disposition_field: Structured
    transfer_encoding: str
    """Lower case; empty if absent."""
    names: tuple[str, ...]
    """All different non-empty names; the disposition's come first."""
    boundary: bytes
    """Empty if absent."""
    defects: tuple[Defect, ...]


def read_content(fields: Sequence[tuple[bytes, bytes]], default_type: str) -> Content:
    """Read the content fields among ``fields``."""
    content = [field for field in fields if field[0] in CONTENT_FIELDS]
    if not content:
        return Content(default_type, ABSENT, ABSENT, "", (), b"", ())
    defects: list[Defect] = []
    type_field = _type(_parsed(content, b"content-type", defects))
    kind = type_field.value if TYPE.match(type_field.value) else default_type
    if type_field is not ABSENT and not TYPE.match(type_field.value):
        defects.append(Defect(DefectKind.INVALID_CONTENT_TYPE, type_field.value[:200]))
    disposition = next(iter(_parsed(content, b"content-disposition", defects)), ABSENT)
    encodings = _parsed(content, b"content-transfer-encoding", defects)
    names = _names(type_field, disposition) if _has_names(type_field, disposition) else ()
    if len(names) > 1:
        defects.append(Defect(DefectKind.NAMES_DIFFER, " | ".join(names)[:200]))
    return Content(
        type=kind,
        type_field=type_field,
        disposition_field=disposition,
        transfer_encoding=_encoding(encodings[0].value) if encodings else "",
        names=names,
        boundary=_boundary(type_field) if kind.startswith("multipart/") else b"",
        defects=tuple(defects),
    )


def _parsed(
    content: list[tuple[bytes, bytes]], name: bytes, defects: list[Defect]
) -> list[Structured]:
    values = [parameter.parse(value) for key, value in content if key == name]
    if len(values) > 1 and any(value != values[0] for value in values):
        defects.append(Defect(DefectKind.REPEATED_FIELD, name.decode("ascii")))
    return values


def _type(values: list[Structured]) -> Structured:
    if len(values) == 1:
        return values[0]
    multiparts = (value for value in values if value.value.startswith("multipart/"))
    valid = (value for value in values if TYPE.match(value.value))
    return next(multiparts, None) or next(valid, None) or (values[0] if values else ABSENT)


def _encoding(value: str) -> str:
    name = value.strip("\"' \t\0.")
    return ENCODING_SPELLINGS.get(name, name)


def _has_names(type_field: Structured, disposition: Structured) -> bool:
    return any(one.name in NAMES for field in (disposition, type_field) for one in field.parameters)


def _names(type_field: Structured, disposition: Structured) -> tuple[str, ...]:
    found = (
        *disposition.all("filename"),
        *disposition.all("name"),
        *type_field.all("name"),
        *type_field.all("filename"),
    )
    return tuple(dict.fromkeys(name for name in found if name.strip()))


def _boundary(type_field: Structured) -> bytes:
    text = (type_field.get("boundary") or "").rstrip()
    return text.encode("ascii") if text.isascii() else b""
