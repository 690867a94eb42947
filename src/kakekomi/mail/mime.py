"""Read a mail's build: header fields, parts, names, encodings. Nothing of it may be lost.

A mail is a header, an empty line, and a body; a multipart body holds parts built the same way, and
a message/rfc822 part holds a mail. Bytes are never judged here. Where the build is damaged, each
part that a mail program could show is still found, and the repair is written down as a defect.

It is no mail at all (``ParseError``) if no header field that mail uses stands at its start, or
within the first lines behind a torn beginning; see ``beginning``.

Source: RFC 5322, RFC 2045, RFC 2046, RFC 2183
"""

from collections.abc import Iterator, Sequence
from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.mail import beginning, fields, multipart, transfer, uuencoded
from kakekomi.mail.content import ABSENT, Content, read_content
from kakekomi.mail.defect import Defect, DefectKind
from kakekomi.mail.entity import Entity
from kakekomi.mail.japanese import decode_header
from kakekomi.mail.lines import Source, source_of
from kakekomi.mail.multipart import Cuts, Span
from kakekomi.mail.uuencoded import UuFile

MAX_MAIL_BYTES: Final = 157_286_400
"""150 MiB: the largest mail that a usual provider takes; what lies behind is not read."""
MAX_PARTS: Final = 1_000
"""Digests of mailing lists have some hundreds of parts."""
MAX_DEPTH: Final = 30
"""A mail forwarded as attachment ten times is thirty deep; Python's stack allows far more."""
MAX_DETAIL_CHARS: Final = 200
"""As much of the mail as a defect quotes."""
MAIL_TYPES: Final = frozenset(
    {"message/rfc822", "message/global", "message/news", "message/partial"}
)
"""Types whose body is a mail; of ``message/partial`` only the first piece has its header."""

__all__ = ["Entity", "is_mail", "parse"]


def parse(data: bytes) -> Entity:
    """Parse one mail.

    Raises:
        ParseError: it is no mail.
    """
    whole = data if len(data) <= MAX_MAIL_BYTES else data[:MAX_MAIL_BYTES]
    lead = beginning.find(whole)
    defects = list(lead.defects)
    if len(data) > MAX_MAIL_BYTES:
        defects.append(Defect(DefectKind.SIZE_LIMIT, f"{len(data)} bytes"))
    source = source_of(whole)
    if source.lines is not whole:
        defects.append(Defect(DefectKind.ODD_LINE_ENDS))
    place = _Place(mailbox_line=lead.mailbox_line)
    return _Reader().entity(source, Span(lead.start, len(whole)), place, defects)


def is_mail(data: bytes) -> bool:
    """Tell whether ``parse`` would take it; cheap."""
    try:
        beginning.find(data)
    except ParseError:
        return False
    return True


class _Place(msgspec.Struct, frozen=True, gc=False):
    depth: int = 0
    default_type: str = "text/plain"
    is_part: bool = False
    mailbox_line: bytes = b""


class _Inside(msgspec.Struct, frozen=True, gc=False):
    children: tuple[Entity, ...] = ()
    preamble: Span | None = None
    between: tuple[Span, ...] = ()
    defects: tuple[Defect, ...] = ()


NOTHING: Final = _Inside()


