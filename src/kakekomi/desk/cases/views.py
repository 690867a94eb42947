"""The pages of a case. Each looks its case up through scope, and says who may open it."""

from datetime import datetime, time
from typing import Any

from django.core.paginator import Paginator
from django.db import transaction
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakekomi.desk.cases import deadlines, service
from kakekomi.desk.cases.forms import (
    MAX_CSV_BYTES,
    MAX_UPLOAD_BYTES,
    AccountForm,
    CaseForm,
    ClockForm,
    FileForm,
    NoticeForm,
    PcForm,
    pcs_of_csv,
)
from kakekomi.desk.cases.models import Case, Person
from kakekomi.desk.cases.page import case_page, overview, people_of
from kakekomi.desk.cases.roles import DECIDERS, EDITORS, EVERYBODY, READERS
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.checks.models import Source
from kakekomi.desk.checks.service import Origin, check_all
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import User
from kakekomi.desk.house.scope import allowed, has_role, one_of, organizations_of, scoped
from kakekomi.desk.house.words import word
from kakekomi.desk.portal.models import Receipt
from kakekomi.desk.portal.number import typed

PER_PAGE = 20


def _user(request: HttpRequest) -> User:
    assert isinstance(request.user, User)  # noqa: S101  every view here is marked by allowed()
    return request.user


def _back(case: Case, place: str = "") -> HttpResponse:
    response = redirect("cases:case", pk=case.pk)
    response["Location"] += f"#{place}" if place else ""
    return response


