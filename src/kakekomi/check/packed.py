"""Reports and snapshots in a packed folder: what forty PCs left on a stick, zipped and handed in.

Mails in it are found by ``mail.container``; here is what that passes over. A member is taken by its
bytes; one that turns out to be no report is passed over too, for a folder holds all sorts of files.
"""

from collections.abc import Iterator
from dataclasses import replace
from typing import Final

from kakekomi.check.upload import Upload, UploadKind, upload_kind
from kakekomi.check.visible import valid_text
from kakekomi.facts.errors import ParseError
from kakekomi.mail import zip_directory, zip_member
from kakekomi.mail.zip_entry import ZipDefect

MAX_MEMBERS: Final = 2_000
"""Looked at: a few files for each PC of a large office."""

MAX_MEMBER_BYTES: Final = 16 * 1024 * 1024
"""A PC's snapshot has some megabytes, a report some kilobytes."""

MAX_UNPACKED_BYTES: Final = 256 * 1024 * 1024
"""Of all members: the process has 600 MiB."""

TABLES: Final = frozenset({UploadKind.REPORT, UploadKind.SNAPSHOT, UploadKind.PAPER})


def tables_in(upload: Upload) -> Iterator[tuple[UploadKind, Upload]]:
    """Members that may be reports or snapshots, as if each had been handed in; none of a bomb."""
    try:
        directory = zip_directory.parse(upload.data)
    except ParseError:
        return
    if any(defect is ZipDefect.OVERLAP for defect, _ in directory.defects):
        return
    left = MAX_UNPACKED_BYTES
    for entry in directory.entries[:MAX_MEMBERS]:
        if entry.is_folder or entry.declared_bytes > MAX_MEMBER_BYTES or left <= 0:
            continue
        content = zip_member.read(upload.data, entry, passwords=upload.passwords).content
        left -= len(content)
        kind, _ = upload_kind(entry.name, content)
        if content and kind in TABLES:
            name = f"{upload.name}/{valid_text(entry.name)}"
            yield kind, replace(upload, name=name, data=content)
