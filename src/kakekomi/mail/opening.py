"""Which reader opens which type of file, and what of its result becomes a row.

The table ``OPENERS`` at the end is the whole list: a type that is not in it is either nothing to
open (a picture, a program) or, if it is a container, there as ``unread``.
"""

import zlib
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import What, Why
from kakekomi.facts.mail_tables import MacroKeyword, Office, OnenoteObject, Password, Shortcut
from kakekomi.mail import (
    body,
    filetype,
    html,
    japanese,
    mime,
    office,
    onenote,
    password,
    shortcut,
    url,
)
from kakekomi.mail.attachment import NOTHING, Desk, Item, Opened, Opener
from kakekomi.mail.body import MailBody
from kakekomi.mail.document import Defect, KeywordKind, OfficeDocument
from kakekomi.mail.document import MacroKeyword as MacroWord
from kakekomi.mail.entity import Entity
from kakekomi.mail.filetype import FileType
from kakekomi.mail.html import Link
from kakekomi.mail.opening_zip import open_zip
from kakekomi.mail.zip_member import MAX_MEMBER_BYTES

MAX_TEXT_BYTES: Final = 1_000_000
"""Of a text file's start, looked at for links."""
MAX_DEFECT_GAPS: Final = 20
"""Of one document; hundreds of damaged pieces are one fact."""
MAX_VALUE_CHARS: Final = 4_000
"""Of appended text and of targets, kept in a row."""
BY_HAND: Final = ("_click", "_dblclick", "_mousedown", "_mouseup", "_change", "_enter", "_exit")
"""Endings of event handlers that wait for the user's hand; others (``_Layout``) need none."""
MAX_KEYWORDS: Final = 500
"""Rows of macro words of one document."""


def open_office(desk: Desk, item: Item, node: int) -> Opened:
    """Rows ``office`` and ``macro_keyword``, and a node for each embedded object that was read."""
    document = office.parse(item.content)
    desk.builder.add(_office_row(document, node))
    desk.builder.add(
        *(
            MacroKeyword(
                node=node, kind=word.kind.value, keyword=word.keyword, module=word.module or None
            )
            for word in document.keywords[:MAX_KEYWORDS]
        )
    )
    links = [Link(target.target, "") for target in document.external_targets]
    desk.add_links([link for link in links if url.host(link.href)][: body.MAX_LINKS], node)
    if document.encrypted:
        desk.builder.gap(What.DOCUMENT, Why.ENCRYPTED, item.name or "", node=node)
    _defect_gaps(desk, document.defects, What.DOCUMENT, node)
    for embedded in document.objects:
        if embedded.content:
            desk.take(inner(item, node, embedded.content, embedded.name or None))
    return Opened(encrypted=document.encrypted)


def _office_row(document: OfficeDocument, node: int) -> Office:
    lure = document.lures[0] if document.lures else None
    loaded = [t.target for t in document.external_targets if t.kind != "hyperlink"]
    return Office(
        node=node,
        format=document.format.value,
        encrypted=document.encrypted,
        macro=document.macro or document.xlm,
        autoexec=bool(document.xlm_autoexec) or any(map(_runs_by_itself, document.keywords)),
        xlm=document.xlm,
        hidden_sheets=len(document.hidden_sheets),
        lure=lure.phrase if lure else None,
        lure_kind=lure.kind.value if lure else None,
        dde=bool(document.dde),
        external_target=loaded[0][:MAX_VALUE_CHARS] if loaded else None,
        objects=len(document.objects),
    )


def _runs_by_itself(word: MacroWord) -> bool:
    if word.kind is KeywordKind.AUTOEXEC:
        return True
    return word.kind is KeywordKind.EVENT and not word.keyword.lower().endswith(BY_HAND)


def open_maybe_office(desk: Desk, item: Item, node: int) -> Opened:
    """As ``open_office`` for types that need not be documents; those are no damage."""
    try:
        return open_office(desk, item, node)
    except ParseError:
        return NOTHING


def open_shortcut(desk: Desk, item: Item, node: int) -> Opened:
    """One ``shortcut`` row."""
    link = shortcut.parse(item.content)
    appended = japanese.decode(link.appended).text if link.appended else None
    desk.builder.add(
        Shortcut(
            node=node,
            target=link.target,
            arguments=link.arguments,
            appended=appended[:MAX_VALUE_CHARS] if appended else None,
            appended_bytes=link.appended_bytes,
        )
    )
    _defect_gaps(desk, link.defects, What.ATTACHMENT, node)
    return NOTHING


def open_onenote(desk: Desk, item: Item, node: int) -> Opened:
    """A row ``onenote_object`` and a node for each embedded file, pictures too."""
    section = onenote.parse(item.content)
    for found in section.objects:
        kind = filetype.detect(found.content, found.name)
        desk.builder.add(
            OnenoteObject(
                node=node,
                object_node=desk.take(inner(item, node, found.content, found.name)),
                name=found.name,
                detected_type=kind.value,
                size_bytes=len(found.content),
            )
        )
    _defect_gaps(desk, section.defects, What.DOCUMENT, node)
    return NOTHING


def open_html(desk: Desk, item: Item, node: int) -> Opened:
    """Links of a page."""
    page = html.parse(japanese.decode(item.content[: body.MAX_TEXT_BYTES]).text)
    desk.add_links(page.links, node)
    return NOTHING


def open_text(desk: Desk, item: Item, node: int) -> Opened:
    """Links in plain text, scripts and internet shortcuts."""
    if b"://" in item.content[:MAX_TEXT_BYTES] or item.content[:2] in {b"\xff\xfe", b"\xfe\xff"}:
        text = japanese.decode(item.content[:MAX_TEXT_BYTES]).text
        desk.add_links([Link(link, link) for link in url.find(text)], node)
    return NOTHING


