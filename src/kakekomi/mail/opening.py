"""Which reader opens which type of file, and what of its result becomes a row.

The table ``OPENERS`` at the end is the whole list: a type that is not in it is either nothing to
open (a picture, a program) or, if it is a container, there as ``unread``.
"""

from typing import Final

import msgspec

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import What, Why
from kakekomi.facts.mail_tables import OnenoteObject, Password, Shortcut
from kakekomi.mail import (
    body,
    filetype,
    html,
    japanese,
    mime,
    onenote,
    outlook,
    password,
    shortcut,
    smuggling,
    unseen,
)
from kakekomi.mail.attachment import NOTHING, Desk, Item, Opened, Opener, url_row
from kakekomi.mail.body import MailBody
from kakekomi.mail.entity import Entity
from kakekomi.mail.filetype import FileType
from kakekomi.mail.opening_archive import ARCHIVE_OPENERS
from kakekomi.mail.opening_office import open_maybe_office, open_office
from kakekomi.mail.opening_pdf import open_pdf
from kakekomi.mail.opening_script import (
    open_installer,
    open_script,
    open_text,
    open_text_shortcut,
    take_decoded,
)
from kakekomi.mail.opening_zip import open_zip
from kakekomi.mail.smuggling import Smuggled

MAX_VALUE_CHARS: Final = 4_000
"""Of appended text and of targets, kept in a row."""

CONTAINER_NAMES: Final = frozenset(
    (
        *("zip", "7z", "rar", "lzh", "lha", "cab", "iso", "img", "vhd", "rtf", "one", "lnk", "pdf"),
        *("doc", "docm", "docx", "xls", "xlsm", "xlsx", "xlsb", "xltm", "ppt", "pptm", "pptx"),
        *("msg", "eml", "msi"),
    )
)
"""Extensions under which a reader expects content: to find none of it is worth a word."""


def open_package(desk: Desk, item: Item, node: int) -> Opened:
    """As ``open_office``; a package that is no document (XPS, an add-in) is read as a ZIP.

    Office opens a package behind a few bytes of junk, so what stands in front is left out.
    """
    start = max(item.content.find(b"PK\x03\x04"), 0)
    package = msgspec.structs.replace(item, content=item.content[start:]) if start else item
    try:
        return open_office(desk, package, node)
    except ParseError:
        return open_zip(desk, item, node)


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
    desk.add_defects(link.defects, What.ATTACHMENT, node)
    return NOTHING


def open_onenote(desk: Desk, item: Item, node: int) -> Opened:
    """A row ``onenote_object`` and a node for each embedded file, pictures too."""
    section = onenote.parse(item.content)
    for found in section.objects:
        kind = filetype.detect(found.content, found.name)
        desk.builder.add(
            OnenoteObject(
                node=node,
                object_node=desk.take(item.inside(node, found.content, found.name)),
                name=found.name,
                detected_type=kind.value,
                size_bytes=len(found.content),
            )
        )
    desk.add_defects(section.defects, What.DOCUMENT, node)
    return NOTHING


def open_html(desk: Desk, item: Item, node: int) -> Opened:
    """Links of a page, and a node for each file that it smuggles."""
    page = html.parse(japanese.decode(item.content[: body.MAX_TEXT_BYTES]).text)
    desk.add_links(page.links, node)
    source = item.content.decode("latin-1")
    _take_smuggled(desk, smuggling.find(source, has_script=page.has_script), node, item.depth + 1)
    take_decoded(desk, item, node)
    return NOTHING


def _take_smuggled(desk: Desk, files: tuple[Smuggled, ...], node: int | None, depth: int) -> None:
    for file in files:
        desk.take(
            Item(
                content=file.content,
                name=None,
                parent=node,
                depth=depth,
                declared_type=file.declared_type,
                size_bytes=len(file.content),
            )
        )


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


