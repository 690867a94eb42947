"""Keep a file for ourselves while we run; the system lets it go when we end, however we end."""

import os
import sys
from typing import BinaryIO, Final

LOCKED_AT: Final = 2**62
"""Windows locks bytes; this one is behind the end of any file, so that all can still read."""


def lock(file: BinaryIO) -> bool:
    """Lock it; False if another process has."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  there only

            at = file.tell()
            file.seek(LOCKED_AT)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            file.seek(at, os.SEEK_SET)
        else:
            import fcntl  # noqa: PLC0415  elsewhere only

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
