"""The queue by urgency, and one enquiry of it."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_POST

from kakekomi.desk.counter import service
from kakekomi.desk.counter.forms import AnswerForm, EscalateForm
from kakekomi.desk.counter.models import Rung, Ticket
from kakekomi.desk.counter.sorting import sort_new
from kakekomi.desk.counter.urgency import WITHIN, Level, is_overdue
from kakekomi.desk.house.asked import words_asked
from kakekomi.desk.house.models import DESK_ROLES, Membership, Role, User
from kakekomi.desk.house.scope import allowed
from kakekomi.desk.house.words import word
from kakekomi.desk.portal import shelf
from kakekomi.packs.model import Language

PER_PAGE: Final = 25
"""Enquiries of a page: one screen and a half."""

DESK: Final = (Role.OPERATOR, Role.LEAD)

MINE: Final = "mine"
ALL: Final = "all"


@dataclass(frozen=True, slots=True)
class Line:
    """An enquiry in the queue."""

    ticket: Ticket
    level: str
    waiting: str
    is_overdue: bool
    wave_size: int


def line_of(ticket: Ticket, now: datetime) -> Line:
    """How it stands now."""
    level = Level(ticket.level)
    is_open = ticket.enquiry.state in service.OPEN
    return Line(
        ticket=ticket,
        level=level.name.lower(),
        waiting=waiting_words(now, ticket.created_at) if is_open else "",
        is_overdue=is_open and is_overdue(level, ticket.created_at, now),
        wave_size=ticket.enquiry.member.wave.members.count(),
    )


def waiting_words(now: datetime, since: datetime) -> str:
    """How long, in the largest unit that says enough."""
    minutes = max(int((now - since).total_seconds()) // 60, 0)
    if minutes < 60:  # noqa: PLR2004  of an hour
        return word("counter.queue.minutes", count=minutes)
    if minutes < 48 * 60:
        return word("counter.queue.hours", count=minutes // 60)
    return word("counter.queue.days", count=minutes // (24 * 60))


@allowed(*DESK)
@require_GET
def queue(request: HttpRequest) -> HttpResponse:
    """Open enquiries, the most urgent first; within a level those that wait longest."""
    sort_new()
    asked = words_asked(request)
    which = request.GET.get("which", "")
    page = Paginator(_tickets(request, asked, which), PER_PAGE).get_page(request.GET.get("page"))
    now = timezone.now()
    lines = [line_of(ticket, now) for ticket in page]
    context = {"page": page, "lines": lines, "q": asked, "which": which}
    return render(request, "counter/queue.html", context)


def _tickets(request: HttpRequest, asked: str, which: str) -> QuerySet[Ticket]:
    found = Ticket.objects.select_related(
        "enquiry__member__wave", "enquiry__organization", "taken_by"
    )
    if which != ALL:
        found = found.filter(enquiry__state__in=service.OPEN)
    if which == MINE and isinstance(request.user, User):
        found = found.filter(taken_by=request.user)
    if asked:
        found = found.filter(
            Q(enquiry__question__icontains=asked)
            | Q(enquiry__text__icontains=asked)
            | Q(enquiry__contact__icontains=asked)
            | Q(enquiry__organization__name__icontains=asked)
            | Q(enquiry__receipt__number=asked.replace("-", ""))
        )
    return found


@allowed(*DESK)
@require_GET
def enquiry(request: HttpRequest, pk: int) -> HttpResponse:
    """One enquiry with all that helps to answer it."""
    return _enquiry_page(request, _ticket(pk))


def _ticket(pk: int) -> Ticket:
    rows = Ticket.objects.select_related(
        "enquiry__member__wave", "enquiry__receipt", "enquiry__about", "taken_by"
    )
    return get_object_or_404(rows, enquiry_id=pk)


def _enquiry_page(
    request: HttpRequest, ticket: Ticket, form: AnswerForm | None = None
) -> HttpResponse:
    asked = ticket.enquiry
    language = Language(asked.language)
    chosen = shelf.faq(request.GET.get("faq", ""), language)
    nearest = [shelf.faq(hit.faq_id, language) for hit in shelf.search(asked.question)[:5]]
    text = chosen.body if chosen else asked.answer
    context = {
        "line": line_of(ticket, timezone.now()),
        "ticket": ticket,
        "enquiry": asked,
        "member": asked.member,
        "checks": asked.receipt.checks.all() if asked.receipt else [],
        "nearest": [one for one in nearest if one is not None],
        "form": form or AnswerForm(initial={"text": text, "version": ticket.version}),
        "escalate": EscalateForm(initial={"rung": ticket.rung, "note": ticket.note}),
        "colleagues": _colleagues(),
        "within": WITHIN[Level(ticket.level)],
        "is_mailed": bool(service.address_of(asked)),
    }
    status = HTTPStatus.OK if form is None else HTTPStatus.UNPROCESSABLE_ENTITY
    return render(request, "counter/enquiry.html", context, status=status)


def _colleagues() -> QuerySet[User]:
    held = Membership.objects.filter(role__in=sorted(DESK_ROLES))
    return User.objects.filter(pk__in=held.values("user"), is_active=True).order_by("username")


@allowed(*DESK)
@require_POST
def take(request: HttpRequest, pk: int) -> HttpResponse:
    """The user answers it."""
    return _do(
        request, pk, lambda ticket, user, version: service.take(ticket, user, version=version)
    )


@allowed(*DESK)
@require_POST
def hand_over(request: HttpRequest, pk: int) -> HttpResponse:
    """A colleague answers it, or whoever comes next."""
    to = _colleagues().filter(username=request.POST.get("to", "")).first()
    return _do(
        request,
        pk,
        lambda ticket, user, version: service.hand_over(ticket, user, to, version=version),
    )


@allowed(*DESK)
@require_POST
def escalate(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody on another rung answers it."""
    form = EscalateForm(request.POST)
    if not form.is_valid():
        return redirect("counter:enquiry", pk=pk)
    rung, note = Rung(form.cleaned_data["rung"]), form.cleaned_data["note"]
    return _do(
        request,
        pk,
        lambda ticket, user, version: service.escalate(ticket, user, rung, note, version=version),
    )


