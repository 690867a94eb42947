"""Hand something in and read the verdict: by an address that cannot be guessed, without an account.

What belongs to an organization is shown to its people only.
"""

from datetime import timedelta
from http import HTTPStatus
from typing import Any

from django.contrib import messages
from django.core.files.uploadedfile import UploadedFile
from django.db.models import QuerySet
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakekomi.check.labels import Labels
from kakekomi.check.outcome import Problem
from kakekomi.check.visible import excerpt
from kakekomi.desk import originals
from kakekomi.desk.checks.forms import DropForm
from kakekomi.desk.checks.models import Check, Verdict
from kakekomi.desk.checks.service import KEPT_DAYS, Origin, Outcome, check_all
from kakekomi.desk.checks.sheet import mail_sheet
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.models import Role
from kakekomi.desk.house.scope import allowed, organizations_of, public, roles_of
from kakekomi.desk.house.throttle import throttled
from kakekomi.desk.house.words import word
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.facts.errors import UnavailableError
from kakekomi.guide.document import VerdictDocument
from kakekomi.packs.model import Language, Pack

MAX_DROPS = 60
"""Files from one address in ten minutes: an office with forty PCs sits behind one."""

MAX_TOLD = 5
"""Files that could not be read, named above the others; the rest is counted."""

BUSY_S = 30
"""After that it is worth trying again."""

ZIP_PASSWORD = "infected"  # noqa: S105  by custom: it keeps scanners from eating evidence, no secret

LEAST_WEIGHT_DB = 0.0
"""Findings below speak against malice."""


@public
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("drop", at_most=MAX_DROPS)
def drop(request: HttpRequest) -> HttpResponse:
    """The form; a file that was handed in leads on to its verdict."""
    if request.method != "POST":
        return _form(request, DropForm())
    form = DropForm(request.POST, request.FILES)
    if not form.is_valid():
        return _form(request, form)
    try:
        outcome = _checked(form)
    except UnavailableError:
        return _busy(request, form)
    checks = outcome.checks
    if not checks:
        return _form(request, form, outcome.problems)
    _tell(request, outcome)
    if len(checks) > 1 or outcome.left_out:
        return redirect("checks:batch", batch=checks[0].batch)
    return redirect("checks:verdict", token=checks[0].token)


def _checked(form: DropForm) -> Outcome:
    name, data = _together(form.cleaned_data["file"])
    origin = Origin(
        passwords=form.cleaned_data["passwords"],
        own_domains=form.cleaned_data["own_domain"],
        is_kept=form.cleaned_data["is_kept"],
    )
    return check_all(data, name, origin)


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    """What of the file was not checked stands above what was."""
    for problem in outcome.problems[:MAX_TOLD]:
        said = word(f"checks.{problem.key}", reason=excerpt(problem.reason))
        messages.warning(request, f"{excerpt(problem.name)}: {said}")
    more = len(outcome.problems) - MAX_TOLD
    if more > 0:
        messages.warning(request, word("checks.drop.more_unread", count=more))
    if outcome.left_out:
        messages.warning(request, word("checks.drop.left_out"))


def _together(files: "list[UploadedFile[Any]]") -> tuple[str, bytes]:
    """Several files are taken as the packed folder that they could have been."""
    if len(files) == 1:
        return files[0].name or "", files[0].read()
    members = [ZipMember(name=file.name or "", content=file.read()) for file in files]
    return word("checks.drop.several"), make_zip(members)


def _form(request: HttpRequest, form: DropForm, problems: tuple[Problem, ...] = ()) -> HttpResponse:
    keys = [
        (excerpt(problem.name), f"checks.{problem.key}", excerpt(problem.reason))
        for problem in problems
    ]
    is_wrong = bool(problems or form.errors)
    return render(
        request,
        "checks/drop.html",
        {"form": form, "problems": keys, "kept_days": KEPT_DAYS},
        status=HTTPStatus.UNPROCESSABLE_ENTITY if is_wrong else HTTPStatus.OK,
    )


def _busy(request: HttpRequest, form: DropForm) -> HttpResponse:
    form.add_error(None, word("checks.drop.busy"))
    response = _form(request, form)
    response.status_code = HTTPStatus.SERVICE_UNAVAILABLE
    response["Retry-After"] = str(BUSY_S)
    return response


