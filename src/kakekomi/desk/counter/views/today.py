"""What is rising today, and the sheet for whoever comes on the next shift."""

from collections import Counter
from datetime import date, timedelta
from typing import Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_GET

from kakekomi.desk.counter import service
from kakekomi.desk.counter.chart import Bar, Chart
from kakekomi.desk.counter.models import DeskAnnouncement, Edition, Stage, Ticket, Wave
from kakekomi.desk.counter.rising import WEEK_DAYS, Rise, rises
from kakekomi.desk.counter.sorting import sort_new
from kakekomi.desk.counter.urgency import Level
from kakekomi.desk.counter.views.queue import DESK, line_of
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.scope import allowed
from kakekomi.desk.house.words import word
from kakekomi.desk.portal import shelf
from kakekomi.desk.portal.models import Enquiry, State
from kakekomi.desk.work.models import MailState, Outgoing
from kakekomi.packs.model import Language

DAYS: Final = 14
"""Of the chart: this week and the one before."""

MAX_ENQUIRIES: Final = 5_000
"""That are counted: more in a fortnight say the same by their first five thousand."""

MAX_LISTED: Final = 50
"""Enquiries on the hand-over sheet: nobody takes over more by hand."""

OTHER: Final = ""
"""The question of enquiries that no answer of ours comes near."""


@allowed(*DESK)
@require_GET
def today(request: HttpRequest) -> HttpResponse:
    """Which questions rise, and how many came each day."""
    sort_new()
    now = timezone.localdate()
    asked = _asked(language_of(request))
    context = {
        "rises": rises(asked, today=now),
        "chart": _days_chart(asked, now),
        "levels": _levels_chart(),
        "week_days": WEEK_DAYS,
    }
    return render(request, "counter/today.html", context)


def _asked(language: Language) -> list[tuple[str, date]]:
    """Each enquiry of the last fortnight, as the question of the answer that it comes nearest."""
    since = timezone.now() - timedelta(days=DAYS)
    rows = Enquiry.objects.filter(created_at__gt=since).order_by("-pk")[:MAX_ENQUIRIES]
    titles = {one.id: one.title for one in shelf.faqs(language)}
    return [(titles.get(_nearest(row), word("counter.today.other")), _day(row)) for row in rows]


def _day(row: Enquiry) -> date:
    return timezone.localtime(row.created_at).date()


def _nearest(row: Enquiry) -> str:
    if row.faq:
        return row.faq
    hits = shelf.search(row.question)
    return hits[0].faq_id if hits else OTHER


def _days_chart(asked: list[tuple[str, date]], now: date) -> Chart:
    counted = Counter(day for _, day in asked)
    days = [now - timedelta(days=ago) for ago in range(DAYS - 1, -1, -1)]
    return Chart(
        id="days",
        title=word("counter.today.days_title"),
        description=word("counter.today.days_text", count=sum(counted[day] for day in days)),
        bars=tuple(Bar(f"{day.month}/{day.day}", counted[day]) for day in days),
    )


def _levels_chart() -> Chart:
    levels = Counter(
        Ticket.objects.filter(enquiry__state__in=service.OPEN).values_list("level", flat=True)
    )
    return Chart(
        id="levels",
        title=word("counter.today.levels_title"),
        description=word("counter.today.levels_text", count=sum(levels.values())),
        bars=tuple(
            Bar(word(f"counter.level.{level.name.lower()}"), levels[level])
            for level in sorted(Level, reverse=True)
        ),
    )


@allowed(*DESK)
@require_GET
def shift(request: HttpRequest) -> HttpResponse:
    """All that the next shift must know, to print."""
    sort_new()
    now = timezone.now()
    tickets = Ticket.objects.filter(enquiry__state__in=service.OPEN).select_related(
        "enquiry__member__wave", "enquiry__receipt", "taken_by"
    )
    rising: list[Rise] = [
        one
        for one in rises(_asked(language_of(request)), today=timezone.localdate())
        if one.is_rising
    ]
    context = {
        "now": now,
        "lines": [line_of(ticket, now) for ticket in tickets[:MAX_LISTED]],
        "open_count": tickets.count(),
        "answered_count": Enquiry.objects.filter(
            state__in=[State.ANSWERED, State.CLOSED], answered_at__gt=now - timedelta(days=1)
        ).count(),
        "rising": rising,
        "waves": Wave.objects.filter(members__at__gt=now - timedelta(days=1)).distinct()[:20],
        "drafts": DeskAnnouncement.objects.filter(stage=Stage.DRAFT)[:20],
        "texts": Edition.objects.filter(stage=Stage.DRAFT)[:20],
        "unsure": Outgoing.objects.filter(state__in=[MailState.UNSURE, MailState.FAILED]).count(),
    }
    return render(request, "counter/shift.html", context)
