"""The receipt: where somebody stands, to come back to by its number."""

from typing import Any, Final

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.views.decorators.csrf import csrf_exempt
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from kakekomi.desk.checks.service import strangers_check
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.scope import public
from kakekomi.desk.house.throttle import against_guessing, throttled
from kakekomi.desk.house.words import word
from kakekomi.desk.portal import shelf
from kakekomi.desk.portal.forms import NumberForm
from kakekomi.desk.portal.models import Receipt
from kakekomi.desk.portal.standing import given_of
from kakekomi.desk.portal.views.triage import known, situation, started

MAX_GUESSES: Final = 20
"""Numbers that there are not, from one address in ten minutes: nobody errs so often."""


@public
@require_POST
@throttled("new_receipt", at_most=20)
def new(request: HttpRequest) -> HttpResponse:
    """Give a number for these answers, or for a result."""
    given = known(given_of(request.POST.getlist("a")))
    receipt = Receipt.objects.create(
        answers=[[one.question, one.choice] for one in given],
        started_at=started(request.POST.get("t", "")),
    )
    check = strangers_check(request.POST.get("check", ""))
    if check is not None:
        receipt.checks.add(check)
    return redirect("portal:receipt", number=receipt.number)


@public
@csrf_exempt
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("find_receipt", at_most=20)
def find(request: HttpRequest) -> HttpResponse:
    """Come back by a number.

    Without a token: it changes nothing, and the first page, which asks for the number, is the same
    for everybody.
    """
    form = NumberForm(request.POST if request.method == "POST" else None)
    if form.is_bound and form.is_valid():
        number = form.cleaned_data["number"]
        if Receipt.objects.filter(number=number).exists():
            return redirect("portal:receipt", number=number)
        form.add_error("number", word("portal.receipt.unknown"))
    status = 422 if form.errors else 200
    return render(request, "portal/find_receipt.html", {"form": form}, status=status)


@public
@require_safe
@against_guessing("receipt", at_most=MAX_GUESSES)
def receipt(request: HttpRequest, number: str) -> HttpResponse:
    """What to do, what is done, what was asked and answered."""
    found = get_object_or_404(Receipt, number=number)
    return render(request, "portal/receipt.html", _context(request, found))


def _context(request: HttpRequest, found: Receipt) -> dict[str, Any]:
    contacts = shelf.contacts()
    context = situation(found.given, language_of(request))
    return {
        **context,
        "receipt": found,
        "checks": found.checks.all(),
        "enquiries": found.enquiries.all(),
        "ladder": contacts.contact[:3],
        "ready": contacts.ready,
    }


@public
@require_POST
@against_guessing("receipt", at_most=MAX_GUESSES)
def done(request: HttpRequest, number: str) -> HttpResponse:
    """Tick a step off, or take the tick away."""
    found = get_object_or_404(Receipt, number=number)
    step = request.POST.get("step", "")
    if step in {one.id for one in current_pack().steps}:
        is_done = step in found.done
        found.done = sorted(set(found.done) ^ {step})
        found.save(update_fields=["done"])
        key = "portal.receipt.undone" if is_done else "portal.receipt.ticked"
        messages.success(request, word(key))
    return redirect("portal:receipt", number=number)