def open_outlook(desk: Desk, item: Item, node: int) -> Opened:
    """As ``open_mail`` for a message as Outlook keeps it; what is a document too gives both."""
    try:
        mail = outlook.as_mail(item.content)
    except ParseError:
        return open_office(desk, item, node)
    open_mail(desk, msgspec.structs.replace(item, content=mail), node)
    is_both = outlook.is_document_too(item.content)
    return open_maybe_office(desk, item, node) if is_both else NOTHING


def passwords_of(shown: MailBody) -> tuple[password.Password, ...]:
    """Those in the text of the mail, shown or not, and of the mails inside it."""
    found = password.find(shown.text)
    if shown.other_text:
        found += password.find(shown.other_text)
    for file in shown.files:
        if file.mail is not None:
            found += passwords_of(file.mail)
    return tuple({one.value: one for one in reversed(found)}.values())[::-1]


def unread(desk: Desk, item: Item, node: int) -> Opened:
    """A container that no reader here opens."""
    desk.builder.gap(What.ARCHIVE, Why.UNSUPPORTED, item.name or "", node=node)
    return NOTHING


def open_encrypted(desk: Desk, item: Item, node: int) -> Opened:
    """A file that only its receiver's key opens."""
    desk.builder.gap(What.ATTACHMENT, Why.ENCRYPTED, item.name or "", node=node)
    return Opened(encrypted=True)


def open_behind(desk: Desk, item: Item, node: int) -> Opened:
    """A program or picture: what counts is the archive that may hang behind it."""
    return open_zip(desk, item, node) if filetype.has_zip_end(item.content) else NOTHING


def open_unknown(desk: Desk, item: Item, node: int) -> Opened:
    """Content of no known type under a name that promises a container."""
    if item.is_whole and filetype.extension(item.name) in CONTAINER_NAMES:
        desk.builder.gap(What.ATTACHMENT, Why.DAMAGED, item.name or "", node=node)
    return NOTHING


def take_body(desk: Desk, mail: MailBody, node: int | None, depth: int) -> None:
    """Rows for the links, files and gaps of a mail, or of a mail that is the file ``node``."""
    links = [url_row(link, node) for link in mail.links]
    unseen.add(desk.builder, mail, node, targets=len([link for link in links if link.host]))
    desk.builder.add(*links)
    _take_smuggled(desk, mail.smuggled, node, depth)
    for file in mail.files:
        own = desk.take(_part_item(desk, file.entity, node, depth, is_mail=file.mail is not None))
        if file.mail is not None and own is not None:
            take_body(desk, file.mail, own, depth + 1)


def _part_item(
    desk: Desk, entity: Entity, parent: int | None, depth: int, *, is_mail: bool
) -> Item:
    """A MIME part as a file; that of a mail inside is walked by the caller, hence not opened."""
    content = entity.content()
    if content.defects:
        desk.builder.gap(What.PART, Why.DAMAGED, entity.filename or "")
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


OPENERS: Final[dict[FileType, Opener]] = {
    FileType.ZIP: open_zip,
    FileType.OOXML: open_package,
    FileType.ODF: open_package,
    FileType.OLE: open_office,
    FileType.MSI: open_installer,
    FileType.RTF: open_office,
    FileType.MHT: open_maybe_office,
    FileType.XML: open_maybe_office,
    FileType.SLK: open_office,
    FileType.LNK: open_shortcut,
    FileType.ONE: open_onenote,
    FileType.PDF: open_pdf,
    FileType.HTML: open_html,
    FileType.HTA: open_html,
    FileType.EML: open_mail,
    FileType.TEXT: open_text,
    FileType.URL: open_text_shortcut,
    FileType.SETTINGS: open_text_shortcut,
    FileType.JS: open_script,
    FileType.VBS: open_script,
    FileType.WSF: open_script,
    FileType.BAT: open_script,
    FileType.PS1: open_script,
    **ARCHIVE_OPENERS,
    FileType.ACE: unread,
    FileType.ARJ: unread,
    FileType.TNEF: open_outlook,
    FileType.MSG: open_outlook,
    FileType.CHM: unread,
    FileType.PE: open_behind,
    FileType.PICTURE: open_behind,
    FileType.UNKNOWN: open_unknown,
    FileType.PGP: open_encrypted,
}
