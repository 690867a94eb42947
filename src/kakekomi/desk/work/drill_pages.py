"""Pages of exercises: make or load one, lead it, see the score."""

import secrets
from itertools import groupby
from typing import Any, Final

import msgspec
from django import forms
from django.contrib import messages
from django.core.paginator import Paginator
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakekomi.desk import originals
from kakekomi.desk.cases.asking import user_of
from kakekomi.desk.cases.forms import OneOf
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.roles import DECIDERS, EDITORS, READERS, TRAINERS
from kakekomi.desk.cases.service import log
from kakekomi.desk.house.models import AuditEntry, Organization, User
from kakekomi.desk.house.scope import allowed, has_role, one_of, organizations_of, scoped
from kakekomi.desk.house.words import current, word
from kakekomi.desk.work import drills
from kakekomi.desk.work.case_models import CaseRun, Drill
from kakekomi.desk.work.deeds import deeds
from kakekomi.desk.work.drill_loading import new_case
from kakekomi.desk.work.ledger import ask_for
from kakekomi.desk.work.models import Kind
from kakekomi.desk.work.tasks import wake
from kakekomi.desk.work.trace_pages import is_at_work, newest_run
from kakekomi.drill.exercise import SEEDS
from kakekomi.drill.exercise_company import ORGANIZATION
from kakekomi.drill.exercise_reading import MAX_EXERCISE_BYTES
from kakekomi.facts.errors import NotPermittedError, UnavailableError
from kakekomi.notice.address_form import MAX_ADDRESS_CHARS, LeftOut, canonical, left_out

PER_PAGE: Final = 50
"""Lines of a list: two screens."""


class DrillForm(forms.Form):
    """Who takes part, and the exercise if there is one already."""

    organization = OneOf(Organization.objects.none())
    packed = forms.FileField(required=False, max_length=1000)

    def __init__(self, user: User, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.label_suffix = ""
        for name, field in self.fields.items():
            field.label = word(f"work.drill.field.{name}")
        self.fields["packed"].help_text = word("work.drill.packed_help")
        own = organizations_of(user).exclude(cases__drill__isnull=False)
        self.fields["organization"].queryset = own.distinct()  # type: ignore[attr-defined]

    def clean_packed(self) -> bytes | None:
        """The content, if it is not too large; None: make a new one."""
        file = self.cleaned_data["packed"]
        if file is None:
            return None
        if file.size > MAX_EXERCISE_BYTES:
            limit = MAX_EXERCISE_BYTES // 2**20
            raise forms.ValidationError(word("work.notice.too_large", limit=limit))
        return bytes(file.read())


@allowed(*TRAINERS)
@require_http_methods(["GET", "HEAD", "POST"])
def index(request: HttpRequest) -> HttpResponse:
    """All exercises that the reader may see, and the way to a new one."""
    user = user_of(request)
    form = DrillForm(user, request.POST or None, request.FILES or None)
    if request.method == "POST" and form.is_valid():
        case = _asked(form, user)
        return redirect("case_work:drill", pk=case.pk)
    cases = scoped(Case.objects.filter(runs__job__kind=Kind.DRILL), user).distinct()
    rows = cases.select_related("organization", "drill")
    context = {"form": form, "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page"))}
    return render(request, "work/drills.html", context, status=422 if form.errors else 200)


def _asked(form: DrillForm, user: User) -> Case:
    """An empty case that a job fills."""
    data = form.cleaned_data["packed"]
    options: dict[str, object] = {"seed": secrets.randbelow(SEEDS), "language": current.get()}
    if data is not None:
        options = {"original": originals.keep(data)}
    with transaction.atomic():
        case = new_case(ORGANIZATION, str(user))
        joined = drills.take_part(case.organization, form.cleaned_data["organization"])
        job, _ = ask_for(Kind.DRILL, f"drill:{case.pk}:{timezone.now():%Y%m%dT%H%M%S%f}")
        CaseRun.objects.create(job=job, case=case, options=options, asked_by=str(user))
        log(user, "drill.asked", case, after={"is_loaded": data is not None, "people": joined})
        wake(job)
    return case


