"""Pages on which the recipients of a notice are gathered."""

from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.views.decorators.http import require_POST, require_safe

from kakekomi.desk.cases.asking import user_of
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.recipients import (
    Fitting,
    colleagues_of_case,
    fitting,
    in_list,
    keep_people,
    partners_of_case,
    strike,
    takes_colleagues,
)
from kakekomi.desk.cases.roles import EDITORS, READERS
from kakekomi.desk.house.asked import words_asked
from kakekomi.desk.house.scope import allowed, has_role, one_of
from kakekomi.desk.house.words import word
from kakekomi.desk.work.models import Kind
from kakekomi.desk.work.notice_forms import ListForm, OneForm, PeriodForm
from kakekomi.desk.work.people import ROLES
from kakekomi.desk.work.trace_pages import ask, is_at_work, newest_run
from kakekomi.facts.errors import ParseError
from kakekomi.notice.correspondence import Person

PER_PAGE: Final = 50
"""Lines of a list: two screens."""

MAX_NAMED: Final = 10
"""People left out that a message names."""


@allowed(*READERS)
@require_safe
def people(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Whom the notice goes to, and the ways to add somebody."""
    return _page(request, one_of(Case, request.user, pk=pk), kind)


def _page(
    request: HttpRequest, case: Case, kind: str, wrong: dict[str, Form] | None = None
) -> HttpResponse:
    asked = words_asked(request)
    rows = case.recipients.filter(kind=kind)
    if asked:
        rows = rows.filter(Q(address__icontains=asked) | Q(name__icontains=asked))
    newest = newest_run(case, Kind.PEOPLE)
    context = {
        "case": case,
        "kind": kind,
        "page": Paginator(rows, PER_PAGE).get_page(request.GET.get("page")),
        "q": asked,
        "may_edit": has_role(user_of(request), case.organization, *EDITORS),
        "archives": case.mail_files.filter(role__in=ROLES).count(),
        "domains": case.organization.own_domains,
        "run": newest,
        "is_at_work": is_at_work(newest),
        "is_internal": takes_colleagues(kind),
        "period_form": PeriodForm(auto_id="period_%s"),
        "list_form": ListForm(auto_id="list_%s"),
        "one_form": OneForm(auto_id="one_%s"),
        **(wrong or {}),
    }
    return render(request, "work/people.html", context, status=422 if wrong else 200)


def _again(case: Case, kind: str) -> HttpResponse:
    return redirect("case_work:people", pk=case.pk, kind=kind)


@allowed(*EDITORS)
@require_POST
def learn(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Have the mailboxes of the case read; one such job of a case at a time."""
    case = one_of(Case, request.user, pk=pk)
    form = PeriodForm(request.POST, auto_id="period_%s")
    if not form.is_valid():
        return _page(request, case, kind, {"period_form": form})
    has_all = case.mail_files.filter(role__in=ROLES).exists() and case.organization.own_domains
    if has_all and not is_at_work(newest_run(case, Kind.PEOPLE)):
        options = {"kind": kind, **form.options()}
        ask(case, Kind.PEOPLE, user_of(request), options, roles=ROLES)
    return _again(case, kind)


@allowed(*EDITORS)
@require_POST
def add_list(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add the people of an address list."""
    case = one_of(Case, request.user, pk=pk)
    form = ListForm(request.POST, request.FILES, auto_id="list_%s")
    if not form.is_valid():
        return _page(request, case, kind, {"list_form": form})
    try:
        found = in_list(form.cleaned_data["list_file"])
    except ParseError:
        form.add_error("list_file", word("work.notice.no_list"))
        return _page(request, case, kind, {"list_form": form})
    _keep(request, case, kind, fitting(case, kind, found))
    return _again(case, kind)


@allowed(*EDITORS)
@require_POST
def take_known(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add the partners of the case; to a notice inside the house its own people."""
    case = one_of(Case, request.user, pk=pk)
    known = colleagues_of_case(case) if takes_colleagues(kind) else partners_of_case(case)
    _keep(request, case, kind, fitting(case, kind, known))
    return _again(case, kind)


@allowed(*EDITORS)
@require_POST
def add_one(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Add somebody by hand."""
    case = one_of(Case, request.user, pk=pk)
    form = OneForm(request.POST, auto_id="one_%s")
    if not form.is_valid():
        return _page(request, case, kind, {"one_form": form})
    person = Person(address=form.cleaned_data["address"], name=form.cleaned_data["person"])
    _keep(request, case, kind, fitting(case, kind, [person]))
    return _again(case, kind)


@allowed(*EDITORS)
@require_POST
def strike_people(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Take those that were ticked off the list, or all."""
    case = one_of(Case, request.user, pk=pk)
    addresses = None if request.POST.get("all") else request.POST.getlist("address")
    gone = strike(case, kind, addresses, user_of(request))
    messages.success(request, word("work.notice.struck", count=gone))
    return _again(case, kind)


def _keep(request: HttpRequest, case: Case, kind: str, fit: Fitting) -> None:
    """Add them, and say who was left out and why."""
    found, left_out = fit
    new = keep_people(case, kind, found, user_of(request))
    messages.success(request, word("work.notice.added", new=new, known=len(found) - new))
    if left_out:
        named = ", ".join(
            f"{one.address} ({word(f'work.notice.left_out.{one.reason}')})"
            for one in left_out[:MAX_NAMED]
        )
        messages.warning(request, word("work.notice.left", count=len(left_out), named=named))