@allowed(*EVERYBODY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All cases that the reader may see; for a vendor the ledger over all organizations."""
    user = _user(request)
    cases = scoped(Case.objects.select_related("organization"), user)
    asked = request.GET.get("q", "").strip()
    if asked:
        cases = cases.filter(Q(title__icontains=asked) | Q(organization__name__icontains=asked))
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    context = {"page": page, "rows": [overview(case) for case in page], "q": asked}
    return render(request, "cases/index.html", context)


@allowed(*EDITORS, *DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a case, with what a receipt already says."""
    user = _user(request)
    form = CaseForm(request.POST or None, initial={"title": word("cases.new_title")})
    form.fields["organization"].queryset = organizations_of(user)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        number = typed(form.cleaned_data["receipt"])
        receipt = Receipt.objects.filter(number=number).first() if number else None
        if form.cleaned_data["receipt"] and receipt is None:
            form.add_error("receipt", word("cases.no_receipt"))
        else:
            data = form.cleaned_data
            case = service.open_case(data["organization"], data["title"], user, receipt=receipt)
            return redirect("cases:case", pk=case.pk)
    return render(request, "cases/new.html", {"form": form})


@allowed(*READERS)
@require_safe
def case(request: HttpRequest, pk: int) -> HttpResponse:
    """Everything about one case."""
    found = one_of(Case, request.user, pk=pk)
    user = _user(request)
    context = case_page(standing_of(found), timezone.now())
    context |= {
        "pc_form": PcForm(),
        "file_form": FileForm(auto_id="check_%s"),
        "csv_form": FileForm(auto_id="csv_%s"),
        "account_form": _of_case(AccountForm(auto_id="account_%s"), found),
        "notice_form": _of_case(NoticeForm(auto_id="notice_%s"), found),
        "clock_form": ClockForm(),
        "may_edit": has_role(user, found.organization, *EDITORS),
        "may_decide": has_role(user, found.organization, *DECIDERS),
    }
    return render(request, "cases/case.html", context)


def _of_case(form: Any, case: Case) -> Any:
    """Let the form choose among the PCs and partners of the case only."""
    if "pc" in form.fields:
        form.fields["pc"].queryset = case.pcs.all()
    if "partner" in form.fields:
        form.fields["partner"].queryset = case.partners.all()
    return form


@allowed(*READERS)
@require_safe
def manager(request: HttpRequest, pk: int) -> HttpResponse:
    """One page for who decides: where it stands, what waits, the legal clock."""
    found = one_of(Case, request.user, pk=pk)
    context = case_page(standing_of(found), timezone.now())
    context["may_decide"] = has_role(_user(request), found.organization, *DECIDERS)
    return render(request, "cases/manager.html", context)


@allowed(*EVERYBODY)
@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reader has to do."""
    found = one_of(Case, request.user, pk=pk)
    standing = standing_of(found)
    persons = Person.objects.filter(case=found, user=_user(request))
    rows = [row for row in people_of(standing) if row.person in set(persons)]
    return render(request, "cases/mine.html", {"case": found, "rows": rows})


@allowed(*EDITORS)
@require_POST
def add_pc(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one PC by hand."""
    found = one_of(Case, request.user, pk=pk)
    form = PcForm(request.POST)
    if not form.is_valid():
        return render(request, "cases/again.html", {"case": found, "form": form}, status=422)
    pc = form.pc()
    name = form.cleaned_data["user_name"].strip()
    if name:
        pc.person, _ = Person.objects.get_or_create(case=found, name=name)
    service.add_pc(found, pc, _user(request))
    return _back(found, "ledger")


@allowed(*EDITORS)
@require_POST
def add_pcs(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the PCs of a list."""
    found = one_of(Case, request.user, pk=pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > MAX_CSV_BYTES:
        return render(request, "cases/again.html", {"case": found, "form": form}, status=422)
    with transaction.atomic():
        for pc in pcs_of_csv(form.cleaned_data["file"].read()):
            service.add_pc(found, pc, _user(request))
    return _back(found, "ledger")


@allowed(*EDITORS)
@require_POST
def add_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check a file and take what is in it into the case."""
    found = one_of(Case, request.user, pk=pk)
    form = FileForm(request.POST, request.FILES)
    if not form.is_valid() or form.cleaned_data["file"].size > MAX_UPLOAD_BYTES:
        return render(request, "cases/again.html", {"case": found, "form": form}, status=422)
    file = form.cleaned_data["file"]
    origin = Origin(organization=found.organization, source=Source.CASE, is_kept=True)
    outcome = check_all(file.read(), file.name or "", origin)
    if not outcome.checks:
        form.add_error("file", word("cases.nothing_in_file"))
        return render(request, "cases/again.html", {"case": found, "form": form}, status=422)
    service.attach(found, outcome.checks, _user(request))
    return _back(found, "ledger")


@allowed(*EDITORS)
@require_POST
def add_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an account that was used on a PC."""
    found = one_of(Case, request.user, pk=pk)
    form = _of_case(AccountForm(request.POST), found)
    if not form.is_valid():
        return render(request, "cases/again.html", {"case": found, "form": form}, status=422)
    with transaction.atomic():
        account = form.account()
        account.case = found
        account.save()
        record(
            request.user,
            "account.added",
            found,
            after={"kind": account.kind, "identifier": account.identifier},
            organization=found.organization,
        )
    return _back(found, "accounts")


@allowed(*EDITORS, *DECIDERS)
@require_POST
def add_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody was told."""
    found = one_of(Case, request.user, pk=pk)
    form = _of_case(NoticeForm(request.POST), found)
    if not form.is_valid():
        return render(request, "cases/again.html", {"case": found, "form": form}, status=422)
    with transaction.atomic():
        notice = form.notice()
        notice.case, notice.at = found, timezone.now()
        notice.save()
        record(
            request.user,
            "notice.recorded",
            found,
            after={"kind": notice.kind, "how": notice.how, "whom": notice.whom},
            organization=found.organization,
        )
    return _back(found, "partners")


@allowed(*EVERYBODY)
@require_POST
def declare(request: HttpRequest, pk: int) -> HttpResponse:
    """Say that a step is done, or that it was not; an employee only for his own."""
    found = one_of(Case, request.user, pk=pk)
    user = _user(request)
    step, subjects = request.POST.get("step", "")[:100], request.POST.getlist("subject")
    if not all(_may_say(found, user, subject) for subject in subjects):
        return HttpResponse(word("house.error_403"), status=403, content_type="text/plain")
    with transaction.atomic():
        if request.POST.get("undo"):
            for subject in subjects:
                service.take_back(found, step, subject, user)
        else:
            due = {(one.step.id, one.subject) for one in standing_of(found).tasks}
            for subject in subjects:
                if (step, subject) in due:
                    service.declare(found, step, subject, user, request.POST.get("note", ""))
    if has_role(user, found.organization, *READERS):
        return _back(found, "tasks")
    return redirect("cases:mine", pk=found.pk)


def _may_say(case: Case, user: User, subject: str) -> bool:
    if has_role(user, case.organization, *READERS):
        return True
    own = Person.objects.filter(case=case, user=user)
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
        return render(request, "cases/again.html", {"case": found, "form": form}, status=422)
    midnight = datetime.combine(form.cleaned_data["known_on"], time())
    known_at = timezone.make_aware(midnight)
    is_wrongful = form.cleaned_data["is_wrongful"]
    deadlines.start(found, known_at, is_wrongful=is_wrongful, actor=_user(request))
    return _back(found, "deadlines")


@allowed(*DECIDERS)
@require_POST
def meet(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A report was handed in."""
    found = one_of(Case, request.user, pk=pk)
    deadline = found.deadlines.filter(kind=kind, met_at__isnull=True).first()
    if deadline is not None:
        deadlines.meet(deadline, _user(request))
    return _back(found, "deadlines")


@allowed(*DECIDERS)
@require_POST
def close(request: HttpRequest, pk: int) -> HttpResponse:
    """Close the case, if nothing stands in the way."""
    found = one_of(Case, request.user, pk=pk)
    if found.closed_at is None and standing_of(found).closing.can_close:
        service.close(found, _user(request))
    return _back(found, "closing")


@allowed(*DECIDERS, *EDITORS)
@require_POST
def reopen(request: HttpRequest, pk: int) -> HttpResponse:
    """Open it again."""
    found = one_of(Case, request.user, pk=pk)
    if found.closed_at is not None:
        service.reopen(found, _user(request))
    return _back(found)
