"""The processes that take uploads apart, by the pack that the desk works by.

A process loads its own knowledge. The pack of the program it finds by itself; one that was loaded
later is written to a folder of the data folder first. Its signature was checked when it was taken
in, and whoever can write to the data folder could change the keys as well.
"""

import atexit
import os
import shutil
import threading
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from tempfile import mkdtemp
from typing import Final

from django.conf import settings

from kakekomi.check.judging import PackChoice
from kakekomi.check.upload import UploadSetup
from kakekomi.check.uploads import Uploads
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Pack

FOLDER: Final = "packs"
"""Below the data folder."""


@dataclass(slots=True)
class _Crew:
    """The processes of this one, and the version that they judge by."""

    version: str = ""
    uploads: Uploads | None = None
    lock: threading.Lock = field(default_factory=threading.Lock)

    def of(self, pack: Pack) -> Uploads:
        with self.lock:
            if self.uploads is None or self.version != pack.version:
                self._leave()
                self.uploads = Uploads(UploadSetup(choice=choice_of(pack)))
                self.version = pack.version
                atexit.register(self.uploads.close)
            return self.uploads

    def _leave(self) -> None:
        """What the old ones are at goes on; they begin nothing new."""
        if self.uploads is not None:
            self.uploads.rest()


_crew: Final = _Crew()


def uploads(pack: Pack) -> Uploads:
    """The processes that check files by this pack."""
    return _crew.of(pack)


def choice_of(pack: Pack) -> PackChoice:
    """How another process finds this pack."""
    if pack.version == load_embedded().version:
        return PackChoice()
    return PackChoice(path=str(_written(pack)), is_unsigned_allowed=True)


def _written(pack: Pack) -> Path:
    """The pack's files in a folder, whole or not there."""
    home = settings.CONFIG.data / FOLDER
    home.mkdir(parents=True, exist_ok=True, mode=0o700)
    target: Path = home / f"{pack.id}-{pack.version}"
    if target.is_dir():
        return target
    draft = Path(mkdtemp(dir=home))
    for name in pack.files.names():
        place = draft / name
        place.parent.mkdir(parents=True, exist_ok=True)
        place.write_bytes(pack.files.read(name))
    with suppress(OSError):  # another process was first
        os.replace(draft, target)  # noqa: PTH105  a folder onto nothing
    shutil.rmtree(draft, ignore_errors=True)
    return target