def open_mail(desk: Desk, item: Item, node: int) -> Opened:
    """A mail as a file: its links and files are below this node."""
    try:
        mail = mime.parse(item.content)
    except ParseError:
        return open_text(desk, item, node)
    shown = body.read(mail)
    found = passwords_of(shown)
    desk.builder.add(*(Password(value=one.value, label=one.label) for one in found))
    desk.passwords = password.candidates(desk.passwords, found)
    take_body(desk, shown, node, item.depth + 1)
    return NOTHING


def passwords_of(shown: MailBody) -> tuple[password.Password, ...]:
    """Those in the text of the mail, shown or not, and of the mails inside it."""
    found = password.find(shown.text)
    if shown.other_text:
        found += password.find(shown.other_text)
    for file in shown.files:
        if file.mail is not None:
            found += passwords_of(file.mail)
    return tuple({one.value: one for one in reversed(found)}.values())[::-1]


def open_gzip(desk: Desk, item: Item, node: int) -> Opened:
    """The one file in it."""
    room = max(min(MAX_MEMBER_BYTES, desk.budget.inflated_bytes), 0)
    stream = zlib.decompressobj(31)
    try:
        content = stream.decompress(item.content, room + 1)
    except zlib.error as error:
        raise ParseError(str(error), where="gzip") from error
    desk.budget.inflated_bytes -= len(content)
    if not stream.eof:
        why = Why.LIMIT if len(content) > room else Why.TRUNCATED
        desk.builder.gap(What.ARCHIVE, why, item.name or "", node=node)
    name = item.name[: -len(".gz")] if item.name and item.name.lower().endswith(".gz") else None
    desk.take(inner(item, node, content[:room], name, is_whole=stream.eof))
    return Opened(members=1, inflated_bytes=len(content))


def unread(desk: Desk, item: Item, node: int) -> Opened:
    """A container that no reader here opens."""
    desk.builder.gap(What.ARCHIVE, Why.UNSUPPORTED, item.name or "", node=node)
    return NOTHING


def open_encrypted(desk: Desk, item: Item, node: int) -> Opened:
    """A file that only its receiver's key opens."""
    desk.builder.gap(What.ATTACHMENT, Why.ENCRYPTED, item.name or "", node=node)
    return Opened(encrypted=True)


def inner(
    item: Item, node: int, content: bytes, name: str | None, *, is_whole: bool = True
) -> Item:
    """A file found inside ``item``."""
    return Item(
        content=content,
        name=name,
        parent=node,
        depth=item.depth + 1,
        size_bytes=len(content),
        is_whole=is_whole,
    )


def take_body(desk: Desk, mail: MailBody, node: int | None, depth: int) -> None:
    """Rows for the links and files of a mail, or of a mail that is the file ``node``."""
    desk.add_links(mail.links, node)
    for file in mail.files:
        own = desk.take(_part_item(desk, file.entity, node, depth, is_mail=file.mail is not None))
        if file.mail is not None and own is not None:
            take_body(desk, file.mail, own, depth + 1)


def _part_item(
    desk: Desk, entity: Entity, parent: int | None, depth: int, *, is_mail: bool
) -> Item:
    """A MIME part as a file; that of a mail inside is walked by the caller, hence not opened."""
    content = entity.content()
    for defect in content.defects:
        desk.builder.gap(What.PART, Why.DAMAGED, f"{entity.filename or ''}: {defect.kind.value}")
    return Item(
        content=content.data,
        name=entity.filename,
        parent=parent,
        depth=depth,
        declared_type=entity.type_field.value or None,
        size_bytes=len(content.data),
        is_inline=entity.disposition == "inline" or entity.first(b"content-id") is not None,
        is_walked=is_mail,
    )


def _defect_gaps(desk: Desk, defects: tuple[Defect, ...], what: What, node: int) -> None:
    for defect in defects[:MAX_DEFECT_GAPS]:
        desk.builder.gap(what, Why.DAMAGED, f"{defect.where}: {defect.what}", node=node)


OPENERS: Final[dict[FileType, Opener]] = {
    FileType.ZIP: open_zip,
    FileType.OOXML: open_office,
    FileType.ODF: open_maybe_office,
    FileType.OLE: open_office,
    FileType.MSI: open_maybe_office,
    FileType.RTF: open_office,
    FileType.MHT: open_maybe_office,
    FileType.XML: open_maybe_office,
    FileType.SLK: open_office,
    FileType.LNK: open_shortcut,
    FileType.ONE: open_onenote,
    FileType.HTML: open_html,
    FileType.HTA: open_html,
    FileType.EML: open_mail,
    FileType.TEXT: open_text,
    FileType.URL: open_text,
    FileType.JS: open_text,
    FileType.VBS: open_text,
    FileType.WSF: open_text,
    FileType.BAT: open_text,
    FileType.PS1: open_text,
    FileType.GZ: open_gzip,
    FileType.SEVEN_ZIP: unread,
    FileType.RAR: unread,
    FileType.LZH: unread,
    FileType.CAB: unread,
    FileType.ISO: unread,
    FileType.VHD: unread,
    FileType.BZ2: unread,
    FileType.XZ: unread,
    FileType.TAR: unread,
    FileType.ACE: unread,
    FileType.ARJ: unread,
    FileType.TNEF: unread,
    FileType.MSG: unread,
    FileType.PGP: open_encrypted,
}
