"""A folder of results that somebody carried here from PCs without a network.

Each file is one result, as if the PC had sent it: the same bytes are taken once, however often the
stick comes. Pages of codes belong together and are one result for each folder. Nothing on the stick
is changed, links are not followed, and what is read is taken apart in processes of its own.
"""

import os
import time
from collections.abc import Iterator
from dataclasses import dataclass
from enum import StrEnum
from itertools import groupby
from pathlib import Path
from typing import Final

from django.db import transaction

from kakekomi.check.upload import UploadKind, upload_kind
from kakekomi.check.visible import valid_text
from kakekomi.desk.checks.models import Source
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import Organization
from kakekomi.desk.intake.models import MAX_RESULT_BYTES, Result, State
from kakekomi.desk.intake.taking import accept, take_in
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.respond.history import is_journal

MAX_FILES: Final = 10_000
"""Of one folder: some for each PC of a large office. More is not what it was taken for."""

MAX_PAGES_BYTES: Final = 56 * 1024 * 1024
"""Of the pages of one folder: photographs of a dozen codes. A folder of holiday pictures has more,
and must not be held in memory."""

TOO_MANY_PAGES: Final = f"pages beyond {MAX_PAGES_BYTES // 2**20} MiB of one folder"

WAIT_S: Final = 300.0
"""For results that another process is at; it does some in a second."""

LOOK_S: Final = 0.5
"""Between two looks at them."""


class Fate(StrEnum):
    """What became of a file."""

    TAKEN = "taken"
    KNOWN = "already here"
    REFUSED = "refused"


@dataclass(frozen=True, slots=True, kw_only=True)
class Carried:
    """A file, or the pages of codes of a folder."""

    name: str
    """Below the folder."""
    data: bytes
    trouble: str = ""
    """Why it is not even read."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Line:
    """What is told about a file."""

    name: str
    fate: Fate
    says: str
    """The verdict, or why it was refused."""


class TooManyFilesError(Exception):
    """That is no folder of results."""


def import_folder(folder: Path, organization: Organization, actor: str) -> tuple[Line, ...]:
    """Take everything in, wait for it, and tell about each file in the order of the names.

    Raises:
        OSError: the folder can't be read.
        TooManyFilesError: it holds too many files.
    """
    told: list[Line] = []
    waited: list[tuple[str, Fate, int]] = []
    for one in carried_in(folder):
        if one.trouble:
            told.append(Line(name=one.name, fate=Fate.REFUSED, says=one.trouble))
            continue
        name = Path(one.name).name
        result, is_new = accept(organization, one.data, name, Source.USB)
        waited.append((one.name, Fate.TAKEN if is_new else Fate.KNOWN, result.pk))
    _take({pk for _, _, pk in waited})
    told += [_line(name, fate, Result.objects.get(pk=pk)) for name, fate, pk in waited]
    with transaction.atomic():
        counts = {fate.value: sum(one.fate is fate for one in told) for fate in Fate}
        record(actor, "results.imported", organization, after=counts, organization=organization)
    return tuple(sorted(told, key=lambda one: one.name))


def carried_in(folder: Path) -> Iterator[Carried]:
    """The files below the folder, the pages of a folder together. Raises: as ``import_folder``."""
    files = list(_files(folder))  # all are counted before the first is taken
    for parent, paths in groupby(files, key=lambda path: path.parent):
        pages: list[ZipMember] = []
        room = MAX_PAGES_BYTES
        for path in paths:
            one = _carried(path, folder)
            if one.trouble or not _is_page(one):
                yield one
                continue
            room -= len(one.data)
            if room < 0:
                yield Carried(name=one.name, data=b"", trouble=TOO_MANY_PAGES)
                continue
            pages.append(ZipMember(name=path.name, content=one.data))
        if pages:
            name = valid_text(str((parent / "pages.zip").relative_to(folder)))
            yield Carried(name=name, data=make_zip(pages))


def _carried(path: Path, folder: Path) -> Carried:
    name = valid_text(str(path.relative_to(folder)))
    size = path.stat().st_size
    if size == 0 or size > MAX_RESULT_BYTES:
        trouble = "empty" if size == 0 else f"larger than {MAX_RESULT_BYTES // 2**20} MiB"
        return Carried(name=name, data=b"", trouble=trouble)
    return Carried(name=name, data=path.read_bytes())


def _is_page(one: Carried) -> bool:
    kind, _ = upload_kind(one.name, one.data)
    return kind is UploadKind.PAPER and not is_journal(one.data)


def _files(folder: Path) -> Iterator[Path]:
    """Plain files, sorted, none of them behind a link."""
    found = 0
    for at, folders, names in os.walk(folder, onerror=_raise):
        folders.sort()
        for name in sorted(names):
            path = Path(at) / name
            if path.is_symlink() or not path.is_file():
                continue
            found += 1
            if found > MAX_FILES:
                raise TooManyFilesError(f"more than {MAX_FILES} files: no folder of results")
            yield path


def _raise(error: OSError) -> None:
    raise error


def _take(keys: set[int]) -> None:
    """Do what waits, and wait for what others do."""
    end = time.monotonic() + WAIT_S
    while True:
        take_in.func()
        waiting = Result.objects.filter(pk__in=keys, state=State.WAITING)
        if not waiting.exists() or time.monotonic() > end:
            return
        time.sleep(LOOK_S)


def _line(name: str, fate: Fate, result: Result) -> Line:
    if result.state == State.FAILED:
        return Line(name=name, fate=Fate.REFUSED, says=result.trouble)
    if result.checked is not None:
        return Line(name=name, fate=fate, says=result.checked.current.verdict)
    says = "journal" if result.state == State.DONE else "waits for the background"
    return Line(name=name, fate=fate, says=says)
