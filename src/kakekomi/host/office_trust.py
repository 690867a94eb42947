r"""Documents that a user trusted: Office's TrustRecords answer "did I really enable it?".

Below ``Software\Microsoft\Office\<version>\<application>\Security\Trusted Documents\TrustRecords``
each value is named by a document::

    offset  size  field
    0       8     time (hundreds of nanoseconds since 1601)
    -4      4     01 00 00 00: editing was enabled; FF FF FF 7F: content (macros) was

Known by practice, not by a specification. Documents that never raised a warning leave none, and
neither do shortcuts and OneNote: a missing record proves nothing.
"""

from collections.abc import Iterator
from typing import Final

from kakekomi.facts.pc_tables import OfficeTrust
from kakekomi.facts.row import Row
from kakekomi.host.hive import filetime
from kakekomi.host.hive_value import Value
from kakekomi.host.mark_of_the_web import mark_of
from kakekomi.host.pc import Account, Pc
from kakekomi.host.place import clean_path
from kakekomi.host.registry import RegistryHive, below, descendant

OFFICE: Final = "Software\\Microsoft\\Office"
RECORDS: Final = "Security\\Trusted Documents\\TrustRecords"
APPLICATIONS: Final = ("Word", "Excel", "PowerPoint", "Access", "Publisher", "Visio")

CONTENT_ENABLED: Final = b"\xff\xff\xff\x7f"
MIN_RECORD_BYTES: Final = 12
"""The time and the last word; shorter is damage."""


def collect_user(pc: Pc, account: Account, hive: RegistryHive | None) -> Iterator[Row]:
    """One row a document, of all versions and applications of one user.

    A document that is still there gives its mark of the web too: it came from the Internet.
    """
    for version in below(hive.key(OFFICE) if hive else None):
        for application in APPLICATIONS:
            if not version.name[:1].isdigit():
                continue
            records = descendant(version, f"{application}\\{RECORDS}")
            for value in records.values if records else ():
                if len(value.data) >= MIN_RECORD_BYTES:
                    yield _row(value, account.username, application)
                    yield from _mark(pc, account, value.name)


def _mark(pc: Pc, account: Account, name: str) -> Iterator[Row]:
    """Office writes ``%USERPROFILE%/Downloads/a.xlsm`` or ``file:///C:/a.xlsm``."""
    path = pc.around(account.username).expand(name.removeprefix("file:///"))
    entry = pc.disk.find(clean_path(path))
    mark = mark_of(pc.disk, entry) if entry and not entry.is_folder else None
    if mark:
        yield mark


def _row(value: Value, username: str, application: str) -> OfficeTrust:
    return OfficeTrust(
        path=value.name,
        enabled_content=value.data.endswith(CONTENT_ENABLED),
        at=filetime(int.from_bytes(value.data[:8], "little")),
        username=username,
        application=application,
    )
