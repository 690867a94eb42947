"""The questions, one a screen. The address carries the answers: back and reload cost nothing."""

from datetime import UTC, datetime
from typing import Any, Final

from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone
from django.views.decorators.http import require_safe

from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.scope import public
from kakekomi.desk.portal import shelf
from kakekomi.desk.portal.standing import given_of, standing, text_of
from kakekomi.guide.interview import ActNow, Ask, Done, Given, next_screen, through_door
from kakekomi.packs.model import Language

MAX_SHOWN: Final = 5
"""Urgent steps that were seen, taken from an address; the pack has one."""

MAX_ELAPSED_S: Final = 24 * 3600
"""The clock of an address that somebody kept for a day starts anew."""


@public
@require_safe
def now(request: HttpRequest) -> HttpResponse:
    """The next screen for the answers in the address."""
    triage = shelf.triage()
    given = (
        *through_door(triage, request.GET.get("door", "")),
        *given_of(request.GET.getlist("a")),
    )
    shown = request.GET.getlist("shown")[:MAX_SHOWN]
    context = {
        "answers": [text_of(one) for one in given],
        "shown": shown,
        "started": started(request.GET.get("t", "")),
    }
    language = language_of(request)
    match next_screen(current_pack(), triage, given, shown=shown):
        case ActNow(step=step):
            body = shelf.step_body(step, language)
            return render(request, "portal/act_now.html", {**context, "step": step, "body": body})
        case Ask() as asked:
            return render(request, "portal/question.html", {**context, **_asked(asked, language)})
        case Done(given=answered):
            return render(request, "portal/done.html", {**context, **_done(answered, language)})


def started(text: str) -> datetime:
    """When the first question was opened, from an address; now if it says nothing sensible."""
    moment = timezone.now().replace(microsecond=0)
    if not text.isascii() or not text.isdecimal():
        return moment
    elapsed = moment.timestamp() - int(text[:12])
    if not 0 <= elapsed <= MAX_ELAPSED_S:
        return moment
    return datetime.fromtimestamp(int(text[:12]), UTC)


def _asked(asked: Ask, language: Language) -> dict[str, Any]:
    question = asked.question
    choices = [
        (text_of(Given(question.id, choice.id)), choice.says.of(language))
        for choice in question.choice
    ]
    return {
        "number": asked.number,
        "asks": question.asks.of(language),
        "why": question.why.of(language),
        "choices": choices,
    }


def _done(given: tuple[Given, ...], language: Language) -> dict[str, Any]:
    contacts = shelf.contacts()
    return {
        "answers": [text_of(one) for one in given],
        "ready": contacts.ready,
        "ladder": contacts.contact[:3],
        **situation(given, language),
    }


def situation(given: tuple[Given, ...], language: Language) -> dict[str, Any]:
    """Pattern, stage and steps for a page."""
    pack, stands = current_pack(), standing(given)
    patterns = {query.id: query for query in pack.patterns}
    stage = next((query for query in pack.stages if query.id == stands.stage), None)
    return {
        "steps": stands.steps,
        "patterns": [patterns[name] for name in stands.patterns if name in patterns],
        "stage": stage,
        "said": said(given, language),
    }


def known(given: tuple[Given, ...]) -> tuple[Given, ...]:
    """Those that are answers to our questions: an address may carry anything."""
    choices = {
        (question.id, choice.id)
        for question in shelf.triage().question
        for choice in question.choice
    }
    return tuple(one for one in given if (one.question, one.choice) in choices)


def said(given: tuple[Given, ...], language: Language) -> list[tuple[str, str]]:
    """Questions and answers in words."""
    questions = {question.id: question for question in shelf.triage().question}
    return [
        (question.asks.of(language), choice.says.of(language))
        for one in given
        if (question := questions.get(one.question)) is not None
        for choice in question.choice
        if choice.id == one.choice
    ]
