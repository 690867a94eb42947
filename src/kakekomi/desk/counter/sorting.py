"""Put new enquiries and mails into waves, and give each enquiry its place in the queue.

Done when the desk looks at its queue and in the background; what is sorted already is left alone.
"""

from typing import Final

from django.db import transaction
from django.db.models import QuerySet
from django.utils import timezone

from kakekomi.check.visible import excerpt
from kakekomi.desk.checks.models import Check, Verdict
from kakekomi.desk.counter.marks import (
    Item,
    Mark,
    MarkKind,
    marks_of_mail,
    marks_of_text,
    shingles_of,
    text_of_mail,
)
from kakekomi.desk.counter.models import Member, Sorting, Ticket, Wave
from kakekomi.desk.counter.urgency import Level, urgency
from kakekomi.desk.counter.waves import MAX_REPRESENTATIVES, MAX_WAVES, WINDOW, Placement, place
from kakekomi.desk.counter.waves import Wave as PlacedWave
from kakekomi.desk.portal.models import Enquiry, Severity
from kakekomi.facts.errors import ParseError
from kakekomi.judge import verdict as judged

BATCH: Final = 50
"""Sorted at a time: a page of the queue must not wait for a night's enquiries."""

MAX_MEMBERS: Final = 20_000
"""That are looked at to find a wave: four weeks of the busiest desk."""

MAX_NAME_CHARS: Final = 200
"""Of a wave; it is named after its first member."""

SUSPICIOUS: Final = (judged.Verdict.DETECTED.value, judged.Verdict.SUSPICIOUS.value)

LEAST: Final = {
    Severity.HIGH.value: Level.HIGH,
    Severity.MIDDLE.value: Level.NORMAL,
    Severity.LOW.value: Level.LOW,
}
"""What the asker answered on the portal is the least that the text makes of it."""


def sort_new() -> int:
    """Sort what is new; how many items."""
    with transaction.atomic():
        lock, _ = Sorting.objects.get_or_create(pk=1)
        Sorting.objects.select_for_update().get(pk=lock.pk)
        checks, enquiries = list(_new_checks()), list(_new_enquiries())
        if checks or enquiries:
            board = Board()
            for check in checks:
                board.join(item_of_check(check), name=check.subject, checked=check)
            for enquiry in enquiries:
                _sort_enquiry(enquiry, board)
            Sorting.objects.filter(pk=lock.pk).update(last_at=timezone.now())
    return len(checks) + len(enquiries)


def _new_checks() -> QuerySet[Check]:
    known = Verdict.objects.filter(is_current=True, verdict__in=SUSPICIOUS)
    return (
        Check.objects.filter(kind="mail", member=None, pk__in=known.values("checked"))
        .filter(created_at__gt=timezone.now() - WINDOW)
        .order_by("pk")[:BATCH]
    )


def _new_enquiries() -> QuerySet[Enquiry]:
    return (
        Enquiry.objects.filter(ticket=None)
        .select_related("about", "receipt")
        .order_by("pk")[:BATCH]
    )


def _sort_enquiry(enquiry: Enquiry, board: "Board") -> None:
    member = board.join(item_of_enquiry(enquiry), name=enquiry.question, enquiry=enquiry)
    found = urgency(_text(enquiry), _verdicts(enquiry), wave_size=member.wave.members.count())
    Ticket.objects.create(
        enquiry=enquiry,
        level=max(found.level, LEAST.get(enquiry.severity, Level.LOW)),
        reasons=[reason.value for reason in found.reasons],
        created_at=enquiry.created_at,
    )


def item_of_check(check: Check) -> Item:
    """What is characteristic of a suspicious mail; itself too, for those who ask about it."""
    itself = frozenset({Mark(MarkKind.FILE, check.facts_sha256)})
    try:
        facts = check.subject_facts
    except ParseError:
        return Item(id=f"check:{check.pk}", at=check.created_at, marks=itself)
    return Item(
        id=f"check:{check.pk}",
        at=check.created_at,
        marks=itself | marks_of_mail(facts, is_suspicious=True),
        shingles=shingles_of(text_of_mail(facts)),
    )


def item_of_enquiry(enquiry: Enquiry) -> Item:
    """What is characteristic of an enquiry: its words and the mails handed in with it."""
    text = _text(enquiry)
    marks = set(marks_of_text(text))
    for check in _checks(enquiry):
        if check.kind == "mail" and check.current.verdict in SUSPICIOUS:
            marks |= item_of_check(check).marks
    return Item(
        id=f"enquiry:{enquiry.pk}",
        at=enquiry.created_at,
        marks=frozenset(marks),
        shingles=shingles_of(text),
    )


def _text(enquiry: Enquiry) -> str:
    return f"{enquiry.question}\n{enquiry.text}"


def _checks(enquiry: Enquiry) -> list[Check]:
    if enquiry.about is not None:
        return [enquiry.about]
    return [] if enquiry.receipt is None else list(enquiry.receipt.checks.order_by("pk")[:BATCH])


def _verdicts(enquiry: Enquiry) -> list[judged.Verdict]:
    rows = Verdict.objects.filter(checked__in=_checks(enquiry), is_current=True)
    return [judged.Verdict(name) for name in rows.values_list("verdict", flat=True)]


class Board:
    """The waves that new items may join, the oldest first, with their newest members."""

    def __init__(self) -> None:
        since = timezone.now() - 2 * WINDOW
        self._waves: dict[int, list[Item]] = {}
        for row in Member.objects.filter(at__gt=since).order_by("at", "pk")[:MAX_MEMBERS]:
            self._waves.setdefault(row.wave_id, []).append(_item(row))

    def join(
        self, item: Item, *, name: str, enquiry: Enquiry | None = None, checked: Check | None = None
    ) -> Member:
        """Put the item where it belongs."""
        placement = place(item, self._placed())
        if placement is None:
            wave = Wave.objects.create(name=excerpt(name)[:MAX_NAME_CHARS], opened_at=item.at)
        else:
            wave = Wave.objects.get(pk=int(placement.wave))
        self._waves.setdefault(wave.pk, []).append(item)
        return Member.objects.create(
            wave=wave,
            enquiry=enquiry,
            checked=checked,
            at=item.at,
            marks=[[mark.kind.value, mark.value] for mark in sorted(item.marks)],
            shingles=sorted(item.shingles),
            shared=_shared(placement),
            text_likeness=placement.share.text if placement else 0.0,
        )

    def _placed(self) -> list[PlacedWave]:
        newest = list(self._waves.items())[-MAX_WAVES:]
        return [
            PlacedWave(id=str(pk), items=tuple(items[-MAX_REPRESENTATIVES:]))
            for pk, items in newest
        ]


def _shared(placement: Placement | None) -> list[list[str]]:
    marks = () if placement is None else placement.share.marks
    return [[mark.kind.value, mark.value] for mark in marks]


def _item(row: Member) -> Item:
    return Item(
        id=f"enquiry:{row.enquiry_id}" if row.enquiry_id else f"check:{row.checked_id}",
        at=row.at,
        marks=frozenset(Mark(MarkKind(kind), value) for kind, value in row.marks),
        shingles=frozenset(row.shingles),
    )
