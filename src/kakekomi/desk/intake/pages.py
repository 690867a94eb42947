"""Tokens of an organization: made, shown once, revoked."""

from datetime import timedelta
from typing import Final

from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_POST, require_safe

from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.house.scope import allowed, one_of, scoped
from kakekomi.desk.intake.access import MAKERS
from kakekomi.desk.intake.forms import ProgramForm
from kakekomi.desk.intake.models import (
    Enrolment,
    PcToken,
    ProgramToken,
    Result,
    digest_of,
    new_secret,
)

ENROLMENT_DAYS: Final = 14
"""An incident's first weeks; a new one is made in a minute."""


@allowed(*MAKERS)
@require_safe
def index(request: HttpRequest) -> HttpResponse:
    """The organizations whose tokens the reader looks after."""
    found = scoped(Organization.objects.order_by("name"), request.user)
    if found.count() == 1:
        return redirect("intake:tokens", pk=found.get().pk)
    return render(request, "intake/index.html", {"organizations": found})


@allowed(*MAKERS)
@require_safe
@never_cache
def tokens(request: HttpRequest, pk: int) -> HttpResponse:
    """All tokens of the organization, and what came in last."""
    organization = one_of(Organization, request.user, pk=pk)
    return render(request, "intake/tokens.html", _context(organization))


def _context(organization: Organization) -> dict[str, object]:
    return {
        "organization": organization,
        "enrolments": Enrolment.objects.filter(organization=organization).order_by("-pk"),
        "pcs": PcToken.objects.filter(organization=organization).order_by("hostname", "-pk"),
        "programs": ProgramToken.objects.filter(organization=organization).order_by("name"),
        "results": Result.objects.filter(organization=organization).order_by("-pk")[:50],
        "form": ProgramForm(),
        "now": timezone.now(),
    }


@allowed(*MAKERS)
@require_POST
@never_cache
def enrolment(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a token by which PCs enrol; it is shown this once."""
    organization = one_of(Organization, request.user, pk=pk)
    secret = new_secret("enrol")
    with transaction.atomic():
        made = Enrolment.objects.create(
            organization=organization,
            digest=digest_of(secret),
            made_by=str(request.user),
            expires_at=timezone.now() + timedelta(days=ENROLMENT_DAYS),
        )
        record(request.user, "enrolment.made", made, organization=organization)
    address = request.build_absolute_uri("/")
    context = {**_context(organization), "secret": secret, "address": address, "is_enrolment": True}
    return render(request, "intake/tokens.html", context)


@allowed(*MAKERS)
@require_POST
@never_cache
def program(request: HttpRequest, pk: int) -> HttpResponse:
    """Make a token for a program; it is shown this once."""
    organization = one_of(Organization, request.user, pk=pk)
    form = ProgramForm(request.POST)
    if not form.is_valid():
        context = {**_context(organization), "form": form}
        return render(request, "intake/tokens.html", context, status=422)
    assert isinstance(request.user, User)  # noqa: S101  marked by allowed()
    secret = new_secret("program")
    with transaction.atomic():
        made = ProgramToken.objects.create(
            organization=organization,
            user=request.user,
            name=form.cleaned_data["name"],
            digest=digest_of(secret),
        )
        record(
            request.user,
            "program.added",
            made,
            after={"name": made.name},
            organization=organization,
        )
    return render(request, "intake/tokens.html", {**_context(organization), "secret": secret})


@allowed(*MAKERS)
@require_POST
def revoke(request: HttpRequest, pk: int) -> HttpResponse:
    """End a token at once."""
    organization = one_of(Organization, request.user, pk=pk)
    tables = {"enrolment": Enrolment, "pc": PcToken, "program": ProgramToken}
    table, key = tables.get(request.POST.get("table", "")), request.POST.get("key", "")
    if table is not None and key.isdecimal():
        with transaction.atomic():
            found = table._default_manager.filter(organization=organization, pk=int(key))
            if found.filter(revoked_at=None).update(revoked_at=timezone.now()):
                record(
                    request.user,
                    "token.revoked",
                    f"{table.__name__}:{key}",
                    organization=organization,
                )
    return redirect("intake:tokens", pk=pk)
