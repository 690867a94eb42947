"""A knowledge pack that did not come with the program, and whose keys are trusted."""

import os
import sys
from pathlib import Path
from typing import Final

from kakekomi.packs.keys import PublicKey, trusted_keys
from kakekomi.packs.load import load_path
from kakekomi.packs.model import Pack

TRUSTED_FOLDER: Final = "trusted-keys"


def load_foreign(path: str, *, key: str | None, unsafe_unsigned: bool) -> Pack:
    """Load it if a trusted key has signed it, or the user takes the risk.

    Raises:
        ConfigurationError: it is refused, and why.
    """
    keys = () if unsafe_unsigned else keys_of(key)
    return load_path(Path(path), keys, unsafe_unsigned=unsafe_unsigned)


def keys_of(key: str | None) -> tuple[PublicKey, ...]:
    """The program's keys, those in the user's folder, and the one named on the command line.

    Raises:
        ConfigurationError: one of them can't be read.
    """
    named = () if key is None else (Path(key),)
    return trusted_keys(_settings_folder() / TRUSTED_FOLDER, *named)


def _settings_folder() -> Path:
    """Where each system keeps a program's settings for one user."""
    if sys.platform == "win32":
        return Path(os.environ.get("APPDATA", "~\\AppData\\Roaming")).expanduser() / "kakekomi"
    return Path(os.environ.get("XDG_CONFIG_HOME") or "~/.config").expanduser() / "kakekomi"
