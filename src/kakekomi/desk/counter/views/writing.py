"""Announcements and texts: written, compared, published."""

from http import HTTPStatus
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import F
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_GET, require_http_methods, require_POST

from kakekomi.desk.counter import shown, texts
from kakekomi.desk.counter.forms import AnnouncementForm, EditionForm
from kakekomi.desk.counter.models import DeskAnnouncement, Edition, Stage, TextKind
from kakekomi.desk.counter.views.queue import DESK, PER_PAGE, signed_in
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.models import Role
from kakekomi.desk.house.scope import allowed
from kakekomi.desk.house.words import word
from kakekomi.desk.portal import shelf
from kakekomi.packs.model import LANGUAGES, Language

HISTORY: Final = 20
"""Versions that are listed; older ones are in the audit log."""


@allowed(*DESK)
@require_GET
def announcements(request: HttpRequest) -> HttpResponse:
    """The desk's own, the newest first."""
    page = Paginator(DeskAnnouncement.objects.all(), PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "today": timezone.localdate()}
    return render(request, "counter/announcements.html", context)


@allowed(*DESK)
@require_http_methods(["GET", "POST"])
def new_announcement(request: HttpRequest) -> HttpResponse:
    """A draft; nobody sees it before it is published."""
    today = timezone.localdate()
    form = AnnouncementForm(
        request.POST or None,
        initial={"severity": "notice", "valid_from": today, "checked_at": today},
    )
    if request.method == "POST" and form.is_valid():
        told = {name: form.cleaned_data[name] for name in form.cleaned_data if name != "version"}
        with transaction.atomic():
            row = DeskAnnouncement.objects.create(written_by=signed_in(request).username, **told)
            record(request.user, "announcement.write", row, after=row.title_ja)
        return redirect("counter:announcement", pk=row.pk)
    return _announcement_page(request, form, None)


@allowed(*DESK)
@require_http_methods(["GET", "POST"])
def announcement(request: HttpRequest, pk: int) -> HttpResponse:
    """Change one; a published one changes at once."""
    row = get_object_or_404(DeskAnnouncement, pk=pk)
    if request.method == "GET":
        return _announcement_page(request, AnnouncementForm.of(row), row)
    form = AnnouncementForm(request.POST)
    if form.is_valid():
        told = dict(form.cleaned_data)
        version = told.pop("version")
        with transaction.atomic():
            mine = DeskAnnouncement.objects.filter(pk=pk, version=version)
            if mine.update(version=F("version") + 1, **told):
                before = {"ja": row.title_ja, "body": row.body_ja}
                after = {"ja": told["title_ja"], "body": told["body_ja"]}
                record(request.user, "announcement.change", row, before=before, after=after)
                shown.forget()
                return redirect("counter:announcement", pk=pk)
        form.add_error(None, word("counter.queue.changed"))
    return _announcement_page(request, form, row)


def _announcement_page(
    request: HttpRequest, form: AnnouncementForm, row: DeskAnnouncement | None
) -> HttpResponse:
    is_wrong = request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "counter/announcement.html", {"form": form, "row": row}, status=status)


@allowed(*DESK)
@require_POST
def stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish or withdraw."""
    row = get_object_or_404(DeskAnnouncement, pk=pk)
    wanted = request.POST.get("stage", "")
    if wanted not in {Stage.PUBLISHED, Stage.WITHDRAWN}:
        raise Http404
    texts.set_stage(row, signed_in(request), Stage(wanted))
    messages.success(request, word(f"counter.announcement.is_{wanted}"))
    return redirect("counter:announcements")


@allowed(*DESK)
@require_GET
def all_texts(request: HttpRequest) -> HttpResponse:
    """Answers and steps, with the versions that the desk has written."""
    language = language_of(request)
    published = {
        (row.kind, row.ref): row
        for row in Edition.objects.filter(stage=Stage.PUBLISHED, language=language)
    }
    faqs = [(one, published.get(("faq", one.id))) for one in shelf.faqs(language)]
    steps = [
        (one.id, one.title.of(language), published.get(("step", one.id)))
        for one in current_pack().steps
    ]
    drafts = Edition.objects.filter(stage=Stage.DRAFT)[:PER_PAGE]
    context = {"faqs": faqs, "steps": steps, "drafts": drafts}
    return render(request, "counter/texts.html", context)


@allowed(*DESK)
@require_http_methods(["GET", "POST"])
def text(request: HttpRequest, kind: str, ref: str, lang: str) -> HttpResponse:
    """Write a text anew: stored as its next version, as a draft."""
    if kind not in TextKind or lang not in LANGUAGES:
        raise Http404
    of = TextKind(kind)
    title, body = texts.current_body(of, ref, Language(lang), current_pack())
    if not body and of is TextKind.STEP:
        raise Http404
    initial = {"title": title, "body": body, "checked_at": timezone.localdate()}
    form = EditionForm(of, request.POST or None, initial=initial)
    if request.method == "POST" and form.is_valid():
        edition = texts.write(
            form.draft(of, ref, lang),
            user=signed_in(request),
            sources=form.cleaned_data["sources"],
            checked_at=form.cleaned_data["checked_at"],
        )
        return redirect("counter:edition", pk=edition.pk)
    history = Edition.objects.filter(kind=kind, ref=ref, language=lang)[:HISTORY]
    context = {"form": form, "history": history, "title": title, "ref": ref, "kind": kind}
    is_wrong = request.method == "POST"
    status = HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK
    return render(request, "counter/text.html", context, status=status)


@allowed(*DESK)
@require_GET
def edition(request: HttpRequest, pk: int) -> HttpResponse:
    """One version beside what readers see now."""
    row = get_object_or_404(Edition, pk=pk)
    _, now = texts.current_body(TextKind(row.kind), row.ref, Language(row.language), current_pack())
    context = {
        "row": row,
        "lines": texts.difference(now, row.body),
        "may_publish": texts.may_publish(row, signed_in(request)),
    }
    return render(request, "counter/edition.html", context)


@allowed(Role.OPERATOR, Role.LEAD)
@require_POST
def edition_stage(request: HttpRequest, pk: int) -> HttpResponse:
    """Publish this version, or show the pack's own text again."""
    row = get_object_or_404(Edition, pk=pk)
    if request.POST.get("stage") == Stage.PUBLISHED:
        texts.publish(row, signed_in(request))
    else:
        texts.withdraw(row, signed_in(request))
    return redirect("counter:edition", pk=pk)