@allowed(*READERS)
@require_safe
def drill(request: HttpRequest, pk: int) -> HttpResponse:
    """The exercise: what to take in hand, and at the end the score."""
    case = one_of(Case, request.user, pk=pk)
    run = newest_run(case, Kind.DRILL)
    found = Drill.objects.filter(case=case).first()
    user = user_of(request)
    context: dict[str, object] = {
        "case": case,
        "run": run,
        "is_at_work": is_at_work(run),
        "drill": found,
        "may_edit": has_role(user, case.organization, *EDITORS, *DECIDERS),
    }
    if found is not None:
        context |= _running(case, found) if found.ended_at is None else _score(request, found)
    return render(request, "work/drill.html", context)


def _running(case: Case, found: Drill) -> dict[str, object]:
    kinds = groupby(found.materials.all(), key=lambda one: one.kind)
    return {
        "materials": [(kind, list(rows)) for kind, rows in kinds],
        "mailboxes": list(case.people.exclude(address="").values_list("address", flat=True)),
        "named": found.namings.last(),
    }


def _score(request: HttpRequest, found: Drill) -> dict[str, object]:
    result = drills.score_of(found)
    groups = [
        (kind.value, list(lines))
        for kind, lines in groupby(result.lines, key=lambda line: line.result)
    ]
    done = AuditEntry.objects.filter(
        organization=found.case.organization, at__gte=found.loaded_at, at__lte=found.ended_at
    )
    page = Paginator(done, PER_PAGE).get_page(request.GET.get("page"))
    return {
        "score": result,
        "groups": groups,
        "answers": drills.sheet_of(found),
        "page": page,
        "deeds": deeds(found.case, page),
    }


def _of_drill(request: HttpRequest, pk: int) -> Drill:
    case = one_of(Case, request.user, pk=pk)
    return get_object_or_404(Drill.objects.select_related("case__organization"), case=case)


@allowed(*EDITORS, *DECIDERS)
@require_POST
def begin(request: HttpRequest, pk: int) -> HttpResponse:
    """Tell people to begin."""
    drills.begin(_of_drill(request, pk), user_of(request))
    return redirect("case_work:drill", pk=pk)


@allowed(*EDITORS, *DECIDERS)
@require_POST
def end(request: HttpRequest, pk: int) -> HttpResponse:
    """Open the answers."""
    drills.end(_of_drill(request, pk), user_of(request))
    return redirect("case_work:drill", pk=pk)


@allowed(*EDITORS, *DECIDERS)
@require_POST
def take(request: HttpRequest, pk: int, material: int) -> HttpResponse:
    """Take a file in hand: check it, or put it beside the others."""
    found = get_object_or_404(_of_drill(request, pk).materials.select_related("drill"), pk=material)
    try:
        is_done = drills.take(found, user_of(request))
    except (NotPermittedError, UnavailableError):
        is_done = False
    key = "work.drill.taken" if is_done else "work.drill.not_taken"
    messages.success(request, word(key, name=found.name))
    return redirect("case_work:drill", pk=pk)


@allowed(*EDITORS, *DECIDERS)
@require_POST
def name(request: HttpRequest, pk: int) -> HttpResponse:
    """Say whose mail leaked."""
    found = _of_drill(request, pk)
    mailbox = canonical(request.POST.get("mailbox", "")[:MAX_ADDRESS_CHARS])
    is_one = left_out(mailbox, frozenset()) is not LeftOut.NOT_AN_ADDRESS
    if is_one and found.started_at is not None and found.ended_at is None:
        drills.name_mailbox(found, mailbox, user_of(request))
    return redirect("case_work:drill", pk=pk)


@allowed(*READERS)
@require_safe
def score_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The score for other programs; before the end there is none."""
    found = _of_drill(request, pk)
    if found.ended_at is None:
        return HttpResponse(status=404)
    return _json(msgspec.json.encode(drills.score_of(found)), f"score-{pk}.json")


@allowed(*READERS)
@require_safe
def log_json(request: HttpRequest, pk: int) -> HttpResponse:
    """What was done, as the command line scores it."""
    found = _of_drill(request, pk)
    return _json(msgspec.json.encode(drills.log_of_drill(found)), f"log-{pk}.json")


def _json(data: bytes, file_name: str) -> HttpResponse:
    response = HttpResponse(data, content_type="application/json")
    response["Content-Disposition"] = f'attachment; filename="{file_name}"'
    return response
