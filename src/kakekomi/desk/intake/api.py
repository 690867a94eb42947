"""The interface for PCs and programs. Every answer is JSON; every refusal is a problem document."""

from http import HTTPStatus
from typing import Final
from urllib.parse import unquote

import msgspec
from django.db import transaction
from django.db.models import F
from django.http import HttpRequest, HttpResponse, HttpResponseBase, JsonResponse
from django.views.decorators.csrf import csrf_exempt

from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.papers import case_document
from kakekomi.desk.checks.forms import MAX_PASSWORD_CHARS, MAX_PASSWORDS
from kakekomi.desk.checks.models import Check, Source
from kakekomi.desk.checks.service import MAX_UPLOAD_BYTES, Origin, check_all
from kakekomi.desk.house.audit import record
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.scope import public
from kakekomi.desk.house.throttle import throttled
from kakekomi.desk.intake import openapi
from kakekomi.desk.intake.access import by_token
from kakekomi.desk.intake.models import (
    MAX_RESULT_BYTES,
    Enrolment,
    PcToken,
    ProgramToken,
    Result,
    State,
    digest_of,
    new_secret,
)
from kakekomi.desk.intake.problems import problem
from kakekomi.desk.intake.taking import NUL, accept, take_in
from kakekomi.facts.errors import KakekomiError

PASSWORDS_HEADER: Final = "X-Archive-Passwords"
"""Percent-encoded UTF-8, with commas between them."""

MAX_ENROL_BYTES: Final = 4096
"""A token and a name."""

ENROLMENTS_AT_MOST: Final = 300
"""From one address in ten minutes: all PCs of an office may stand behind one."""


class EnrolRequest(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """What a PC sends to get a token."""

    token: str
    hostname: str


@csrf_exempt  # no cookie is read
@public
@throttled("enrol", at_most=ENROLMENTS_AT_MOST)
def enrol(request: HttpRequest) -> HttpResponseBase:
    """Give a PC a token of its own."""
    if request.method != "POST":
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, "method")
    data = request.read(MAX_ENROL_BYTES + 1)
    try:
        wanted = msgspec.json.decode(data, type=EnrolRequest)
    except (msgspec.MsgspecError, UnicodeDecodeError, RecursionError):
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "shape")
    hostname = wanted.hostname.replace(NUL, "").strip()[:100]
    enrolment = Enrolment.valid(wanted.token)
    if enrolment is None or not hostname:
        return problem(HTTPStatus.UNAUTHORIZED, "token")
    secret = new_secret("pc")
    with transaction.atomic():
        Enrolment.objects.filter(pk=enrolment.pk).update(uses=F("uses") + 1)
        PcToken.objects.create(
            organization=enrolment.organization,
            enrolment=enrolment,
            hostname=hostname,
            digest=digest_of(secret),
        )
        record(
            "intake",
            "pc.enrolled",
            enrolment,
            after={"hostname": hostname},
            organization=enrolment.organization,
        )
    return JsonResponse({"pc_token": secret}, status=HTTPStatus.CREATED)


@by_token(PcToken, "POST")
def results(request: HttpRequest, token: PcToken) -> HttpResponseBase:
    """Take the result of a PC: 201 if it is new, 200 if it was here before."""
    data = request.read(MAX_RESULT_BYTES + 1)
    if len(data) > MAX_RESULT_BYTES:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "size")
    if not data:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "shape")
    name = request.GET.get("name", "") or f"{token.hostname}.snapshot"
    result, is_new = accept(token.organization, data, name, Source.PC, token.hostname)
    if is_new:
        _wake_once()
    status = HTTPStatus.CREATED if is_new else HTTPStatus.OK
    return JsonResponse(_shown(request, result), status=status)


def _wake_once() -> None:
    """One task takes in all that waits; more of them would only look and go."""
    if Result.objects.filter(state=State.WAITING).count() == 1:
        take_in.enqueue()


@by_token(PcToken, "GET")
def result(request: HttpRequest, token: PcToken, pk: int) -> HttpResponseBase:
    """What became of a result."""
    found = Result.objects.filter(organization=token.organization, pk=pk).first()
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, "unknown")
    return JsonResponse(_shown(request, found))


def _shown(request: HttpRequest, result: Result) -> dict[str, object]:
    verdict = None
    if result.checked is not None:
        text = result.checked.current.json_in(language_of(request))
        verdict = msgspec.json.decode(text)
    return {
        "id": result.pk,
        "content_sha256": result.content_sha256,
        "state": result.state,
        "verdict": verdict,
        "trouble": result.trouble or None,
    }


@by_token(ProgramToken, "POST")
def checks(request: HttpRequest, token: ProgramToken) -> HttpResponseBase:
    """Check a mail, report or snapshot now; an array of verdicts."""
    data = request.read(MAX_UPLOAD_BYTES + 1)
    if len(data) > MAX_UPLOAD_BYTES:
        return problem(HTTPStatus.REQUEST_ENTITY_TOO_LARGE, "size")
    origin = Origin(
        organization=token.organization,
        source=Source.PROGRAM,
        passwords=_passwords(request),
    )
    try:
        outcome = check_all(data, request.GET.get("name", "upload"), origin)
    except KakekomiError:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "nothing")
    if not outcome.checks:
        return problem(HTTPStatus.UNPROCESSABLE_ENTITY, "nothing")
    return _verdicts(request, outcome.checks)


def _passwords(request: HttpRequest) -> tuple[str, ...]:
    """From a header: addresses end up in logs."""
    given = request.headers.get(PASSWORDS_HEADER, "").split(",")
    return tuple(unquote(one.strip())[:MAX_PASSWORD_CHARS] for one in given if one.strip())[
        :MAX_PASSWORDS
    ]


def _verdicts(request: HttpRequest, found: tuple[Check, ...]) -> HttpResponse:
    documents = [check.current.json_in(language_of(request)) for check in found]
    return HttpResponse(f"[{','.join(documents)}]", content_type="application/json; charset=utf-8")


@by_token(ProgramToken, "GET")
def cases(_request: HttpRequest, token: ProgramToken) -> HttpResponseBase:
    """The organization's cases, the newest first."""
    rows = [
        {"case": case.pk, "title": case.title, "is_closed": case.closed_at is not None}
        for case in token.organization.cases.all()[:100]
    ]
    return JsonResponse({"cases": rows})


@by_token(ProgramToken, "GET")
def case(_request: HttpRequest, token: ProgramToken, pk: int) -> HttpResponseBase:
    """Where a case stands."""
    found = Case.objects.filter(organization=token.organization, pk=pk).first()
    if found is None:
        return problem(HTTPStatus.NOT_FOUND, "unknown")
    return JsonResponse(case_document(found))


@public
def document(request: HttpRequest) -> HttpResponseBase:
    """The interface as an OpenAPI document."""
    if request.method not in {"GET", "HEAD"}:
        return problem(HTTPStatus.METHOD_NOT_ALLOWED, "method")
    return JsonResponse(openapi.document(), json_dumps_params={"ensure_ascii": False})
