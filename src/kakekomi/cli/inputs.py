"""Find and read what the user names: files, folders of mails, standard input.

A folder is walked in sorted order, and every regular file in it is tried, whatever its name:
attackers and mail programs name mails as they like. What turns out to be no mail is a problem if
the user named it or its name says mail, and else only mentioned. Links to folders are not
followed, so that no loop is ever entered; pipes and devices inside a folder are never read.
"""

import os
import stat
import sys
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import PurePath
from typing import Final

from kakekomi.cli.exit_status import ExitStatus
from kakekomi.cli.outcome import Problem, of_os_error
from kakekomi.cli.visible import valid_text
from kakekomi.mail.mime import MAX_MAIL_BYTES

STDIN: Final = "-"

MAX_STRAY_BYTES: Final = 64 * 1024 * 1024
"""Of a file in a folder whose name does not say mail: larger ones are videos and archives."""

MAX_FILE_BYTES: Final = 600 * 1024 * 1024
"""Of a report or snapshot; the readers have narrower caps of their own."""

MAIL_SUFFIXES: Final = frozenset({".eml"})

MAILBOX_SUFFIXES: Final = frozenset(
    {".msg", ".mbox", ".mbx", ".pst", ".ost", ".dbx", ".emlx", ".oft"}
)
"""Mail in formats that are not read yet: passing over them in silence would lose mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Input:
    """One file to read."""

    path: str
    """As the system wants it."""
    name: str
    """The same as valid text: the subject of a mail."""
    must_be_mail: bool = True
    """False for a file met in a folder whose name does not say mail."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Letter:
    """A mail that was taken out of a mailbox, or came by standard input."""

    name: str
    data: bytes


def mails(paths: Sequence[str]) -> Iterator[Input | Letter | Problem]:
    """All inputs that the paths stand for, in order."""
    for path in paths:
        if path == STDIN:
            yield Letter(name=STDIN, data=sys.stdin.buffer.read(MAX_MAIL_BYTES + 1))
        elif os.path.isdir(path):  # noqa: PTH112  the path as given, unchanged
            yield from _in_folder(path)
        else:
            yield from _mail(path, must_be_mail=True)


def _in_folder(folder: str) -> Iterator[Input | Problem]:
    unreadable: list[OSError] = []
    for parent, folders, names in os.walk(folder, onerror=unreadable.append):
        yield from _taken(unreadable)
        folders.sort()
        for name in sorted(names):
            yield from _stray(os.path.join(parent, name))  # noqa: PTH118  keeps the path as given
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


def _stray(path: str) -> Iterator[Input | Problem]:
    suffix = PurePath(path).suffix.lower()
    says_mail = suffix in MAIL_SUFFIXES | MAILBOX_SUFFIXES
    try:
        mode = os.stat(path).st_mode  # noqa: PTH116
    except OSError as error:
        yield of_os_error(error, name=valid_text(path))
        return
    if stat.S_ISREG(mode):
        yield from _mail(path, must_be_mail=says_mail)


def _mail(path: str, *, must_be_mail: bool) -> Iterator[Input | Problem]:
    name = valid_text(path)
    if PurePath(path).suffix.lower() in MAILBOX_SUFFIXES and os.path.exists(path):  # noqa: PTH110
        yield Problem(name=name, key="problem.mailbox")
    else:
        yield Input(path=path, name=name, must_be_mail=must_be_mail)


def files(paths: Sequence[str]) -> Iterator[Input]:
    """The paths as inputs, none of them a folder of inputs."""
    return (Input(path=path, name=valid_text(path)) for path in paths)


def read(source: Input, *, limit_bytes: int) -> bytes:
    """The bytes of the input, at most one more than ``limit_bytes``: then it is cut.

    Raises:
        OSError: it can't be read.
    """
    with open(source.path, "rb") as file:  # noqa: PTH123  keeps the path as given
        return file.read(limit_bytes + 1)
