"""Background work as people see it: how far it is, what changed by it, what needs a person."""

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any, Final

from django.contrib import messages
from django.core.paginator import Page, Paginator
from django.db import transaction
from django.db.models import Model, Q, QuerySet
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kakekomi.desk.house.asked import words_asked
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.models import Role
from kakekomi.desk.house.scope import allowed, roles_of, scoped
from kakekomi.desk.house.words import word
from kakekomi.desk.work import loaded
from kakekomi.desk.work.forms import PackForm
from kakekomi.desk.work.ledger import ask_for, try_again
from kakekomi.desk.work.links import is_stale
from kakekomi.desk.work.models import (
    Job,
    Kind,
    LinkCheck,
    LoadedPack,
    MailState,
    Outgoing,
    State,
    VerdictChange,
)
from kakekomi.desk.work.tasks import wake
from kakekomi.facts.errors import ConfigurationError
from kakekomi.guide.library import Source, read_sources

PER_PAGE: Final = 50
"""Lines of a list: two screens."""


@allowed(Role.OPERATOR, Role.LEAD)
@require_GET
def jobs(request: HttpRequest) -> HttpResponse:
    """All jobs, the newest first."""
    return render(request, "work/jobs.html", {"page": _page(request, Job.objects.all())})


@allowed(Role.OPERATOR, Role.LEAD)
@require_POST
def again(request: HttpRequest, pk: int) -> HttpResponse:
    """Take up a job that was given up."""
    job = get_object_or_404(Job, pk=pk, state=State.FAILED)
    with transaction.atomic():
        try_again(job)
        record(request.user, "job.again", job, after=job.key)
        wake(job)
    return redirect("work:jobs")


@allowed(Role.OPERATOR, Role.LEAD)
@require_http_methods(["GET", "POST"])
def packs(request: HttpRequest) -> HttpResponse:
    """Which pack is in use, and the way in for a newer one, for leads."""
    may_load = Role.LEAD in roles_of(request.user)
    form = PackForm(request.POST or None, request.FILES or None) if may_load else None
    if request.method == "POST" and form is not None and form.is_valid() and _load(request, form):
        return redirect("work:jobs")
    is_wrong = request.method == "POST"
    return render(
        request,
        "work/packs.html",
        {"form": form, "page": _page(request, LoadedPack.objects.defer("content"))},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK,
    )


def _load(request: HttpRequest, form: PackForm) -> bool:
    try:
        with transaction.atomic():
            row = loaded.load(form.cleaned_data["file"], actor=str(request.user))
            wake(Job.objects.get(key=loaded.target().key))
    except ConfigurationError as error:
        form.add_error("file", word("work.packs.refused", reason=error))
        return False
    messages.success(request, word("work.packs.loaded", version=row.version))
    return True


@allowed(Role.OPERATOR, Role.LEAD, Role.ADMINISTRATOR, Role.MANAGER, Role.VENDOR)
@require_GET
def changes(request: HttpRequest) -> HttpResponse:
    """Checks whose verdict is another one since a pack update, with the cases they belong to."""
    asked = words_asked(request)
    found = scoped(VerdictChange.objects.all(), request.user).select_related(
        "checked__organization"
    )
    if asked:
        found = found.filter(
            Q(checked__subject__icontains=asked) | Q(checked__organization__name__icontains=asked)
        )
    rows = found.prefetch_related("checked__case_checks__case")
    return render(request, "work/changes.html", {"page": _page(request, rows), "q": asked})


@allowed(Role.OPERATOR, Role.LEAD)
@require_GET
def mails(request: HttpRequest) -> HttpResponse:
    """Mails that wait, went, or need a person."""
    return render(
        request, "work/mails.html", {"page": _page(request, Outgoing.objects.order_by("-pk"))}
    )


@allowed(Role.OPERATOR, Role.LEAD)
@require_POST
def send_again(request: HttpRequest, pk: int) -> HttpResponse:
    """Somebody decides that a mail of which nothing certain is known goes out again."""
    mail = get_object_or_404(Outgoing, pk=pk, state__in=[MailState.UNSURE, MailState.FAILED])
    with transaction.atomic():
        before = mail.state
        Outgoing.objects.filter(pk=pk, state=before).update(state=MailState.WAITING, attempts=0)
        record(request.user, "mail.again", mail, before=before, organization=mail.organization)
        job, _ = ask_for(Kind.MAIL, f"mail:again:{pk}:{timezone.now().timestamp():.0f}")
        wake(job)
    messages.success(request, word("work.mails.queued"))
    return redirect("work:mails")


@dataclass(frozen=True, slots=True, kw_only=True)
class SourceLine:
    """A source, and whether its page is there."""

    source: Source
    title: str
    publisher: str
    is_stale: bool
    check: LinkCheck | None


@allowed(Role.OPERATOR, Role.LEAD)
@require_http_methods(["GET", "POST"])
def links(request: HttpRequest) -> HttpResponse:
    """All sources; the button asks for their pages."""
    if request.method == "POST":
        with transaction.atomic():
            job, _ = ask_for(Kind.LINKS, f"links:{timezone.now():%Y%m%dT%H%M}")
            record(request.user, "links.ask", job)
            wake(job)
        messages.success(request, word("work.links.asked"))
        return redirect("work:links")
    return render(request, "work/links.html", {"lines": _source_lines(request)})


def _source_lines(request: HttpRequest) -> list[SourceLine]:
    language = request.language  # type: ignore[attr-defined]
    today = timezone.localdate()
    known = {check.url: check for check in LinkCheck.objects.all()}
    return [
        SourceLine(
            source=source,
            title=source.title.of(language),
            publisher=source.publisher.of(language),
            is_stale=is_stale(source, today),
            check=known.get(source.url),
        )
        for source in read_sources(current_pack())
    ]


def _page(request: HttpRequest, rows: QuerySet[Any]) -> Page[Model]:
    return Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))
