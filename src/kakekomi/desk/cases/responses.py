"""The journal of ``respond`` as part of a case: what was done to a PC is proof, not a declaration.

A journal may come again when more was done: an action of the same kind on the same target is one
row, and the later word counts.
"""

from collections.abc import Iterable
from hashlib import sha256
from typing import Final

from django.db import transaction
from django.utils import timezone

from kakekomi.desk.cases.models import ActionTaken, Case, EvidenceItem, Pc
from kakekomi.desk.cases.service import MAX_HOSTNAME_CHARS, log, note
from kakekomi.desk.house.models import User
from kakekomi.desk.house.words import word
from kakekomi.facts.errors import ParseError
from kakekomi.respond.history import Ended, History, PastAction, read_history

NO_NAME: Final = frozenset("\\/:")
"""In the subject of a journal: it tells where a disk lay, not what the PC is called."""

MAX_TARGET_CHARS: Final = 4_000
"""Windows allows 32,767 in a path; rows of a case are read by people."""

NUL: Final = "\0"
"""PostgreSQL takes it in no text."""


class UnnamedPcError(ParseError):
    """The journal does not say which PC it is about."""


def take_journal(
    case: Case, data: bytes, actor: User | str, *, pc: Pc | None = None, otherwise: str = ""
) -> int:
    """Take the actions of a journal into the case; how many are new or stand otherwise now.

    The PC is the one given, else the one that the journal names, else ``otherwise``.

    Raises:
        ParseError: no journal, or damaged.
        UnnamedPcError: it is about a disk, and nobody said whose.
    """
    history = read_history(data, where="the journal")
    with transaction.atomic():
        whose = pc or _pc_of(case, history, otherwise)
        changed = sum(_taken(case, whose, action) for action in _last(history.actions))
        if changed:
            _list_evidence(case, whose, history.actions)
            done = sum(one.status is Ended.VERIFIED for one in history.actions)
            note(case, word("cases.journal.taken", about=whose.hostname, count=done), actor)
        digest = sha256(data).hexdigest()
        after = {"pc": whose.pk, "sha256": digest, "actions": len(history.actions), "new": changed}
        log(actor, "journal.taken", case, after=after)
    return changed


def _pc_of(case: Case, history: History, otherwise: str) -> Pc:
    subject = history.subject.replace(NUL, "").strip()
    is_name = subject and not NO_NAME & set(subject) and len(subject) <= MAX_HOSTNAME_CHARS
    hostname = (subject if is_name else otherwise)[:MAX_HOSTNAME_CHARS]
    if not hostname:
        raise UnnamedPcError(f"the journal is about {history.subject!r:.100}: say which PC that is")
    known = case.pcs.filter(hostname__iexact=hostname).first()
    return known or Pc.objects.create(case=case, hostname=hostname)


def _last(actions: Iterable[PastAction]) -> Iterable[PastAction]:
    """Of actions that were planned again after they were undone, the last."""
    return {(one.kind, one.target): one for one in actions}.values()


def _taken(case: Case, pc: Pc, action: PastAction) -> bool:
    target = action.target.replace(NUL, "")[:MAX_TARGET_CHARS]
    at = min(action.at, timezone.now())  # a clock that is ahead must not outdate what comes later
    known = ActionTaken.objects.filter(case=case, pc=pc, kind=action.kind, target=target).last()
    if known is None:
        ActionTaken.objects.create(
            case=case, pc=pc, kind=action.kind, target=target, status=action.status, at=at
        )
        return True
    if known.at >= at:
        return False
    known.status, known.at = action.status, at
    known.save(update_fields=["status", "at"])
    return True


def _list_evidence(case: Case, pc: Pc, actions: Iterable[PastAction]) -> None:
    """What was kept on the PC, by its digest."""
    for one in actions:
        if one.sha256 is None or one.status is not Ended.VERIFIED:
            continue
        EvidenceItem.objects.get_or_create(
            case=case,
            sha256=one.sha256[:64],
            defaults={
                "name": one.target.replace(NUL, "")[-255:],
                "pc": pc,
                "size_bytes": one.size_bytes,
                "place": word("cases.journal.place", about=pc.hostname),
                "taken_at": one.at,
            },
        )
