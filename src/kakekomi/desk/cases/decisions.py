"""What people say and decide in a case: steps done, the legal clock, closing and reopening."""

from datetime import datetime, time

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils import timezone
from django.views.decorators.http import require_POST

from kakekomi.desk.cases import deadlines, service
from kakekomi.desk.cases.asking import again, back, user_of
from kakekomi.desk.cases.forms import ClockForm
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.page import incident_tasks
from kakekomi.desk.cases.roles import DECIDERS, EDITORS, EVERYBODY, READERS
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.house.models import User
from kakekomi.desk.house.scope import allowed, has_role, one_of
from kakekomi.desk.house.words import word
from kakekomi.guide.closing import CLOSE_STEP


@allowed(*EVERYBODY)
@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a step is done, or that it was not; an employee only for his own."""
    found = one_of(Case, request.user, pk=pk)
    user = user_of(request)
    step, subjects = request.POST.get("step", "")[:100], request.POST.getlist("subject")
    if not all(_may_say(found, user, subject) for subject in subjects):
        return HttpResponse(word("house.error_403"), status=403, content_type="text/plain")
    with transaction.atomic():
        if request.POST.get("undo") and step != CLOSE_STEP:
            for subject in subjects:
                service.take_back(found, step, subject, user)
        else:
            due = {(one.step.id, one.subject) for one in incident_tasks(standing_of(found))}
            for subject in subjects:
                if (step, subject) in due:
                    service.declare(found, step, subject, user, request.POST.get("note", ""))
    if has_role(user, found.organization, *READERS):
        return back(found, "tasks")
    return redirect("cases:mine", pk=found.pk)


def _may_say(case: Case, user: User, subject: str) -> bool:
    if has_role(user, case.organization, *READERS):
        return True
    own = service.persons_of(case, user)
    subjects = {f"person:{one.pk}" for one in own}
    subjects |= {f"pc:{pc.pk}" for one in own for pc in one.pcs.all()}
    subjects |= {
        f"account:{account.pk}"
        for one in own
        for pc in one.pcs.all()
        for account in pc.accounts.all()
    }
    return subject in subjects


@allowed(*DECIDERS, *EDITORS)
@require_POST
def start_clock(request: HttpRequest, pk: int) -> HttpResponse:
    """Set the dates of the leak report."""
    found = one_of(Case, request.user, pk=pk)
    form = ClockForm(request.POST)
    if not form.is_valid():
        return again(request, found, form)
    midnight = datetime.combine(form.cleaned_data["known_on"], time())
    known_at = timezone.make_aware(midnight)
    deadlines.start(found, known_at, form.answers(), user_of(request))
    return back(found, "deadlines")


@allowed(*DECIDERS)
@require_POST
def meet(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A report was handed in."""
    found = one_of(Case, request.user, pk=pk)
    deadline = found.deadlines.filter(kind=kind, met_at__isnull=True).first()
    if deadline is not None:
        deadlines.meet(deadline, user_of(request))
    return back(found, "deadlines")


@allowed(*DECIDERS)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the case, if nothing stands in the way."""
    found = one_of(Case, request.user, pk=pk)
    if found.closed_at is None and standing_of(found).closing.can_close:
        service.close(found, user_of(request))
    return back(found, "closing")


@allowed(*DECIDERS, *EDITORS)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it again."""
    found = one_of(Case, request.user, pk=pk)
    if found.closed_at is not None:
        service.reopen(found, user_of(request))
    return back(found)