class _Reader:
    """One run over one mail; counts its parts."""

    __slots__ = ("_count",)

    def __init__(self) -> None:
        self._count = 0

    def entity(
        self, source: Source, span: Span, place: _Place, lead: Sequence[Defect] = ()
    ) -> Entity:
        """Read the header at the start of the span and all that is inside the body."""
        self._count += 1
        header = fields.read(source.lines, span.start, span.end, is_part=place.is_part)
        content = read_content(header.fields, place.default_type)
        body = Span(header.end, span.end)
        inside = self._inside(source, body, content, place)
        return Entity(
            fields=header.fields,
            content_type=content.type,
            type_field=content.type_field,
            disposition_field=content.disposition_field,
            transfer_encoding=content.transfer_encoding,
            filename=content.names[0] if content.names else None,
            names=content.names,
            buffer=source.data,
            body_span=body,
            preamble=inside.preamble,
            between=inside.between,
            children=inside.children,
            defects=(*lead, *header.defects, *content.defects, *inside.defects),
            mailbox_line=place.mailbox_line,
        )

    def _inside(self, source: Source, body: Span, content: Content, place: _Place) -> _Inside:
        is_container = content.type.startswith(("multipart/", "message/"))
        if place.depth >= MAX_DEPTH:
            limit = Defect(DefectKind.DEPTH_LIMIT, f"more than {MAX_DEPTH} levels")
            return _Inside(defects=(limit,)) if is_container else NOTHING
        if content.type.startswith("multipart/"):
            return self._multipart(source, body, content, place)
        if content.type in MAIL_TYPES:
            return self._message(source, body, content, place)
        if content.transfer_encoding == "base64":
            return NOTHING
        if content.type.startswith("text/") or place.depth == 0:
            return self._text(source, body, place)
        return NOTHING

    def _multipart(self, source: Source, body: Span, content: Content, place: _Place) -> _Inside:
        cuts, defects = _cuts(source.lines, body, content.boundary)
        if cuts is None and content.transfer_encoding in {"base64", "quoted-printable"}:
            decoded = transfer.decode(source.data[body.start : body.end], content.transfer_encoding)
            source = source_of(b"\n" + decoded.data)
            body = Span(1, len(source.data))
            cuts, defects = _cuts(source.lines, body, content.boundary)
        if cuts is None:
            return _Inside(defects=defects)
        default = "message/rfc822" if content.type == "multipart/digest" else "text/plain"
        inside = self._parts(source, cuts, place, default)
        return msgspec.structs.replace(inside, defects=defects + inside.defects)

    def _parts(self, source: Source, cuts: Cuts, place: _Place, default: str) -> _Inside:
        """Read the parts, and those that stand before the first or after the last boundary."""
        inner = _Place(depth=place.depth + 1, default_type=default, is_part=True)
        children: list[Entity] = []
        defects: list[Defect] = list(_cut_defects(cuts))
        for span in cuts.parts:
            if self._count >= MAX_PARTS:
                detail = f"{len(cuts.parts) - len(children)} parts unread"
                defects.append(Defect(DefectKind.PART_LIMIT, detail))
                break
            children.append(self.entity(source, span, inner))
        for span in (cuts.preamble, *cuts.between):
            outside = self._text(source, span, inner)
            children += outside.children
            if outside.children:
                defects.append(Defect(DefectKind.PARTS_OUTSIDE))
        return _Inside(tuple(children), cuts.preamble, cuts.between, tuple(defects))

    def _message(self, source: Source, body: Span, content: Content, place: _Place) -> _Inside:
        if content.transfer_encoding in {"base64", "quoted-printable"}:
            raw = source.data[body.start : body.end]
            source = source_of(transfer.decode(raw, content.transfer_encoding).data)
            body = Span(0, len(source.data))
        try:
            lead = beginning.find(source.data[body.start : body.end])
        except ParseError:
            return self._text(source, body, place)
        if self._count >= MAX_PARTS:
            return _Inside(defects=(Defect(DefectKind.PART_LIMIT, "a mail inside unread"),))
        inner = _Place(depth=place.depth + 1, mailbox_line=lead.mailbox_line)
        span = Span(body.start + lead.start, body.end)
        return _Inside((self.entity(source, span, inner, lead.defects),))

    def _text(self, source: Source, body: Span, place: _Place) -> _Inside:
        """Find parts and uuencoded files in what was declared as text."""
        if place.depth >= MAX_DEPTH:
            return NOTHING
        boundary = multipart.guess_boundary(source.lines, body.start, body.end)
        cuts = boundary and multipart.cut(source.lines, boundary, body.start, body.end)
        if cuts:
            inside = self._parts(source, cuts, place, "text/plain")
            defects = (Defect(DefectKind.UNDECLARED_MULTIPART), *inside.defects)
            return _Inside(inside.children, None, (), defects)
        if source.lines.find(b"\nbegin", max(body.start - 1, 0), body.end) < 0:
            return NOTHING
        spans = uuencoded.find(source.lines, body.start, body.end)
        room = max(MAX_PARTS - self._count, 0)
        self._count += len(spans)
        return _Inside(tuple(_uu_entity(source.data, found) for found in spans[:room]))


def _cuts(lines: bytes, body: Span, declared: bytes) -> tuple[Cuts | None, tuple[Defect, ...]]:
    """Cut at the declared boundary, else at the one that the body shows."""
    tried = (declared, declared.removeprefix(b"--")) if declared else ()
    for boundary in dict.fromkeys(tried):
        cuts = multipart.cut(lines, boundary, body.start, body.end) if boundary else None
        if cuts:
            return cuts, ()
    kind = DefectKind.WRONG_BOUNDARY if declared else DefectKind.MISSING_BOUNDARY
    guessed = multipart.guess_boundary(lines, body.start, body.end)
    if guessed is None:
        return None, (Defect(kind), Defect(DefectKind.NO_PARTS))
    detail = guessed[:MAX_DETAIL_CHARS].decode("latin-1")
    return multipart.cut(lines, guessed, body.start, body.end), (Defect(kind, detail),)


def _cut_defects(cuts: Cuts) -> Iterator[Defect]:
    if not cuts.closed:
        yield Defect(DefectKind.MISSING_CLOSE)
    if cuts.resumed:
        yield Defect(DefectKind.PARTS_AFTER_CLOSE)
    if cuts.truncated:
        yield Defect(DefectKind.PART_LIMIT, f"more than {multipart.MAX_DELIMITERS} boundary lines")


def _uu_entity(data: bytes, found: UuFile) -> Entity:
    name = decode_header(found.name)
    return Entity(
        fields=(),
        content_type="application/octet-stream",
        type_field=ABSENT,
        disposition_field=ABSENT,
        transfer_encoding="x-uuencode",
        filename=name,
        names=(name,),
        buffer=data,
        body_span=found.span,
    )
