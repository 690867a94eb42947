r"""Tell files and folders outside Windows that bear the name of a Windows program.

Emotet of 2020 named its folder and its file after programs of the PC's own System32
(``d3d11on12\mscpxl32.exe``, ``SyncHost\subst.exe``). One such name alone is common; file and folder
together are not.
"""

import ntpath
from functools import cached_property
from typing import Final

from kakekomi.host.disk import Disk
from kakekomi.host.place import WINDOWS_PLACES, place_of

_PROGRAMS: Final = frozenset((".exe", ".dll", ".com", ".cpl", ".ocx", ".scr"))


class Namesakes:
    """Knows the names in System32 and SysWOW64 of one disk."""

    def __init__(self, disk: Disk) -> None:
        self._disk = disk

    def of(self, path: str) -> tuple[bool | None, bool | None]:
        """Whether file and folder are namesakes; None if System32 could not be listed."""
        if not self._stems:
            return None, None
        place = place_of(path)
        if place is None or place.name in WINDOWS_PLACES:
            return False, False
        folder, name = ntpath.split(path)
        has_folder = place.folder_depth > 0 and ntpath.basename(folder).casefold() in self._stems
        return ntpath.splitext(name)[0].casefold() in self._stems, has_folder

    @cached_property
    def _stems(self) -> frozenset[str]:
        windows = f"{self._disk.drive}\\Windows"
        entries = (
            *self._disk.folder(f"{windows}\\System32"),
            *self._disk.folder(f"{windows}\\SysWOW64"),
        )
        names = (ntpath.splitext(entry.name.casefold()) for entry in entries if not entry.is_folder)
        return frozenset(stem for stem, ending in names if ending in _PROGRAMS)
