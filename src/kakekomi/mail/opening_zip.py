"""Turn a ZIP archive into nodes: one for each member, opened with the passwords at hand."""

from typing import Final

from kakekomi.facts.gap import What, Why
from kakekomi.mail import zip_directory, zip_member
from kakekomi.mail.attachment import Desk, Item, Opened
from kakekomi.mail.zip_directory import ZipDirectory, ZipEntry
from kakekomi.mail.zip_entry import ZipDefect
from kakekomi.mail.zip_member import Member, Problem

DEFECT_WHYS: Final = {
    ZipDefect.NO_DIRECTORY: Why.DAMAGED,
    ZipDefect.MISSING_MEMBER: Why.MISSING,
    ZipDefect.UNLISTED_MEMBER: Why.DAMAGED,
    ZipDefect.OVERLAP: Why.DAMAGED,
    ZipDefect.NAMES_DIFFER: Why.DAMAGED,
    ZipDefect.ENTRY_LIMIT: Why.LIMIT,
}
PROBLEM_WHYS: Final = {
    Problem.ENCRYPTED: Why.ENCRYPTED,
    Problem.UNSUPPORTED: Why.UNSUPPORTED,
    Problem.DAMAGED: Why.DAMAGED,
    Problem.LIMIT: Why.LIMIT,
}


def open_zip(desk: Desk, item: Item, node: int) -> Opened:
    """A node for each member; what opened the archive, and how large it is unpacked."""
    directory = zip_directory.parse(item.content)
    for why in dict.fromkeys(DEFECT_WHYS[defect] for defect, _ in directory.defects):
        desk.builder.gap(What.ARCHIVE, why, item.name or "", node=node)
    is_bomb = any(defect is ZipDefect.OVERLAP for defect, _ in directory.defects)
    files = [entry for entry in directory.entries if not entry.is_folder]
    opened_with: str | None = None
    for entry in files:
        if desk.budget.nodes <= 0:
            desk.builder.gap(What.ARCHIVE, Why.LIMIT, item.name or "", node=node)
            break
        member = _read(desk, item, entry, opened_with, is_bomb=is_bomb)
        opened_with = opened_with or member.opened_with
        _take(desk, item, node, entry, member)
    return Opened(
        encrypted=any(entry.is_encrypted for entry in files),
        opened_with=opened_with,
        members=len(files),
        inflated_bytes=_total(directory),
    )


def _total(directory: ZipDirectory) -> int:
    return sum(max(entry.declared_bytes, 0) for entry in directory.entries)


def _read(
    desk: Desk, item: Item, entry: ZipEntry, opened_with: str | None, *, is_bomb: bool
) -> Member:
    """Unpack within what the mail has left; in a bomb, and beyond that, only a little."""
    budget = desk.budget
    room = max(min(zip_member.MAX_MEMBER_BYTES, budget.inflated_bytes), 0)
    if is_bomb:
        room = min(room, zip_member.PREFIX_BYTES)
    if entry.is_encrypted and entry.aes is None:
        room = max(min(room, budget.zipcrypto_bytes), 0)
    tried = desk.passwords if budget.wrong_passwords > 0 else ()
    if opened_with:
        tried = tuple(dict.fromkeys((opened_with, *tried)))
    member = zip_member.read(item.content, entry, passwords=tried, room=room)
    budget.inflated_bytes -= len(member.content)
    if member.problem is Problem.ENCRYPTED:
        budget.wrong_passwords -= len(tried)
    if entry.is_encrypted and entry.aes is None and member.opened_with:
        budget.zipcrypto_bytes -= min(entry.compressed_bytes, len(item.content))
    return member


def _take(desk: Desk, item: Item, node: int, entry: ZipEntry, member: Member) -> None:
    own = desk.take(
        Item(
            content=member.content,
            name=entry.name,
            parent=node,
            depth=item.depth + 1,
            size_bytes=min(entry.compressed_bytes, len(item.content)),
            inflated_bytes=member.inflated_bytes,
            is_whole=member.problem is None,
        )
    )
    if member.problem is not None:
        desk.builder.gap(
            What.ATTACHMENT,
            PROBLEM_WHYS[member.problem],
            entry.name,
            node=node if own is None else own,
        )
