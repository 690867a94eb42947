"""Before you ask, and the question to the desk."""

from typing import Any

from django.contrib import messages
from django.db import transaction
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.views.decorators.http import require_http_methods, require_safe

from kakekomi.desk.checks.models import Check
from kakekomi.desk.checks.service import strangers_check
from kakekomi.desk.house.asked import words_asked
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.scope import public
from kakekomi.desk.house.throttle import throttled
from kakekomi.desk.house.words import word
from kakekomi.desk.portal import shelf
from kakekomi.desk.portal.forms import EnquiryForm
from kakekomi.desk.portal.models import Enquiry, Receipt, Severity
from kakekomi.desk.portal.views.answers import answers_to
from kakekomi.guide.alike import MAX_QUERY_CHARS

NEAREST = 3
"""Answers that are offered before the form."""


@public
@require_safe
def before(request: HttpRequest) -> HttpResponse:
    """Answers that may help after all, and who knows more, nearest first."""
    language = language_of(request)
    question = words_asked(request, MAX_QUERY_CHARS)
    unhelpful = request.GET.get("faq", "")
    nearest = [one for one in answers_to(question, language) if one.id != unhelpful]
    desks = shelf.contacts()
    context = {
        "question": question,
        "faq_id": unhelpful,
        "check": request.GET.get("check", ""),
        "number": request.GET.get("receipt", ""),
        "nearest": nearest[:NEAREST],
        "ladder": [
            (desk.name.of(language), desk.purpose.of(language), desk.id)
            for desk in desks.contact[:NEAREST]
        ],
        "ready": [item.text.of(language) for item in desks.ready.item],
    }
    return render(request, "portal/before.html", context)


@public
@require_http_methods(["GET", "HEAD", "POST"])
@throttled("ask", at_most=10)
def form(request: HttpRequest) -> HttpResponse:
    """The form; what was filled in stays until it is sent."""
    if request.method != "POST":
        return render(request, "portal/ask.html", {"form": EnquiryForm(initial=_known(request))})
    asked = EnquiryForm(request.POST)
    if asked.is_valid():
        receipt = _receipt(asked.cleaned_data["receipt"])
        if receipt is not None:
            _store(asked.cleaned_data, receipt, language_of(request).value)
            messages.success(request, word("portal.ask.sent"))
            return redirect("portal:receipt", number=receipt.number)
        asked.add_error("receipt", word("portal.receipt.unknown"))
    return render(request, "portal/ask.html", {"form": asked}, status=422)


def _known(request: HttpRequest) -> dict[str, str]:
    names = {"question": "q", "faq": "faq", "check_token": "check", "receipt": "receipt"}
    return {field: request.GET.get(name, "")[:MAX_QUERY_CHARS] for field, name in names.items()}


def _receipt(number: str) -> Receipt | None:
    """The one of that number, None if there is none; without a number a new one."""
    if not number:
        return Receipt.objects.create(started_at=timezone.now())
    return Receipt.objects.filter(number=number).first()


def _store(told: dict[str, Any], receipt: Receipt, language: str) -> Enquiry:
    about = strangers_check(told["check_token"])
    with transaction.atomic():
        if about is not None:
            receipt.checks.add(about)
        return Enquiry.objects.create(
            receipt=receipt,
            organization=receipt.organization,
            about=about,
            question=told["question"],
            text=told["text"],
            contact=told["contact"],
            faq=told["faq"],
            language=language,
            severity=severity_of(receipt, about),
        )


def severity_of(receipt: Receipt, about: Check | None) -> Severity:
    """How soon somebody has to look at it: opened or found before abused before worried."""
    answers = {one.question: one.choice for one in receipt.given}
    verdict = about.current.verdict if about is not None else ""
    if answers.get("opened") in {"yes", "not_sure"} or verdict == "detected":
        return Severity.HIGH
    if answers.get("our_name") == "yes" or verdict in {"suspicious", "not_checked"}:
        return Severity.MIDDLE
    return Severity.LOW
