"""What was wrong with a mail's build, and what was done about it.

Damage is no verdict: forgotten boundaries and broken encodings are the daily work of old
newsletter software too. But each repair is a place where two readers may differ, so each is named
here and becomes a ``gap`` or a fact of the mail.
"""

from enum import StrEnum

import msgspec


class DefectKind(StrEnum):
    """The closed list of repairs and limits of the mail reader."""

    JUNK_BEFORE_HEADER = "junk_before_header"
    JUNK_IN_HEADER = "junk_in_header"
    MISSING_BLANK_LINE = "missing_blank_line"
    MISSING_BODY = "missing_body"
    BLANK_LINE_IN_HEADER = "blank_line_in_header"
    REPEATED_FIELD = "repeated_field"
    ODD_LINE_ENDS = "odd_line_ends"
    INVALID_CONTENT_TYPE = "invalid_content_type"
    MISSING_BOUNDARY = "missing_boundary"
    WRONG_BOUNDARY = "wrong_boundary"
    NO_PARTS = "no_parts"
    MISSING_CLOSE = "missing_close"
    PARTS_AFTER_CLOSE = "parts_after_close"
    PARTS_OUTSIDE = "parts_outside"
    UNDECLARED_MULTIPART = "undeclared_multipart"
    NAMES_DIFFER = "names_differ"
    UNKNOWN_TRANSFER_ENCODING = "unknown_transfer_encoding"
    UNDECLARED_BASE64 = "undeclared_base64"
    BROKEN_BASE64 = "broken_base64"
    NOT_BASE64 = "not_base64"
    TEXT_AFTER_BASE64 = "text_after_base64"
    BROKEN_UUENCODE = "broken_uuencode"
    SIZE_LIMIT = "size_limit"
    HEADER_LIMIT = "header_limit"
    PART_LIMIT = "part_limit"
    DEPTH_LIMIT = "depth_limit"


LIMITS = frozenset(
    {
        DefectKind.SIZE_LIMIT,
        DefectKind.HEADER_LIMIT,
        DefectKind.PART_LIMIT,
        DefectKind.DEPTH_LIMIT,
    }
)
"""Kinds that mean that something was left unread; the others were read in spite of the damage."""


class Defect(msgspec.Struct, frozen=True):
    """One repair or limit."""

    kind: DefectKind
    detail: str = ""
    """What exactly, verbatim where it quotes the mail; at most 200 characters."""
