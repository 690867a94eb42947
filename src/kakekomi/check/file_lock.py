"""Keep a file for ourselves while we run; the system lets it go when we end, however we end."""

import os
import sys
from typing import BinaryIO, Final

LOCKED_AT: Final = 2**30
"""Windows locks bytes, as far as 2 GiB; this one is behind the end of any file of ours, so that all
can still be read."""


def lock(file: BinaryIO) -> bool:
    """Lock it; False if another process has."""
    try:
        if sys.platform == "win32":
            import msvcrt  # noqa: PLC0415  there only

            at = os.lseek(file.fileno(), 0, os.SEEK_CUR)
            os.lseek(file.fileno(), LOCKED_AT, os.SEEK_SET)
            msvcrt.locking(file.fileno(), msvcrt.LK_NBLCK, 1)
            os.lseek(file.fileno(), at, os.SEEK_SET)
        else:
            import fcntl  # noqa: PLC0415  elsewhere only

            fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except OSError:
        return False
    return True
