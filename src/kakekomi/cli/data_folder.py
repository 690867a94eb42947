r"""Where the program keeps what belongs to nobody's folder: the user's own data folder.

``%LOCALAPPDATA%\Kakekomi`` on Windows, else ``$XDG_DATA_HOME/kakekomi`` or
``~/.local/share/kakekomi``. Nothing is made here before something is kept.
"""

import hashlib
from collections.abc import Mapping
from pathlib import Path

RESPONSES = "respond"
"""Folder of the journals, one for each PC's disk."""

THIS_PC = "this-pc.jsonl"
"""Journal of the PC that this runs on."""


def data_folder(environment: Mapping[str, str], *, platform: str, home: Path) -> Path:
    """The folder; ``platform`` as ``sys.platform``."""
    if platform == "win32":
        local = environment.get("LOCALAPPDATA")
        return (Path(local) if local else home / "AppData" / "Local") / "Kakekomi"
    shared = environment.get("XDG_DATA_HOME", "")
    base = Path(shared) if Path(shared).is_absolute() else home / ".local" / "share"
    return base / "kakekomi"


def journal_of(root: Path, folder: Path) -> Path:
    """The journal of a disk, told by where the disk lies: ``undo`` finds what ``apply`` wrote."""
    place = hashlib.sha256(str(root.resolve()).encode("utf-8", "surrogateescape")).hexdigest()
    return folder / RESPONSES / f"{place[:16]}.jsonl"
