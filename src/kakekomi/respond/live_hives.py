r"""Registry hives of users who are not signed in, on a running Windows.

Windows loads a user's part of the registry when that user signs in. Until then it is a plain file,
``NTUSER.DAT`` in the profile, which nothing holds; an administrator who cleans a PC is signed in,
and the victim is not. So it is edited like a hive of an offline disk: in place, each byte known
from the journal. If the user signs in meanwhile Windows holds the file: the edit is refused.
"""

import re
from collections.abc import Callable
from pathlib import Path
from typing import Final

from kakekomi.facts.errors import ParseError
from kakekomi.host.place import clean_path
from kakekomi.respond.controls import RegistryControl
from kakekomi.respond.durable import Checkpoint, nothing
from kakekomi.respond.offline_hive import OfflineHives

PROFILES: Final = "HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion\\ProfileList"
SID_PATTERN: Final = re.compile(r"^S-1-[0-9-]{1,180}$")
"""Takes ``S-1-5-21-1-2-3-1001``; refuses ``.DEFAULT`` and ``S-1-5-21-1_Classes``."""

ProfileOf = Callable[[str], str]
"""The profile folder of a SID. Raises: ParseError if there is none."""


class SignedOutHives(OfflineHives):
    """The hives in the profiles of a running Windows."""

    def __init__(
        self, root: Path, drive: str, profile_of: ProfileOf, *, checkpoint: Checkpoint = nothing
    ) -> None:
        """``root`` is the root folder of the system drive, ``drive`` its letter with colon."""
        self._own_drive = drive
        self._profile_of = profile_of
        super().__init__(root, checkpoint=checkpoint)

    def hive_of(self, key: str) -> tuple[str, str]:
        """As the other; only users' hives are plain files here."""
        if not key.upper().startswith("HKEY_USERS\\"):
            raise ParseError("no hive of a user", where=key)
        return super().hive_of(key)

    def _system_drive(self) -> str:
        return self._own_drive

    def _profile(self, account: str) -> str:
        return self._profile_of(account)


def profiles(registry: RegistryControl, drive: str) -> ProfileOf:
    """Asks the registry for profile folders."""

    def profile_of(sid: str) -> str:
        value = registry.read(f"{PROFILES}\\{sid}", "ProfileImagePath")
        if value is None or not SID_PATTERN.match(sid):
            raise ParseError("no profile of such a user", where=sid)
        path = value.data.decode("utf-16-le", errors="replace").partition("\0")[0]
        for name in ("%systemdrive%", "%homedrive%"):
            path = re.sub(name, drive, path, flags=re.IGNORECASE)
        return clean_path(path)

    return profile_of
