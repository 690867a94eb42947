"""Pages on which a notice is let go, watched, and its record kept."""

import csv
import io
from collections import Counter
from collections.abc import Callable
from typing import Final

from django.contrib import messages
from django.core.paginator import Paginator
from django.forms import Form
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kakekomi.desk.cases.asking import user_of
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.roles import DECIDERS, EDITORS, READERS
from kakekomi.desk.cases.service import log
from kakekomi.desk.house.scope import allowed, has_role, one_of
from kakekomi.desk.house.words import current, word
from kakekomi.desk.work import dispatching
from kakekomi.desk.work.approved import is_exercise, job_key, mail_server
from kakekomi.desk.work.bounce_reading import Returned
from kakekomi.desk.work.bounces import take_bounces
from kakekomi.desk.work.case_models import Dispatch
from kakekomi.desk.work.dispatching import Proposal, go_on, let_go, proposal, round_of, stop
from kakekomi.desk.work.models import Job, State
from kakekomi.desk.work.notice_forms import BouncesForm, LogForm, SettleForm, ToldForm
from kakekomi.desk.work.notice_record import DeskRecord
from kakekomi.facts.errors import ConfigurationError, NotPermittedError, ParseError
from kakekomi.facts.row import utc_text
from kakekomi.notice.address_form import MAX_ADDRESS_CHARS, canonical
from kakekomi.notice.recipient_list import guarded
from kakekomi.notice.record import Event, How
from kakekomi.notice.record import State as Told
from kakekomi.notice.settle import OPEN, Settle, found_in_log, in_doubt, settled
from kakekomi.packs.notices import NoticeKind

PER_PAGE: Final = 50
"""Lines of a list: two screens."""

SHOWN: Final = 20
"""Recipients in the preview; the page of the list has all."""

ORDER: Final = (
    Told.UNCERTAIN,
    Told.SENDING,
    Told.BOUNCED,
    Told.REFUSED,
    Told.DEFERRED,
    Told.NOT_SENT,
    Told.SENT,
    Told.TOLD,
)
"""What needs a person first."""


