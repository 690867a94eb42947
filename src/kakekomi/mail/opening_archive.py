"""Turn archives and disk images other than ZIP into nodes: one for each member.

``ARCHIVE_OPENERS`` is the list of formats; each reader is a pure function over bytes.
"""

from typing import Final

from kakekomi.facts.gap import What
from kakekomi.mail import cab, compressed, disk_image, iso, lzh, rar, seven_zip, tar
from kakekomi.mail.archive import Archive, Limits, Reader
from kakekomi.mail.attachment import Desk, Item, Opened, Opener
from kakekomi.mail.filetype import FileType
from kakekomi.mail.opening_zip import PROBLEM_WHYS

INNER_ENDINGS: Final = {
    "gz": "",
    "bz2": "",
    "xz": "",
    "tgz": ".tar",
    "tbz": ".tar",
    "tbz2": ".tar",
    "txz": ".tar",
}
"""Endings of files packed by themselves, and what stands in their place inside."""


def opener(read: Reader) -> Opener:
    """Opener that takes what ``read`` finds."""

    def open_archive(desk: Desk, item: Item, node: int) -> Opened:
        archive = read(item.content, desk.passwords, _limits(desk))
        _pay(desk, archive)
        _take(desk, item, node, archive)
        return Opened(
            encrypted=archive.encrypted,
            opened_with=archive.opened_with,
            members=len(archive.members),
            inflated_bytes=sum(member.inflated_bytes for member in archive.members),
        )

    return open_archive


def _limits(desk: Desk) -> Limits:
    budget = desk.budget
    return Limits(
        members=max(budget.nodes, 0),
        inflated_bytes=max(budget.inflated_bytes, 0),
        slow_bytes=max(budget.slow_bytes, 0),
        skipped_bytes=max(budget.skipped_bytes, 0),
        keys=max(budget.keys, 0),
    )


def _pay(desk: Desk, archive: Archive) -> None:
    budget, spent = desk.budget, archive.spent
    budget.inflated_bytes -= spent.inflated_bytes
    budget.slow_bytes -= spent.slow_bytes
    budget.skipped_bytes -= spent.skipped_bytes
    budget.keys -= spent.keys


def _take(desk: Desk, item: Item, node: int, archive: Archive) -> None:
    for why in dict.fromkeys(PROBLEM_WHYS[problem] for problem, _ in archive.defects):
        desk.builder.gap(What.ARCHIVE, why, item.name or "", node=node)
    for member in archive.members:
        name = inner_name(item.name) if member.name is None else member.name
        own = desk.take(
            Item(
                content=member.content,
                name=name,
                parent=node,
                depth=item.depth + 1,
                size_bytes=member.packed_bytes,
                inflated_bytes=member.inflated_bytes,
                is_whole=member.problem is None,
            )
        )
        if member.problem is not None:
            desk.builder.gap(
                What.ATTACHMENT,
                PROBLEM_WHYS[member.problem],
                name or "",
                node=node if own is None else own,
            )


def inner_name(name: str | None) -> str | None:
    """Name of what a file holds that was packed by itself; None if its name does not tell."""
    stem, dot, ending = (name or "").rpartition(".")
    if not dot or not stem:
        return None
    known = INNER_ENDINGS.get(ending.lower())
    return None if known is None else stem + known


ARCHIVE_OPENERS: Final[dict[FileType, Opener]] = {
    FileType.SEVEN_ZIP: opener(seven_zip.read),
    FileType.RAR: opener(rar.read),
    FileType.LZH: opener(lzh.read),
    FileType.CAB: opener(cab.read),
    FileType.ISO: opener(iso.read),
    FileType.IMG: opener(disk_image.read),
    FileType.VHD: opener(disk_image.read),
    FileType.TAR: opener(tar.read),
    FileType.GZ: opener(compressed.read_gzip),
    FileType.BZ2: opener(compressed.read_bzip2),
    FileType.XZ: opener(compressed.read_xz),
}
"""Types and their readers."""
