"""Pages of a case to read. Each looks its case up through scope, and says who may open it."""

from collections.abc import Mapping
from typing import Final

from django.core.paginator import Paginator
from django.db.models import Q
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kakekomi.desk.cases import service
from kakekomi.desk.cases.asking import of_case, user_of
from kakekomi.desk.cases.forms import (
    AccountForm,
    CaseForm,
    ClockForm,
    EventForm,
    EvidenceForm,
    FileForm,
    JournalForm,
    LoginForm,
    NoticeForm,
    OrganizationForm,
    PartnerForm,
    PcForm,
    PersonForm,
    ReceiptForm,
)
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.page import case_page, overview, people_of
from kakekomi.desk.cases.roles import DECIDERS, EDITORS, EVERYBODY, READERS, TRAINERS
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.house.asked import words_asked
from kakekomi.desk.house.scope import (
    allowed,
    has_role,
    one_of,
    organizations_of,
    roles_of,
    scoped,
)
from kakekomi.desk.house.words import word

PER_PAGE: Final = 20
"""Cases: each is computed anew, which takes a fiftieth of a second."""

FORMS_OF_CASE: Final[Mapping[str, type[Form]]] = {
    "check": FileForm,
    "pc": PcForm,
    "pcs": FileForm,
    "journal": JournalForm,
    "login": LoginForm,
    "person": PersonForm,
    "receipt": ReceiptForm,
    "account": AccountForm,
    "partner": PartnerForm,
    "partners": FileForm,
    "notice": NoticeForm,
    "event": EventForm,
    "evidence": EvidenceForm,
    "clock": ClockForm,
}
"""By the name of what each adds."""


@allowed(*EVERYBODY)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """All cases that the reader may see; for a vendor the ledger over all organizations."""
    user = user_of(request)
    cases = scoped(Case.objects.select_related("organization"), user)
    asked = words_asked(request)
    if asked:
        cases = cases.filter(Q(title__icontains=asked) | Q(organization__name__icontains=asked))
    page = Paginator(cases, PER_PAGE).get_page(request.GET.get("page"))
    context = {
        "page": page,
        "rows": [overview(case) for case in page],
        "q": asked,
        "may_read": bool(roles_of(user) & set(READERS)),
        "may_open": bool(roles_of(user) & {*EDITORS, *DECIDERS}),
        "may_drill": bool(roles_of(user) & set(TRAINERS)),
    }
    return render(request, "cases/index.html", context)


@allowed(*EDITORS, *DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def new(request: HttpRequest) -> HttpResponse:
    """Open a case, with what a receipt already says."""
    user = user_of(request)
    form = CaseForm(request.POST or None, initial={"title": word("cases.new_title")})
    form.fields["organization"].queryset = organizations_of(user)  # type: ignore[attr-defined]
    if request.method == "POST" and form.is_valid():
        receipt = service.receipt_of(
            form.cleaned_data["receipt"], form.cleaned_data["organization"]
        )
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
    user = user_of(request)
    context = case_page(standing_of(found), timezone.now())
    context |= {
        "forms": _forms(found),
        "may_edit": has_role(user, found.organization, *EDITORS),
        "may_decide": has_role(user, found.organization, *DECIDERS),
    }
    return render(request, "cases/case.html", context)


def _forms(case: Case) -> dict[str, Form]:
    """All forms of the case page by name, each with ids of its own."""
    organization = case.organization
    made: dict[str, Form] = {
        name: kind(auto_id=f"{name}_%s") for name, kind in FORMS_OF_CASE.items()
    }
    made["organization"] = OrganizationForm(
        auto_id="organization_%s",
        initial={
            "pcs_total": organization.pcs_total,
            "own_domains": " ".join(map(str, organization.own_domains)),
        },
    )
    for form in made.values():
        of_case(form, case)
    return made


@allowed(*READERS)
@require_safe
def manager(request: HttpRequest, pk: int) -> HttpResponse:
    """One page for who decides: where it stands, what waits, the legal clock."""
    found = one_of(Case, request.user, pk=pk)
    context = case_page(standing_of(found), timezone.now())
    context["may_decide"] = has_role(user_of(request), found.organization, *DECIDERS)
    return render(request, "cases/manager.html", context)


@allowed(*EVERYBODY)
@require_safe
def mine(request: HttpRequest, pk: int) -> HttpResponse:
    """What the reader has to do."""
    found = one_of(Case, request.user, pk=pk)
    standing = standing_of(found)
    persons = service.persons_of(found, user_of(request))
    rows = [row for row in people_of(standing) if row.person in set(persons)]
    return render(request, "cases/mine.html", {"case": found, "rows": rows})


@allowed(*READERS)
@require_safe
def check(request: HttpRequest, pk: int, checked: int) -> HttpResponse:
    """All verdicts that a check has had, and by which knowledge."""
    found = one_of(Case, request.user, pk=pk)
    link = get_object_or_404(found.case_checks.select_related("checked", "pc"), checked__pk=checked)
    context = {"case": found, "link": link, "verdicts": link.checked.verdicts.all()}
    return render(request, "cases/check.html", context)
