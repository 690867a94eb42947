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
from kakekomi.host.pc import Account, Pc, UserHive
from kakekomi.host.place import clean_path
from kakekomi.host.registry import RegistryHive

PROFILE_LIST: Final = "Microsoft\\Windows NT\\CurrentVersion\\ProfileList"
MAX_ACCOUNTS: Final = 500
"""A terminal server has some hundreds."""

_SERVICE_SIDS: Final = frozenset(("S-1-5-18", "S-1-5-19", "S-1-5-20"))
_NOBODY: Final = frozenset(
    ("public", "default", "default user", "all users", "defaultuser0", "defaultaccount")
)
"""Folders under Users that are nobody's profile."""


def find_accounts(
    disk: Disk, software: RegistryHive | None
) -> tuple[tuple[Account, ...], tuple[Row, ...]]:
    """All accounts, those of the list first; a gap if there are too many."""
    listed = list(_listed(disk, software))
    known = {directory.casefold() for _, directory in listed}
    strays = [(None, path) for path in _folders(disk) if path.casefold() not in known]
    found = [*listed, *strays]
    accounts = tuple(_account(sid, directory) for sid, directory in found[:MAX_ACCOUNTS])
    if len(found) <= MAX_ACCOUNTS:
        return accounts, ()
    return accounts, (Gap(what=What.USER, why=Why.LIMIT, detail=str(len(found))),)


def open_user(pc: Pc, account: Account, *, checked_as: bool = False) -> UserHive:
    """The account's hive, its row, and gaps for what cannot be read.

    Windows' own accounts often have no hive in a copy, which is no gap.
    """
    hive, gaps = pc.user_hive(account)
    row = Users(
        username=account.username,
        uuid=account.sid,
        directory=account.directory,
        hive_read=hive is not None,
        checked_as=checked_as,
    )
    if hive is None and not account.is_person:
        return None, (row,)
    if hive is None:
        gaps = (*gaps, Gap(what=What.USER, why=_why(gaps), detail=account.username))
    return hive, (row, *gaps)


def _why(gaps: tuple[Row, ...]) -> Why:
    is_refused = any(isinstance(gap, Gap) and gap.why is Why.NOT_PERMITTED for gap in gaps)
    return Why.NOT_PERMITTED if is_refused else Why.UNREADABLE


def _listed(disk: Disk, software: RegistryHive | None) -> Iterator[tuple[str, str]]:
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


def _account(sid: str | None, directory: str) -> Account:
    return Account(
        username=ntpath.basename(directory),
        sid=sid,
        directory=directory,
        is_person=sid not in _SERVICE_SIDS,
    )
