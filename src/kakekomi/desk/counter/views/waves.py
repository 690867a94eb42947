"""Waves: what belongs together, one answer to all, warnings to partners."""

from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Count, Max, Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kakekomi.desk.counter import service
from kakekomi.desk.counter.forms import AnswerForm, WarnForm
from kakekomi.desk.counter.models import PartnerWarning, Wave
from kakekomi.desk.counter.partners import organizations_in, partners_of, warn
from kakekomi.desk.counter.sorting import sort_new
from kakekomi.desk.counter.views.queue import DESK, PER_PAGE, signed_in
from kakekomi.desk.house.asked import words_asked
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import Role
from kakekomi.desk.house.scope import allowed, scoped
from kakekomi.desk.house.words import word

SHOWN_MARKS: Final = 20
"""Of a wave: the most frequent say what it is."""

MIN_SIZE: Final = 2
"""One alone is no wave."""


@allowed(*DESK)
@require_GET
def waves(request: HttpRequest) -> HttpResponse:
    """Waves, the liveliest first."""
    sort_new()
    asked = words_asked(request)
    found = Wave.objects.annotate(
        size=Count("members"),
        enquiries=Count("members__enquiry"),
        mails=Count("members__checked"),
        newest=Max("members__at"),
    ).filter(size__gte=MIN_SIZE)
    if asked:
        found = found.filter(
            Q(name__icontains=asked) | Q(members__enquiry__question__icontains=asked)
        )
    page = Paginator(found.order_by("-newest", "-pk"), PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "counter/waves.html", {"page": page, "q": asked})


@allowed(*DESK)
@require_http_methods(["GET", "POST"])
def wave(request: HttpRequest, pk: int) -> HttpResponse:
    """One wave; what is sent answers all its open enquiries."""
    row = get_object_or_404(Wave, pk=pk)
    form = AnswerForm(request.POST or None, initial={"version": row.version})
    if request.method == "POST" and form.is_valid():
        try:
            count = service.answer_wave(
                row,
                signed_in(request),
                form.cleaned_data["text"],
                version=form.cleaned_data["version"],
            )
        except service.ChangedMeanwhileError:
            form = AnswerForm({"text": form.cleaned_data["text"], "version": row.version})
            form.add_error(None, word("counter.queue.changed"))
        else:
            messages.success(request, word("counter.wave.answered", count=count))
            return redirect("counter:wave", pk=pk)
    is_wrong = request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "counter/wave.html", _wave_context(request, row, form), status=status)


def _wave_context(request: HttpRequest, row: Wave, form: AnswerForm) -> dict[str, object]:
    members = row.members.select_related("enquiry__ticket", "checked__organization")
    return {
        "wave": row,
        "form": form,
        "open_count": len(list(service.open_tickets(row))),
        "marks": _common_marks(row),
        "page": Paginator(members, PER_PAGE).get_page(request.GET.get("page")),
        "inside": organizations_in(row),
        "partners": partners_of(row),
        "warned": row.warnings.select_related("organization"),
        "warn": WarnForm(),
    }


def _common_marks(row: Wave) -> list[tuple[str, str, int]]:
    counted: dict[tuple[str, str], int] = {}
    for marks in row.members.values_list("marks", flat=True):
        for kind, value in marks:
            counted[kind, value] = counted.get((kind, value), 0) + 1
    ranked = sorted(counted.items(), key=lambda pair: (-pair[1], pair[0]))
    return [
        (kind, value, count) for (kind, value), count in ranked[:SHOWN_MARKS] if count >= MIN_SIZE
    ]


@allowed(*DESK)
@require_POST
def warn_partners(request: HttpRequest, pk: int) -> HttpResponse:
    """Warn those who trade with organizations in the wave."""
    row = get_object_or_404(Wave, pk=pk)
    form = WarnForm(request.POST)
    if form.is_valid():
        with transaction.atomic():
            made = warn(row, form.cleaned_data["text"])
            record(
                request.user,
                "wave.warn",
                row,
                after={"organizations": [one.organization_id for one in made]},
            )
        messages.success(request, word("counter.warn.sent", count=len(made)))
    return redirect("counter:wave", pk=pk)


@allowed(*Role)
@require_GET
def warnings(request: HttpRequest) -> HttpResponse:
    """What the desk warns the reader's organization of."""
    rows = scoped(PartnerWarning.objects.all(), request.user).select_related("organization")
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
    return render(request, "counter/warnings.html", {"page": page})
