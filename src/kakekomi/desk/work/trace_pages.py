"""The page on which the mails of a case are gathered and compared: who leaked."""

from typing import Final

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.views.decorators.http import require_POST, require_safe

from kakekomi.check.visible import visible
from kakekomi.desk.cases.asking import user_of
from kakekomi.desk.cases.mail_files import add_file, drop_file, mails_of_checks, take_file
from kakekomi.desk.cases.models import Case, FileRole, MailFile
from kakekomi.desk.cases.roles import EDITORS, READERS
from kakekomi.desk.cases.service import log
from kakekomi.desk.house.models import User
from kakekomi.desk.house.scope import allowed, has_role, one_of
from kakekomi.desk.house.words import word
from kakekomi.desk.work.case_files import kept
from kakekomi.desk.work.case_models import CaseRun
from kakekomi.desk.work.ledger import ask_for
from kakekomi.desk.work.models import Kind, State
from kakekomi.desk.work.tasks import wake
from kakekomi.desk.work.trace_forms import ChosenForm, FilesForm

AT_WORK: Final = (State.WAITING, State.RUNNING)

UNPROCESSABLE: Final = 422


@allowed(*READERS)
@require_safe
def trace(request: HttpRequest, pk: int) -> HttpResponse:
    """What is compared, and how far the comparing is."""
    return _page(request, one_of(Case, request.user, pk=pk))


def _page(
    request: HttpRequest,
    case: Case,
    *,
    files_form: FilesForm | None = None,
    chosen_form: ChosenForm | None = None,
) -> HttpResponse:
    files = list(case.mail_files.all())
    has = {role: any(file.role == role for file in files) for role in FileRole}
    newest = newest_run(case, Kind.TRACE)
    is_wrong = files_form is not None or chosen_form is not None
    context = {
        "case": case,
        "files": files,
        "can_start": all(has.values()) and not is_at_work(newest),
        "run": newest,
        "is_at_work": is_at_work(newest),
        "may_edit": has_role(user_of(request), case.organization, *EDITORS),
        "files_form": files_form or FilesForm(auto_id="files_%s"),
        "chosen_form": chosen_form or _chosen_form(case),
    }
    return render(request, "work/trace.html", context, status=UNPROCESSABLE if is_wrong else 200)


def newest_run(case: Case, kind: Kind) -> CaseRun | None:
    """The job of that kind that was asked for last."""
    return case.runs.filter(job__kind=kind).select_related("job", "result").first()


def is_at_work(run: CaseRun | None) -> bool:
    """Whether it is not at its end."""
    return run is not None and run.job.state in AT_WORK


def _chosen_form(case: Case, *arguments: object) -> ChosenForm:
    choices = [
        (
            str(found.check.pk),
            word("work.trace.of_check", name=visible(found.check.name), mails=found.mails),
        )
        for found in mails_of_checks(case)
    ]
    return ChosenForm(choices, *arguments, auto_id="chosen_%s")


@allowed(*EDITORS)
@require_POST
def add_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Keep mails and mailboxes that are handed in."""
    case = one_of(Case, request.user, pk=pk)
    form = FilesForm(request.POST, request.FILES, auto_id="files_%s")
    if not form.is_valid():
        return _page(request, case, files_form=form)
    user = user_of(request)
    added = [
        add_file(case, form.role, file.name or "", file.read(), user)
        for file in form.cleaned_data["file"]
    ]
    _tell(request, added)
    return redirect("case_work:trace", pk=case.pk)


@allowed(*EDITORS)
@require_POST
def take_files(request: HttpRequest, pk: int) -> HttpResponse:
    """Use mails that the case has checked already."""
    case = one_of(Case, request.user, pk=pk)
    form = _chosen_form(case, request.POST)
    if not form.is_valid():
        return _page(request, case, chosen_form=form)
    user, chosen = user_of(request), set(form.cleaned_data["checks"])
    checks = [found.check for found in mails_of_checks(case) if str(found.check.pk) in chosen]
    _tell(request, [take_file(case, form.role, check, user) for check in checks])
    return redirect("case_work:trace", pk=case.pk)


def _tell(request: HttpRequest, added: "list[MailFile | None]") -> None:
    new = sum(one is not None for one in added)
    messages.success(request, word("work.trace.added", new=new, known=len(added) - new))


@allowed(*EDITORS)
@require_POST
def drop(request: HttpRequest, pk: int, file: int) -> HttpResponse:
    """Forget a file."""
    case = one_of(Case, request.user, pk=pk)
    drop_file(get_object_or_404(case.mail_files, pk=file), user_of(request))
    return redirect("case_work:trace", pk=case.pk)


@allowed(*EDITORS)
@require_POST
def start(request: HttpRequest, pk: int) -> HttpResponse:
    """Compare what is there; one such job of a case at a time."""
    case = one_of(Case, request.user, pk=pk)
    roles = set(case.mail_files.values_list("role", flat=True))
    if roles == set(FileRole) and not is_at_work(newest_run(case, Kind.TRACE)):
        ask(case, Kind.TRACE, user_of(request), _options(case))
    return redirect("case_work:trace", pk=case.pk)


def _options(case: Case) -> dict[str, object]:
    return {"own_domains": list(map(str, case.organization.own_domains))}


def ask(
    case: Case,
    kind: Kind,
    actor: User,
    options: dict[str, object],
    *,
    roles: tuple[FileRole, ...] = tuple(FileRole),
) -> CaseRun:
    """Ask for a job that reads the files of those roles as they are now."""
    now = timezone.now()
    with transaction.atomic():
        job, _ = ask_for(kind, f"{kind}:{case.pk}:{now:%Y%m%dT%H%M%S%f}")
        run = CaseRun.objects.create(
            job=job,
            case=case,
            files=[kept(file) for file in case.mail_files.filter(role__in=roles)],
            options=options,
            asked_by=str(actor),
        )
        log(actor, f"{kind}.asked", case, after={"files": len(run.files), **options})
        wake(job)
    return run
