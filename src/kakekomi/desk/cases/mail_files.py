"""Mails that are kept for a case, to be compared: handed in, taken from its checks, dropped."""

from collections.abc import Iterator
from dataclasses import dataclass
from hashlib import sha256
from pathlib import PurePosixPath
from typing import Final

from django.db import transaction
from django.utils import timezone

from kakekomi.check.visible import valid_text, visible
from kakekomi.desk import originals
from kakekomi.desk.cases.models import Case, FileRole, MailFile
from kakekomi.desk.cases.service import log
from kakekomi.desk.checks.models import Check
from kakekomi.desk.house.models import User

MAX_FILES: Final = 200
"""Of one case: fifty spoofs, and the mailboxes of an office in parts."""

MAX_NAME_BYTES: Final = 150
"""Of a file's name, in UTF-8: the disk takes 255, and a number may be added."""

FORBIDDEN: Final = str.maketrans(dict.fromkeys('\\/:*?"<>|', "_"))
"""What a name on some disk must not have."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """A file of the case's checks that holds mails, and how many."""

    check: Check
    mails: int


def add_file(case: Case, role: FileRole, name: str, data: bytes, actor: User) -> MailFile | None:
    """Keep a file; None if the same is there already, or there are too many."""
    digest = sha256(data).hexdigest()
    known = case.mail_files
    if known.filter(role=role, sha256=digest).exists() or known.count() >= MAX_FILES:
        return None
    file = MailFile(case=case, role=role, sha256=digest, size_bytes=len(data))
    file.name, file.original = name, originals.keep(data)
    return _kept(file, actor)


def take_file(case: Case, role: FileRole, check: Check, actor: User) -> MailFile | None:
    """Use what was checked; None if it is there already, or there are too many."""
    digest = check.content_sha256
    known = case.mail_files
    if known.filter(role=role, sha256=digest).exists() or known.count() >= MAX_FILES:
        return None
    assert check.original is not None  # noqa: S101  only those are offered
    size = len(originals.read(check.original))
    file = MailFile(case=case, role=role, sha256=digest, size_bytes=size)
    file.name, file.original = check.name, check.original
    return _kept(file, actor)


def _kept(file: MailFile, actor: User) -> MailFile:
    file.name = _free_name(file)
    file.added_by, file.added_at = str(actor), timezone.now()
    with transaction.atomic():
        file.save(force_insert=True)
        after = {"role": file.role, "name": file.name, "sha256": file.sha256}
        log(actor, "mail_file.added", file.case, after=after)
    return file


def drop_file(file: MailFile, actor: User) -> None:
    """Forget a file, and its content if nothing else needs it."""
    with transaction.atomic():
        before = {"role": file.role, "name": file.name, "sha256": file.sha256}
        log(actor, "mail_file.dropped", file.case, before=before)
        file.delete()
    is_needed = (
        MailFile.objects.filter(original=file.original).exists()
        or Check.objects.filter(original=file.original).exists()
    )
    if not is_needed:
        originals.forget(file.original)


def mails_of_checks(case: Case) -> Iterator[Found]:
    """Files of the case's checks that were kept and hold mails, in the order of time."""
    links = case.case_checks.filter(checked__kind="mail", checked__original__isnull=False)
    found: dict[str, Found] = {}
    for link in links.select_related("checked").defer("checked__facts"):
        digest = link.checked.content_sha256
        before = found.get(digest)
        count = before.mails + 1 if before else 1
        found[digest] = Found(check=before.check if before else link.checked, mails=count)
    yield from found.values()


def _free_name(file: MailFile) -> str:
    """A name that a disk takes and that no other file of the role has."""
    name = file_name(file.name)
    taken = set(file.case.mail_files.filter(role=file.role).values_list("name", flat=True))
    path = PurePosixPath(name)
    number = 1
    while name in taken:
        number += 1
        name = f"{path.stem} ({number}){path.suffix}"
    return name


def file_name(name: str) -> str:
    """The last part of a name from outside, with nothing in it that a disk refuses."""
    last = visible(valid_text(name)).replace("\\", "/").rpartition("/")[2]
    plain = last.translate(FORBIDDEN).strip(". ")
    head, dot, suffix = plain.rpartition(".")
    ending = f"{dot}{suffix}" if dot and len(suffix.encode()) < MAX_NAME_BYTES // 10 else ""
    head = head if ending else plain
    room = MAX_NAME_BYTES - len(ending.encode())
    return (head.encode()[:room].decode("utf-8", "ignore") + ending) or "mail"
