"""A mail or a part of one, as the MIME reader leaves it: fields, names, and where its body lies.

Bodies are slices of the mail and are decoded when asked for, so that a mail costs
what is looked at. Like all frozen values of this room, parts can't hold each other in a circle;
with ``gc=False`` Python does not look for one.
"""

from collections.abc import Iterator

import msgspec

from kakekomi.mail import transfer
from kakekomi.mail.defect import Defect, DefectKind
from kakekomi.mail.multipart import Span
from kakekomi.mail.parameter import Structured


class Entity(msgspec.Struct, frozen=True, gc=False):
    """A mail, or a part of one."""

    fields: tuple[tuple[bytes, bytes], ...]
    """(name in lower case, raw value with its folds), in order, repeated ones too."""
    content_type: str
    """``type/subtype`` in lower case; the default of the place if absent or invalid."""
    type_field: Structured
    disposition_field: Structured
    transfer_encoding: str
    """Lower case; empty if absent."""
    filename: str | None
    """The first non-empty name, decoded and otherwise verbatim: directories, blanks and all."""
    names: tuple[str, ...]
    """All different names that the part gives itself; readers disagree on which one counts."""
    buffer: bytes
    body_span: Span
    """Where the encoded body lies in ``buffer``."""
    preamble: Span | None = None
    """Text before the first part of a multipart, in ``buffer``."""
    between: tuple[Span, ...] = ()
    """Text after the last part, in ``buffer``."""
    children: tuple["Entity", ...] = ()
    """Parts. A text may have some too, if parts or uuencoded files were found inside it."""
    defects: tuple[Defect, ...] = ()
    mailbox_line: bytes = b""
    """The ``From `` line that a mailbox wrote before the mail."""

    @property
    def charset(self) -> str | None:
        """Return the declared character set."""
        return self.type_field.get("charset")

    @property
    def disposition(self) -> str:
        """Return ``attachment``, ``inline``, or an empty string if absent."""
        return self.disposition_field.value

    @property
    def is_multipart(self) -> bool:
        """Tell whether the body is nothing but its parts."""
        return self.content_type.startswith("multipart/") and self.preamble is not None

    def first(self, name: bytes) -> bytes | None:
        """Return the first field of that lower-case name."""
        for key, value in self.fields:
            if key == name:
                return value
        return None

    def all(self, name: bytes) -> tuple[bytes, ...]:
        """Return every field of that lower-case name."""
        return tuple(value for key, value in self.fields if key == name)

    def raw_body(self) -> bytes:
        """Return the body as it was sent, still encoded."""
        return self.buffer[self.body_span.start : self.body_span.end]

    def content(self) -> transfer.Content:
        """Decode the body; each call does the work again."""
        raw = self.raw_body()
        plain = self.transfer_encoding in {"", "7bit", "8bit", "binary"}
        if plain and transfer.is_undeclared_base64(raw):
            decoded = transfer.base64(raw)
            defects = (Defect(DefectKind.UNDECLARED_BASE64), *decoded.defects)
            return transfer.Content(decoded.data, defects)
        return transfer.decode(raw, self.transfer_encoding)

    def body(self) -> bytes:
        """Return the decoded body without what had to be forgiven."""
        return self.content().data

    def walk(self) -> Iterator["Entity"]:
        """Yield this entity and all below it, each before its children."""
        yield self
        for child in self.children:
            yield from child.walk()