@public
@require_safe
def batch(request: HttpRequest, batch: str) -> HttpResponse:
    """All that came in one file."""
    checks = list(_visible_to(request, Check.objects.filter(batch=batch)).order_by("id"))
    if not checks:
        raise Http404
    verdicts = {
        row.checked_id: row.verdict
        for row in Verdict.objects.filter(checked__in=checks, is_current=True)
    }
    rows = [(check, verdicts[check.pk]) for check in checks]
    return render(request, "checks/batch.html", {"rows": rows, "name": checks[0].name})


@public
@require_safe
def verdict(request: HttpRequest, token: str) -> HttpResponse:
    """What was found, what was not checked, what to do now."""
    check = get_object_or_404(_visible_to(request, Check.objects.all()), token=token)
    current = check.current
    language = language_of(request)
    document = current.document_in(language)
    context = {
        "check": check,
        "document": document,
        "verdicts": check.verdicts.all(),
        "forgotten_at": _forgotten_at(check),
        **_parts(document),
        **_situation(document, current_pack(), language),
    }
    context["may_take"] = bool(check.original) and Role.LEAD in roles_of(request.user)
    context["zip_password"] = ZIP_PASSWORD
    if check.kind == "mail":
        context["sheet"] = mail_sheet(check.subject_facts, document)
    return render(request, "checks/verdict.html", context)


@public
@require_safe
def verdict_json(request: HttpRequest, token: str) -> HttpResponse:
    """The same for programs."""
    check = get_object_or_404(_visible_to(request, Check.objects.all()), token=token)
    text = check.current.json_in(language_of(request))
    return HttpResponse(text, content_type="application/json; charset=utf-8")


@allowed(Role.LEAD)
@require_POST
def original(request: HttpRequest, token: str) -> HttpResponse:
    """The file itself, in an encrypted ZIP, for a desk lead; who took it is recorded."""
    check = get_object_or_404(Check, token=token, original__isnull=False)
    content = originals.read(check.original or "")
    record(request.user, "original.take", check, organization=check.organization)
    packed = make_zip([ZipMember(name=check.name, content=content)], password=ZIP_PASSWORD)
    response = HttpResponse(packed, content_type="application/zip")
    response["Content-Disposition"] = f'attachment; filename="{check.content_sha256}.zip"'
    return response


def _visible_to(request: HttpRequest, checks: QuerySet[Check]) -> QuerySet[Check]:
    """Those of no organization, and of the reader's own."""
    strangers = checks.filter(organization__isnull=True)
    return strangers | checks.filter(organization__in=organizations_of(request.user))


def _forgotten_at(check: Check) -> object:
    if check.organization_id is not None:
        return None
    return check.created_at + timedelta(days=KEPT_DAYS)


def _parts(document: VerdictDocument) -> dict[str, object]:
    ordered = sorted(document.findings, key=lambda finding: -finding.weight_db)
    return {
        "found": [finding for finding in ordered if finding.weight_db >= LEAST_WEIGHT_DB],
        "against": [finding for finding in ordered if finding.weight_db < LEAST_WEIGHT_DB],
        "gaps": list(dict.fromkeys(gap.says for gap in document.gaps)),
        "sentence": f"checks.verdict.{document.kind}.{document.verdict}",
    }


def _situation(document: VerdictDocument, pack: Pack, language: Language) -> dict[str, object]:
    labels = labels_in(pack, language)
    return {
        "pattern": labels.pattern(document.pattern) if document.pattern else "",
        "stage": labels.stage(document.stage),
        "senders": [f"checks.{key}" for key in labels.sender_words(document)],
    }


def labels_in(pack: Pack, language: Language) -> Labels:
    """Titles of the pack's patterns and stages."""
    return Labels(
        patterns={query.id: query.title.of(language) for query in pack.patterns},
        stages={query.id: query.title.of(language) for query in pack.stages},
        sender_cases={
            rule.id: f"sender.{rule.sender_case}" for rule in pack.rules if rule.sender_case
        },
    )
