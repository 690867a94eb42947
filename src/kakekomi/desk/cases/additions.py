"""Adding to a case by hand, from lists and from results; every addition is in the audit log."""

from django.db import transaction
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.urls import reverse
from django.utils import timezone
from django.views.decorators.http import require_POST

from kakekomi.desk.cases import service
from kakekomi.desk.cases.asking import again, back, of_case, user_of
from kakekomi.desk.cases.forms import (
    MAX_CSV_BYTES,
    AccountForm,
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
from kakekomi.desk.cases.lists import partners_of, pcs_of
from kakekomi.desk.cases.models import Case, Partner, Pc, TimelineEntry
from kakekomi.desk.cases.responses import UnnamedPcError, take_journal
from kakekomi.desk.cases.roles import DECIDERS, EDITORS
from kakekomi.desk.checks.models import Source
from kakekomi.desk.checks.service import MAX_UPLOAD_BYTES, Origin, check_all
from kakekomi.desk.house.scope import allowed, one_of
from kakekomi.desk.house.words import word
from kakekomi.facts.errors import ParseError
from kakekomi.respond.history import MAX_HISTORY_BYTES, is_journal


@allowed(*EDITORS)
@require_POST
def add_pc(request: HttpRequest, pk: int) -> HttpResponse:
    """Add one PC by hand."""
    case = one_of(Case, request.user, pk=pk)
    form = PcForm(request.POST)
    if not form.is_valid():
        return again(request, case, form)
    pc, user = form.pc(), user_of(request)
    name = form.cleaned_data["user_name"].strip()
    with transaction.atomic():
        pc.person = service.person_of(case, name, user) if name else None
        service.add_pc(case, pc, user)
    return back(case, "ledger")


@allowed(*EDITORS)
@require_POST
def add_pcs(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the PCs of a list, and who uses them."""
    case = one_of(Case, request.user, pk=pk)
    form = FileForm(request.POST, request.FILES)
    data = _file(form, MAX_CSV_BYTES)
    if data is None:
        return again(request, case, form)
    user = user_of(request)
    try:
        with transaction.atomic():
            for one in pcs_of(data):
                person = service.person_of(case, one.user_name, user) if one.user_name else None
                service.add_pc(case, Pc(hostname=one.hostname, person=person), user)
    except ParseError:
        form.add_error("file", word("cases.no_list"))
        return again(request, case, form)
    return back(case, "ledger")


def _file(form: Form, most_bytes: int) -> bytes | None:
    """What was handed in; None if nothing was, or too much: the form says so."""
    if not form.is_valid():
        return None
    file = form.cleaned_data["file"]
    if file.size > most_bytes:
        form.add_error("file", word("cases.too_large", mib=most_bytes // 2**20))
        return None
    data: bytes = file.read()
    return data


@allowed(*EDITORS)
@require_POST
def add_check(request: HttpRequest, pk: int) -> HttpResponse:
    """Check a file and take what is in it into the case."""
    case = one_of(Case, request.user, pk=pk)
    form = FileForm(request.POST, request.FILES)
    data = _file(form, MAX_UPLOAD_BYTES)
    if data is None:
        return again(request, case, form)
    if is_journal(data):
        return _journal(request, case, form, data)
    origin = Origin(organization=case.organization, source=Source.CASE, is_kept=True)
    outcome = check_all(data, form.cleaned_data["file"].name or "", origin)
    if not outcome.checks:
        form.add_error("file", word("cases.nothing_in_file"))
        return again(request, case, form)
    service.attach(case, outcome.checks, user_of(request))
    return back(case, "ledger")


@allowed(*EDITORS)
@require_POST
def add_journal(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what ``respond`` did to a PC into the case, as proof."""
    case = one_of(Case, request.user, pk=pk)
    form = JournalForm(request.POST, request.FILES)
    of_case(form, case)
    data = _file(form, MAX_HISTORY_BYTES)
    if data is None:
        return again(request, case, form)
    return _journal(request, case, form, data)


def _journal(request: HttpRequest, case: Case, form: Form, data: bytes) -> HttpResponse:
    try:
        take_journal(case, data, user_of(request), pc=form.cleaned_data.get("pc"))
    except UnnamedPcError:
        wanted = JournalForm()
        of_case(wanted, case)
        action = reverse("cases:add_journal", kwargs={"pk": case.pk})
        return again(request, case, wanted, word("cases.journal.which"), action=action)
    except ParseError:
        form.add_error("file", word("cases.journal.unread"))
        return again(request, case, form)
    return back(case, "ledger")


@allowed(*EDITORS)
@require_POST
def link_login(request: HttpRequest, pk: int) -> HttpResponse:
    """Say by which login somebody of the case signs in, so that they find their tasks."""
    case = one_of(Case, request.user, pk=pk)
    form = LoginForm(request.POST)
    of_case(form, case)
    if not form.is_valid():
        return again(request, case, form)
    data = form.cleaned_data
    service.link_login(case, data["person"], data["login"], user_of(request))
    return back(case, "tasks")


@allowed(*EDITORS)
@require_POST
def add_person(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody of the organization."""
    case = one_of(Case, request.user, pk=pk)
    form = PersonForm(request.POST)
    if not form.is_valid():
        return again(request, case, form)
    service.add(case, form.person(), "person.added", user_of(request))
    return back(case, "tasks")


@allowed(*EDITORS)
@require_POST
def add_account(request: HttpRequest, pk: int) -> HttpResponse:
    """Add an account that was used on a PC."""
    case = one_of(Case, request.user, pk=pk)
    form = AccountForm(request.POST)
    of_case(form, case)
    if not form.is_valid():
        return again(request, case, form)
    service.add(case, form.account(), "account.added", user_of(request))
    return back(case, "accounts")


@allowed(*EDITORS)
@require_POST
def add_partner(request: HttpRequest, pk: int) -> HttpResponse:
    """Add somebody outside who may get spoofed mail."""
    case = one_of(Case, request.user, pk=pk)
    form = PartnerForm(request.POST)
    if not form.is_valid():
        return again(request, case, form)
    service.add(case, form.partner(), "partner.added", user_of(request))
    return back(case, "partners")


@allowed(*EDITORS)
@require_POST
def add_partners(request: HttpRequest, pk: int) -> HttpResponse:
    """Add the partners of a list; whom the case knows by the address stays as it is."""
    case = one_of(Case, request.user, pk=pk)
    form = FileForm(request.POST, request.FILES)
    data = _file(form, MAX_CSV_BYTES)
    if data is None:
        return again(request, case, form)
    known = set(case.partners.values_list("address", flat=True))
    try:
        with transaction.atomic():
            for one in partners_of(data):
                if one.address not in known:
                    known.add(one.address)
                    partner = Partner(address=one.address, name=one.name)
                    service.add(case, partner, "partner.added", user_of(request))
    except ParseError:
        form.add_error("file", word("cases.no_list"))
        return again(request, case, form)
    return back(case, "partners")


@allowed(*EDITORS, *DECIDERS)
@require_POST
def add_notice(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down that somebody was told."""
    case = one_of(Case, request.user, pk=pk)
    form = NoticeForm(request.POST)
    of_case(form, case)
    if not form.is_valid():
        return again(request, case, form)
    notice = form.notice()
    notice.at = timezone.now()
    service.add(case, notice, "notice.recorded", user_of(request))
    return back(case, "partners")


@allowed(*EDITORS, *DECIDERS)
@require_POST
def add_event(request: HttpRequest, pk: int) -> HttpResponse:
    """Write down what happened, when it did."""
    case = one_of(Case, request.user, pk=pk)
    form = EventForm(request.POST)
    if not form.is_valid():
        return again(request, case, form)
    data, user = form.cleaned_data, user_of(request)
    entry = TimelineEntry(at=data["happened_at"], text=data["happened"], said_by=str(user))
    service.add(case, entry, "timeline.added", user)
    return back(case, "timeline")


@allowed(*EDITORS)
@require_POST
def add_evidence(request: HttpRequest, pk: int) -> HttpResponse:
    """List something that is kept elsewhere."""
    case = one_of(Case, request.user, pk=pk)
    form = EvidenceForm(request.POST)
    of_case(form, case)
    if not form.is_valid():
        return again(request, case, form)
    item = form.item()
    item.taken_at = timezone.now()
    service.add(case, item, "evidence.added", user_of(request))
    return back(case, "evidence")


@allowed(*EDITORS)
@require_POST
def add_receipt(request: HttpRequest, pk: int) -> HttpResponse:
    """Take what somebody answered on the portal into the case."""
    case = one_of(Case, request.user, pk=pk)
    form = ReceiptForm(request.POST)
    of_case(form, case)
    if not form.is_valid():
        return again(request, case, form)
    receipt = service.receipt_of(form.cleaned_data["receipt"], case.organization)
    if receipt is None:
        form.add_error("receipt", word("cases.no_receipt"))
        return again(request, case, form)
    service.take_answers(case, receipt, user_of(request), about=form.cleaned_data["person"])
    return back(case, "tasks")


@allowed(*EDITORS)
@require_POST
def set_organization(request: HttpRequest, pk: int) -> HttpResponse:
    """How many PCs there are, and which domains are our own."""
    case = one_of(Case, request.user, pk=pk)
    form = OrganizationForm(request.POST)
    if not form.is_valid():
        return again(request, case, form)
    total = form.cleaned_data["pcs_total"]
    service.set_organization(case, total, form.domains(), user_of(request))
    return back(case, "ledger")
