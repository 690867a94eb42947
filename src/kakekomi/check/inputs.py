"""Find and read what the user names: files, folders of mails, mailboxes, standard input.

A folder is walked in sorted order, and every regular file in it is looked at, whatever its name:
attackers and mail programs name mails as they like, and mailboxes lie under any name. What turns
out to be no mail is a problem if the user named it or its name says mail, and else only mentioned.
Links to folders are not followed, so that no loop is ever entered; pipes and devices inside a
folder are never read.
"""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from enum import StrEnum
from pathlib import PurePath
from typing import Final

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.outcome import Problem, of_os_error
from kakekomi.check.visible import valid_text
from kakekomi.mail.mime import MAX_MAIL_BYTES

STDIN: Final = "-"

SKIPPED: Final = "notice.skipped"
"""Key of a problem that is none: a file in a folder that is no mail."""

MAX_FILE_BYTES: Final = 600 * 1024 * 1024
"""Of a report or snapshot; the readers have narrower caps of their own."""

ONE_MAIL: Final = frozenset({".eml", ".msg", ".oft"})
"""Names of files that are one mail each, whatever they begin with."""

SAYS_MAIL: Final = ONE_MAIL | {".mbox", ".mbx", ".bmf", ".emlx", ".pst", ".ost", ".dbx"}
"""Names that promise mail: what can't be read then is told, and not passed over."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file to read."""

    path: str
    """As the system wants it."""
    name: str
    """The same as valid text: the subject of a mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail that was taken out of a mailbox, or came by standard input."""

    name: str
    data: bytes
    path: str = ""
    """File that it was read from, if it is one for itself."""


Found = Input | Letter | Problem
"""What a path may stand for, one or many of them."""


class Promise(StrEnum):
    """Who says that there is mail in a file."""

    GIVEN = "given"
    """The user, by naming it."""
    NAME = "name"
    """Its name, met in a folder."""
    NONE = "none"


def mails(paths: Sequence[str], passwords: Sequence[str] = ()) -> Iterator[Found]:
    """All inputs that the paths stand for, in order; passwords are for packed folders."""
    for path in paths:
        if path == STDIN:
            yield Letter(name=STDIN, data=sys.stdin.buffer.read(MAX_MAIL_BYTES + 1))
        elif os.path.isdir(path):  # noqa: PTH112  the path as given, unchanged
            yield from _in_folder(path, passwords)
        else:
            yield from _file(path, passwords, is_named=True)


def _in_folder(folder: str, passwords: Sequence[str]) -> Iterator[Found]:
    unreadable: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        yield from _taken(unreadable)
        folders.sort()
        for name in sorted(names):
            yield from _stray(os.path.join(parent, name), passwords)  # noqa: PTH118  as given
        for name in folders:
            yield from _link(os.path.join(parent, name), folder)  # noqa: PTH118
    yield from _taken(unreadable)


def _taken(errors: list[OSError]) -> Iterator[Problem]:
    while errors:
        error = errors.pop(0)
        yield of_os_error(error, name=valid_text(os.fsdecode(error.filename)))


def _link(path: str, folder: str) -> Iterator[Problem]:
    """A link to a folder outside is not followed, and said; one inside is walked anyway."""
    if not os.path.islink(path):  # noqa: PTH114
        return
    target, walked = os.path.realpath(path), os.path.realpath(folder)
    if not (target + os.sep).startswith(walked.rstrip(os.sep) + os.sep):
        yield Problem(
            name=valid_text(path), key="problem.folder_link", status=ExitStatus.NOTHING_FOUND
        )


def _stray(path: str, passwords: Sequence[str]) -> Iterator[Found]:
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError as error:
        yield of_os_error(error, name=valid_text(path))
        return
    if stat.S_ISREG(mode):
        yield from _file(path, passwords, is_named=False)


def _file(path: str, passwords: Sequence[str], *, is_named: bool) -> Iterator[Found]:
    suffix = PurePath(path).suffix.lower()
    if suffix in ONE_MAIL:
        yield Input(path=path, name=valid_text(path))
        return
    from kakekomi.check.archive import found_in  # noqa: PLC0415  a mail alone needs none of it

    promise = Promise.GIVEN if is_named else Promise.NAME if suffix in SAYS_MAIL else Promise.NONE
    yield from found_in(path, promise, passwords)


def skipped(name: str) -> Problem:
    """A file in a folder that is no mail."""
    return Problem(name=name, key=SKIPPED, status=ExitStatus.NOTHING_FOUND)


def files(paths: Sequence[str]) -> Iterator[Input]:
    """The paths as inputs, none of them a folder of inputs."""
    return (Input(path=path, name=valid_text(path)) for path in paths)


def read_to(source: Input, *, limit_bytes: int) -> tuple[bytes, bool]:
    """At most that many bytes of the input, and whether there are more; nothing is copied.

    Raises:
        OSError: it can't be read.
    """
    with open(source.path, "rb") as file:  # noqa: PTH123  keeps the path as given
        return file.read(limit_bytes), bool(file.read(1))


def read(source: Input, *, limit_bytes: int) -> bytes:
    """The bytes of the input, at most one more than ``limit_bytes``: then it is cut.

    Raises:
        OSError: it can't be read.
    """
    with open(source.path, "rb") as file:  # noqa: PTH123  keeps the path as given
        return file.read(limit_bytes + 1)
