"""Pages on which people write: the leak report's items, and notices up to their approval."""

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakekomi.desk.cases import writing
from kakekomi.desk.cases.asking import again, back, user_of
from kakekomi.desk.cases.drafting import notice_page, report_texts, stated_of
from kakekomi.desk.cases.forms import ReportForm
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.notice_forms import StatementForm, TextForm
from kakekomi.desk.cases.page import found_rows, partner_rows
from kakekomi.desk.cases.roles import DECIDERS, EDITORS, READERS
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.house.scope import allowed, has_role, one_of
from kakekomi.desk.house.words import current
from kakekomi.notice.correspondence import Person
from kakekomi.notice.recipient_list import write_list
from kakekomi.packs.notices import NoticeKind


@allowed(*EDITORS, *DECIDERS)
@require_http_methods(["GET", "HEAD", "POST"])
def report_items(request: HttpRequest, pk: int) -> HttpResponse:
    """The nine items of the leak report, to be gone over."""
    case = one_of(Case, request.user, pk=pk)
    texts = report_texts(standing_of(case), found_rows(case))
    form = ReportForm(request.POST or None, initial=texts)
    if request.method == "POST" and form.is_valid():
        changed = {
            item.value: form.cleaned_data[item] for item in texts if item in form.changed_data
        }
        writing.write_report(case, changed, user_of(request))
        return back(case, "deadlines")
    return render(request, "cases/report_items.html", {"case": case, "form": form})


@allowed(*READERS)
@require_safe
def notice(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """A notice: what the facts say, what is missing, who approved it, who has not been told."""
    case = one_of(Case, request.user, pk=pk)
    page = notice_page(standing_of(case), NoticeKind(kind), current.get())
    user = user_of(request)
    context = {
        "case": case,
        "page": page,
        "kinds": [one.value for one in NoticeKind],
        "text_form": TextForm(initial={"notice_text": page.text}),
        "statement_form": StatementForm.of(stated_of(case)),
        "not_told": sum(told is None for _, told in partner_rows(case)),
        "may_edit": has_role(user, case.organization, *EDITORS),
        "may_decide": has_role(user, case.organization, *DECIDERS),
    }
    return render(request, "cases/notice.html", context)


@allowed(*EDITORS)
@require_POST
def state_facts(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """State what the case cannot prove; drafts that nobody has edited say it at once."""
    case = one_of(Case, request.user, pk=pk)
    form = StatementForm(request.POST)
    if not form.is_valid():
        return again(request, case, form)
    writing.state(case, form.stated(), user_of(request))
    return redirect("cases:notice", pk=case.pk, kind=kind)


@allowed(*EDITORS)
@require_POST
def write_notice(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Keep the text as somebody wrote it, or go back to what the facts say."""
    case = one_of(Case, request.user, pk=pk)
    user, language = user_of(request), current.get()
    if request.POST.get("undo"):
        writing.drop_notice(case, kind, language, user)
        return redirect("cases:notice", pk=case.pk, kind=kind)
    form = TextForm(request.POST)
    if not form.is_valid():
        return again(request, case, form)
    text = form.cleaned_data["notice_text"].replace("\r\n", "\n")
    writing.write_notice(case, kind, language, text, user)
    return redirect("cases:notice", pk=case.pk, kind=kind)


@allowed(*DECIDERS)
@require_POST
def approve_notice(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Approve the notice as it stands, if nothing speaks against it."""
    case = one_of(Case, request.user, pk=pk)
    user, language = user_of(request), current.get()
    with transaction.atomic():
        page = notice_page(standing_of(case), NoticeKind(kind), language)
        if not page.points and page.text == request.POST.get("seen", "").replace("\r\n", "\n"):
            writing.write_notice(case, kind, language, page.text, user)
            writing.approve_notice(case, kind, language, user)
    return redirect("cases:notice", pk=case.pk, kind=kind)


@allowed(*EDITORS, *DECIDERS)
@require_safe
def not_told(request: HttpRequest, pk: int) -> HttpResponse:
    """Partners with an address who have not been told, as a list to send by."""
    case = one_of(Case, request.user, pk=pk)
    people = [
        Person(address=partner.address, name=partner.name)
        for partner, told in partner_rows(case)
        if told is None and partner.address
    ]
    response = HttpResponse(write_list(people), content_type="text/csv; charset=utf-8")
    name = f"partners-{case.pk}-{timezone.localdate():%Y%m%d}.csv"
    response["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
