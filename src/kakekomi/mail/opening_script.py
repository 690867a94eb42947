"""Turn scripts, text shortcuts, comma-separated text and installers into rows and nodes."""

from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import What, Why
from kakekomi.facts.mail_tables import Office, Shortcut
from kakekomi.mail import (
    csv_formula,
    encoded_script,
    filetype,
    internet_shortcut,
    japanese,
    msi,
    url,
)
from kakekomi.mail.attachment import NOTHING, Desk, Item, Opened
from kakekomi.mail.html import Link

MAX_TEXT_BYTES: Final = 1_000_000
"""Of a text file's start, looked at for links."""


def open_text(desk: Desk, item: Item, node: int) -> Opened:
    """Links in plain text; in comma-separated text, formulas that start programs too."""
    start = item.content[:MAX_TEXT_BYTES]
    is_wide = start[:2] in {b"\xff\xfe", b"\xfe\xff"}
    is_table = b"|'" in start and filetype.extension(item.name) == "csv"
    if b"://" not in start and not is_wide and not is_table:
        return NOTHING
    text = japanese.decode(start).text
    desk.add_links([Link(link, link) for link in url.find(text)], node)
    if is_table and csv_formula.find(text):
        desk.builder.add(Office(node=node, format="csv", dde=True))
    return NOTHING


def open_script(desk: Desk, item: Item, node: int) -> Opened:
    """Links of a script; one that was encoded is a node below, in clear."""
    open_text(desk, item, node)
    take_decoded(desk, item, node)
    return NOTHING


def take_decoded(desk: Desk, item: Item, node: int) -> None:
    """A node for what Microsoft's Script Encoder hides in a script or page."""
    clear = encoded_script.decode(item.content) if encoded_script.START in item.content else b""
    if clear:
        desk.take(item.inside(node, clear, None))


def open_text_shortcut(desk: Desk, item: Item, node: int) -> Opened:
    """A row ``shortcut``, and one of ``url`` if it leads to an address."""
    try:
        found = internet_shortcut.parse(item.content)
    except ParseError:
        return open_text(desk, item, node)
    desk.builder.add(
        Shortcut(node=node, kind=found.kind, target=found.target, arguments=found.arguments)
    )
    if url.host(found.target):
        desk.add_links([Link(found.target, "")], node)
    return NOTHING


def open_installer(desk: Desk, item: Item, node: int) -> Opened:
    """A node for each file that an installer brings along."""
    members = 0
    for file in msi.files(item.content):
        members += 1
        if file.content and desk.take(item.inside(node, file.content, file.name)) is None:
            desk.builder.gap(What.ARCHIVE, Why.LIMIT, item.name or "", node=node)
            break
    return Opened(members=members)