@allowed(*READERS)
@require_safe
def sending(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What would go out, what goes out, and what became of each."""
    return _page(request, one_of(Case, request.user, pk=pk), kind)


def _page(
    request: HttpRequest, case: Case, kind: str, wrong: dict[str, Form] | None = None
) -> HttpResponse:
    user = user_of(request)
    record = DeskRecord(case, kind, round_of(case, kind))
    events = sorted(record.latest().values(), key=lambda one: (ORDER.index(one.state), one.address))
    dispatch = case.dispatches.filter(kind=kind).first()
    job = Job.objects.filter(key=job_key(dispatch)).first() if dispatch else None
    server = mail_server()
    wanted = proposal(case, NoticeKind(kind), current.get())
    context = {
        "case": case,
        "kind": kind,
        "wanted": wanted,
        "shown": wanted.notice.recipients[:SHOWN],
        "dispatch": dispatch,
        "job": job,
        "is_at_work": job is not None and job.state in {State.WAITING, State.RUNNING},
        "counts": _counts(events),
        "page": Paginator(events, PER_PAGE).get_page(request.GET.get("page")),
        "open_states": [state.value for state in OPEN],
        "is_exercise": is_exercise(case),
        "server": server[0].address if server else "",
        "may_edit": has_role(user, case.organization, *EDITORS),
        "may_decide": has_role(user, case.organization, *DECIDERS),
        "told_form": ToldForm(auto_id="told_%s"),
        "bounces_form": BouncesForm(auto_id="bounces_%s"),
        "log_form": LogForm(auto_id="log_%s"),
        "has_doubts": any(event.state in OPEN for event in events),
        **(wrong or {}),
    }
    return render(request, "work/sending.html", context, status=422 if wrong else 200)


def _counts(events: list[Event]) -> list[tuple[str, int]]:
    counted = Counter(event.state for event in events)
    return [(state.value, counted[state]) for state in ORDER if counted[state]]


def _again(case: Case, kind: str) -> HttpResponse:
    return redirect("case_work:sending", pk=case.pk, kind=kind)


@allowed(*DECIDERS)
@require_POST
def approve(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Let exactly what was shown go out to exactly those who were shown."""
    case = one_of(Case, request.user, pk=pk)
    is_new = bool(request.POST.get("new_round"))
    wanted: Proposal = proposal(case, NoticeKind(kind), current.get(), is_new_round=is_new)
    if wanted.digest != request.POST.get("seen"):
        messages.error(request, word("work.notice.changed"))
        return _again(case, kind)
    try:
        let_go(wanted, case, user_of(request))
    except NotPermittedError:
        messages.error(request, word("work.notice.not_let_go"))
    return _again(case, kind)


def _of_dispatch(
    request: HttpRequest, pk: int, dispatch: int, change: Callable[[Dispatch], None]
) -> HttpResponse:
    case = one_of(Case, request.user, pk=pk)
    found = get_object_or_404(case.dispatches, pk=dispatch)
    try:
        change(found)
    except NotPermittedError:
        messages.error(request, word("work.notice.not_let_go"))
    return _again(case, found.kind)


@allowed(*EDITORS, *DECIDERS)
@require_POST
def halt(request: HttpRequest, pk: int, dispatch: int) -> HttpResponse:
    """Send no more of it."""
    return _of_dispatch(request, pk, dispatch, lambda one: stop(one, user_of(request)))


@allowed(*DECIDERS)
@require_POST
def resume(request: HttpRequest, pk: int, dispatch: int) -> HttpResponse:
    """Send the rest."""
    return _of_dispatch(request, pk, dispatch, lambda one: go_on(one, user_of(request)))


@allowed(*EDITORS, *DECIDERS)
@require_POST
def settle(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Somebody found out whether a mail in doubt has arrived."""
    case = one_of(Case, request.user, pk=pk)
    form = SettleForm(request.POST)
    if form.is_valid():
        is_sent = form.cleaned_data["is_sent"] == Settle.SENT
        address = form.cleaned_data["address"]
        try:
            dispatching.settle(case, kind, address, is_sent=is_sent, actor=user_of(request))
        except NotPermittedError:
            messages.error(request, word("work.notice.on_its_way"))
        except ConfigurationError:
            pass  # somebody else has settled it
    return _again(case, kind)


@allowed(*EDITORS, *DECIDERS)
@require_POST
def settle_by_log(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """What the server's log names was sent; what it does not name stays in doubt."""
    case = one_of(Case, request.user, pk=pk)
    form = LogForm(request.POST, request.FILES, auto_id="log_%s")
    if not form.is_valid():
        return _page(request, case, kind, {"log_form": form})
    record, user = DeskRecord(case, kind, round_of(case, kind)), user_of(request)
    lines = io.TextIOWrapper(form.cleaned_data["server_log"].file, "utf-8", errors="replace")
    found = list(found_in_log(lines, in_doubt(record)))
    for event in found:
        record.add(
            settled(event, is_sent=True, by=str(user), at=timezone.now(), detail="server's log")
        )
    log(user, "notice.settled", case, after={"kind": kind, "count": len(found)})
    messages.success(request, word("work.notice.came_back", count=len(found)))
    return _again(case, kind)


@allowed(*EDITORS, *DECIDERS)
@require_POST
def told(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Somebody was told by telephone, on paper, in person."""
    case = one_of(Case, request.user, pk=pk)
    form = ToldForm(request.POST, auto_id="told_%s")
    if not form.is_valid():
        return _page(request, case, kind, {"told_form": form})
    whom, user = form.cleaned_data["whom"].strip(), user_of(request)
    name = (canonical(whom) if "@" in whom else whom)[:MAX_ADDRESS_CHARS]
    how = How(form.cleaned_data["how"])
    event = Event(at=timezone.now(), address=name, state=Told.TOLD, how=how, by=str(user))
    DeskRecord(case, kind, round_of(case, kind)).add(event)
    log(user, "notice.told", case, after={"whom": name, "how": how.value, "kind": kind})
    return _again(case, kind)


@allowed(*EDITORS, *DECIDERS)
@require_POST
def bounces(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Take in mails that came back."""
    case = one_of(Case, request.user, pk=pk)
    form = BouncesForm(request.POST, request.FILES, auto_id="bounces_%s")
    if not form.is_valid():
        return _page(request, case, kind, {"bounces_form": form})
    files = [Returned(one.name or "", one.read()) for one in form.cleaned_data["bounces"]]
    try:
        changed = take_bounces(DeskRecord(case, kind, round_of(case, kind)), files)
    except ParseError:
        form.add_error("bounces", word("work.notice.not_read"))
        return _page(request, case, kind, {"bounces_form": form})
    log(user_of(request), "notice.bounces", case, after={"kind": kind, "changed": changed})
    messages.success(request, word("work.notice.came_back", count=changed))
    return _again(case, kind)


@allowed(*READERS)
@require_safe
def record_csv(request: HttpRequest, pk: int, kind: str) -> HttpResponse:
    """Who was told, when and how: every event, for a spreadsheet."""
    case = one_of(Case, request.user, pk=pk)
    response = HttpResponse("\ufeff", content_type="text/csv; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="told-{case.pk}-{kind}.csv"'
    writer = csv.writer(response, lineterminator="\r\n")
    writer.writerow(("at", "address", "state", "how", "by", "detail", "message_id", "round"))
    for row in case.notice_events.filter(kind=kind).iterator():
        cells = (utc_text(row.at), row.address, row.state, row.how, row.by, row.detail)
        writer.writerow([guarded(cell) for cell in (*cells, row.message_id, str(row.round))])
    return response