@allowed(*DESK)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """It is put away."""
    return _do(
        request, pk, lambda ticket, user, version: service.close(ticket, user, version=version)
    )


@allowed(*DESK)
@require_POST
def answer(request: HttpRequest, pk: int) -> HttpResponse:
    """It is answered; what was written stays in the form if somebody else was first."""
    ticket = _ticket(pk)
    form = AnswerForm(request.POST)
    if not form.is_valid():
        return _enquiry_page(request, ticket, form)
    text, version = form.cleaned_data["text"], form.cleaned_data["version"]
    try:
        service.answer(ticket, signed_in(request), text, version=version)
    except service.ChangedMeanwhileError:
        again = AnswerForm({"text": text, "version": ticket.version})
        again.add_error(None, word("counter.queue.changed"))
        return _enquiry_page(request, ticket, again)
    messages.success(request, word("counter.queue.answered"))
    return redirect("counter:queue")


def _do(request: HttpRequest, pk: int, action: Callable[[Ticket, User, int], None]) -> HttpResponse:
    ticket = _ticket(pk)
    try:
        action(ticket, signed_in(request), version_of(request.POST.get("version")))
    except service.ChangedMeanwhileError:
        messages.error(request, word("counter.queue.changed"))
    return redirect("counter:enquiry", pk=pk)


def version_of(text: Any) -> int:
    """The version that a form was made on; one that never was if it is no number."""
    return int(text) if isinstance(text, str) and text.isdecimal() and len(text) < 9 else -1  # noqa: PLR2004


def signed_in(request: HttpRequest) -> User:
    """Who it is; ``allowed`` lets nobody else in."""
    assert isinstance(request.user, User)  # noqa: S101  for the type checker
    return request.user
