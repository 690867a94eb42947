r"""The program of the PC folder: a double-click on ``kakekomi-pc.cmd`` checks the PC it is on.

Nothing is installed, nothing is fetched, nothing on the PC is changed. The first line is out before
anything large is imported: on an old PC and a slow USB stick a black window that says nothing for
seconds is closed by its reader. Then the check runs, and what it found is kept in the results
folder, so that nobody has to type it down::

    HOST-20221124-093000-detected.txt      the answer for people, with a BOM; .html opens at once
    HOST-20221124-093000-detected.json     the verdict, as every other command writes it
    HOST_20221124183000_emocheck.json      for what reads EmoCheck's results
    HOST-20221124-093000.kksnap            the facts, to be judged again with newer knowledge

With arguments it is the whole command: ``kakekomi-pc.cmd respond plan``. ``--quiet`` checks without
a word and without waiting, for scripts at logon; the exit status tells.
"""

# ruff: noqa: PLC0415  what is large is imported after the first line
import io
import os
import sys
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING, Final

if TYPE_CHECKING:
    from typing_extensions import Buffer

QUIET: Final = "--quiet"
FOLDER_VARIABLE: Final = "KAKEKOMI_PC_FOLDER"
FIRST_LINE: Final = "Kakekomi: このPCを調べています… / Checking this PC ...\n"
FIRST_LINE_ASCII: Final = "Kakekomi: checking this PC ...\n"
ODD_IN_NAMES: Final = '<>:"/\\|?*'
MAX_NAME_CHARS: Final = 64
"""Of a host's name in a file's; Windows' own has 15."""


class _Nowhere(io.BufferedIOBase):
    """Takes everything; Windows' own NUL would pass for a terminal."""

    def writable(self) -> bool:
        return True

    def write(self, data: "Buffer", /) -> int:
        return memoryview(data).nbytes


def main() -> int:
    """Check, or do what the arguments say; the exit status."""
    arguments = sys.argv[1:]
    if arguments and arguments != [QUIET]:
        from kakekomi.cli.main import run

        run()
        return 0
    if arguments:
        sys.stdout = sys.stderr = io.TextIOWrapper(_Nowhere(), encoding="utf-8")
    say_first()
    from kakekomi.cli.pc_folder_check import check

    return check(_folder())


def say_first() -> None:
    """In letters that this console has."""
    try:
        sys.stdout.write(FIRST_LINE)
    except UnicodeEncodeError:
        sys.stdout.write(FIRST_LINE_ASCII)
    sys.stdout.flush()


def _folder() -> Path:
    """The PC folder: its command says where it lies; else the program lies one below."""
    named = os.environ.get(FOLDER_VARIABLE)
    return Path(named) if named else Path(sys.executable).parent.parent


def stem(host: str, at: datetime) -> str:
    """Beginning of the names of result files; what no file may be called is left out."""
    name = "".join(char for char in host if char.isprintable() and char not in ODD_IN_NAMES)
    return f"{name.strip(' .')[:MAX_NAME_CHARS] or 'PC'}-{at:%Y%m%d-%H%M%S}"


if __name__ == "__main__":
    sys.exit(main())
