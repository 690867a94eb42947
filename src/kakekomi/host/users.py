r"""Who uses the PC: profiles that Windows lists, and profile folders that it forgot.

``ProfileList`` in SOFTWARE has one key for each SID with the folder in ``ProfileImagePath``. If
SOFTWARE cannot be read, or a profile was deleted from the list only, the folders under ``Users``
still show who was there. An account whose NTUSER.DAT cannot be read is a gap: what starts for that
user alone is not seen, and Emotet starts for one user alone.
"""

import ntpath
from collections.abc import Iterator
from typing import Final

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Users
from kakekomi.facts.row import Row
from kakekomi.host.disk import Disk
from kakekomi.host.hive import Hive
from kakekomi.host.offline import Account, OfflinePc, read_hive
from kakekomi.host.place import clean_path

PROFILE_LIST: Final = "Microsoft\\Windows NT\\CurrentVersion\\ProfileList"
MAX_ACCOUNTS: Final = 500
"""A terminal server has some hundreds."""

_SERVICE_SIDS: Final = frozenset(("S-1-5-18", "S-1-5-19", "S-1-5-20"))
_NOBODY: Final = frozenset(
    ("public", "default", "default user", "all users", "defaultuser0", "defaultaccount")
)
"""Folders under Users that are nobody's profile."""


def find_accounts(disk: Disk, software: Hive | None) -> tuple[tuple[Account, ...], tuple[Row, ...]]:
    """All accounts with their hives, and gaps for those that cannot be read."""
    listed = list(_listed(disk, software))
    known = {directory.casefold() for _, directory in listed}
    strays = [(None, path) for path in _folders(disk) if path.casefold() not in known]
    accounts: list[Account] = []
    gaps: list[Row] = []
    for sid, directory in [*listed, *strays][:MAX_ACCOUNTS]:
        account, found = _account(disk, sid, directory)
        accounts.append(account)
        gaps.extend(found)
    if len(listed) + len(strays) > MAX_ACCOUNTS:
        gaps.append(Gap(what=What.USER, why=Why.LIMIT, detail=str(len(listed) + len(strays))))
    return tuple(accounts), tuple(gaps)


def collect(pc: OfflinePc) -> Iterator[Row]:
    """One row an account."""
    for account in pc.accounts:
        yield Users(
            username=account.username,
            uuid=account.sid,
            directory=account.directory,
            hive_read=account.hive is not None,
        )


def _listed(disk: Disk, software: Hive | None) -> Iterator[tuple[str, str]]:
    profiles = software.key(PROFILE_LIST) if software else None
    for key in profiles.keys() if profiles else ():
        path = key.value("ProfileImagePath")
        if path and path.text:
            text = path.text
            for variable, value in (
                ("%systemdrive%", disk.drive),
                ("%systemroot%", f"{disk.drive}\\Windows"),
            ):
                if text.casefold().startswith(variable):
                    text = value + text[len(variable) :]
            yield key.name.upper(), clean_path(text)


def _folders(disk: Disk) -> Iterator[str]:
    for entry in disk.folder(f"{disk.drive}\\Users"):
        if entry.is_folder and not entry.is_link and entry.name.casefold() not in _NOBODY:
            yield entry.path


def _account(disk: Disk, sid: str | None, directory: str) -> tuple[Account, tuple[Row, ...]]:
    name = ntpath.basename(directory)
    is_person = sid not in _SERVICE_SIDS
    hive, gaps = read_hive(disk, f"{directory}\\NTUSER.DAT")
    account = Account(username=name, sid=sid, directory=directory, hive=hive, is_person=is_person)
    if hive is None and is_person:
        gaps = (*gaps, Gap(what=What.USER, why=Why.UNREADABLE, detail=name))
    return account, gaps if is_person or hive else ()
