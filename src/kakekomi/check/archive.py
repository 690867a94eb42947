"""Mails that lie in one file: mailboxes, data files of Outlook, packed folders.

A mailbox of lines is cut here as it streams by. A ZIP or a data file of Outlook is taken apart by a
process of its own, since that is more than cutting: libraries are at work, and bytes are unpacked.
"""

import os
from collections.abc import Iterator, Sequence
from itertools import chain, islice
from pathlib import PurePath
from typing import Final

from kakekomi.check.inputs import Found, Input, Letter, Promise, skipped
from kakekomi.check.outcome import Problem, of_os_error
from kakekomi.check.reading import Reading, Taken, decode_taken
from kakekomi.check.visible import valid_text
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.mail.container import ContainerKind, kind_of, open_container

BEGINNING_BYTES: Final = 65_536
"""By which a file is known for what it is."""

ONE_BY_ONE: Final = frozenset({ContainerKind.ZIP, ContainerKind.PST})
"""Kinds that are taken apart elsewhere."""

NOT_READ: Final = frozenset({".dbx"})
"""Names of mailboxes that nothing here reads: Outlook Express."""

SAYS_MAILBOX: Final = frozenset({".mbox", ".mbx", ".bmf"})
"""Names of mailboxes even if only one mail is in them."""


def found_in(path: str, promise: Promise, passwords: Sequence[str]) -> Iterator[Found]:
    """The mail or mails that the file is; what is none is told if somebody says that it is."""
    name = valid_text(path)
    try:
        kind = _kind_of(path)
    except OSError as error:
        yield of_os_error(error, name=name)
        return
    match kind:
        case ContainerKind.MAIL:
            yield Input(path=path, name=name)
        case ContainerKind.OTHER | ContainerKind.INDEX:
            yield from _no_mail(path, kind, promise)
        case _:
            is_empty = True
            for one in letters(path, kind, passwords):
                is_empty = False
                yield one
            if is_empty:
                yield from _empty(name, promise)


def _empty(name: str, promise: Promise) -> Iterator[Found]:
    """An archive without any mail: pictures that somebody packed, or damage."""
    is_none = promise is Promise.NONE
    yield skipped(name) if is_none else Problem(name=name, key="problem.no_mail_in_it")


def _no_mail(path: str, kind: ContainerKind, promise: Promise) -> Iterator[Found]:
    name = valid_text(path)
    if PurePath(path).suffix.lower() in NOT_READ:
        yield Problem(name=name, key="problem.mailbox", reason="Outlook Express")
    elif promise is Promise.GIVEN or (promise is Promise.NAME and kind is ContainerKind.OTHER):
        yield Input(path=path, name=name)  # whose checking then says what is wrong
    elif kind is ContainerKind.OTHER:
        yield skipped(name)


def _kind_of(path: str) -> ContainerKind:
    with open(path, "rb") as file:  # noqa: PTH123  keeps the path as given
        return kind_of(os.path.basename(path), file.read(BEGINNING_BYTES))  # noqa: PTH119


def letters(
    path: str, kind: ContainerKind, passwords: Sequence[str] = ()
) -> Iterator[Letter | Problem]:
    """The mails of the file, named by its path and their place in it."""
    name = valid_text(path)
    if kind in ONE_BY_ONE:
        yield from _named(name, _read_elsewhere(Reading(path, kind, tuple(passwords)), name))
        return
    taken = _named(name, _read_here(path, kind, name))
    first = tuple(islice(taken, 2))
    if len(first) == 1 and PurePath(path).suffix.lower() not in SAYS_MAILBOX:
        yield from _as_one_mail(first, name)
        return
    yield from chain(first, taken)


def _as_one_mail(found: Sequence[Letter | Problem], name: str) -> Iterator[Letter | Problem]:
    """A mail that was saved with its mailbox line is no mailbox."""
    for one in found:
        yield Letter(name=name, data=one.data) if isinstance(one, Letter) else one


def _named(name: str, taken: Iterator[Taken | Problem]) -> Iterator[Letter | Problem]:
    for one in taken:
        if isinstance(one, Problem):
            yield one
        elif one.data is None:
            place = name + valid_text(one.place)
            yield Problem(name=place, key="problem.not_mail", reason=one.reason)
        else:
            yield Letter(name=name + valid_text(one.place), data=one.data)


def _read_here(path: str, kind: ContainerKind, name: str) -> Iterator[Taken | Problem]:
    try:
        with open(path, "rb") as file:  # noqa: PTH123  keeps the path as given
            for item in open_container(file, kind):
                yield Taken.of(item)
    except (ParseError, UnsupportedError) as error:
        yield Problem(name=name, key="problem.not_mailbox", reason=str(error))
    except OSError as error:
        yield of_os_error(error, name=name)


def _read_elsewhere(reading: Reading, name: str) -> Iterator[Taken | Problem]:
    """Ends early if the process does: what came before is kept, and the end is told."""
    import pickle  # noqa: PLC0415  for archives only

    from kakekomi.check.worker_process import WorkerDiedError, WorkerProcess  # noqa: PLC0415

    process = WorkerProcess()
    try:
        process.begin(pickle.dumps(reading))
        while True:
            taken = decode_taken(process.next())
            if isinstance(taken, Problem):
                yield taken
                return
            if taken.is_end:
                return
            yield taken
    except WorkerDiedError as error:
        key = "problem.archive_limit" if error.is_limit else "problem.archive_lost"
        yield Problem(name=name, key=key)
    finally:
        process.end()
        process.close()
