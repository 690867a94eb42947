"""Questions and answers, and the search over them."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kakekomi.desk.house.asked import words_asked
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.scope import public
from kakekomi.desk.portal import shelf
from kakekomi.guide.alike import MAX_QUERY_CHARS
from kakekomi.guide.library import Faq
from kakekomi.packs.model import Language

SHOWN_HITS: Final = 6
"""Answers to a question; the right one is among the first three."""


@public
@require_safe
def faq(request: HttpRequest) -> HttpResponse:
    """All answers by stage, or those to a question."""
    language = language_of(request)
    question = words_asked(request, MAX_QUERY_CHARS)
    context: dict[str, Any] = {"question": question}
    if question:
        context["found"] = answers_to(question, language)[:SHOWN_HITS]
    else:
        context["groups"] = _by_stage(language)
    return render(request, "portal/faq.html", context)


def answers_to(question: str, language: Language) -> list[Faq]:
    """The likeliest first."""
    known = {one.id: one for one in shelf.faqs(language)}
    return [known[hit.faq_id] for hit in shelf.search(question) if hit.faq_id in known]


def _by_stage(language: Language) -> list[tuple[str, list[Faq]]]:
    everything = shelf.faqs(language)
    groups = [
        (stage.title.of(language), [one for one in everything if one.stage == stage.id])
        for stage in current_pack().stages
    ]
    return [group for group in groups if group[1]]


@public
@require_safe
def answer(request: HttpRequest, faq_id: str) -> HttpResponse:
    """One answer, with its sources and the date on which it was last checked."""
    language = language_of(request)
    found = shelf.faq(faq_id, language)
    if found is None:
        raise Http404
    context = {
        "faq": found,
        "question": words_asked(request, MAX_QUERY_CHARS),
        "sources": sources_of(found.sources, language),
    }
    return render(request, "portal/answer.html", context)


def sources_of(names: tuple[str, ...], language: Language) -> list[tuple[str, str, str]]:
    """Id, title and publisher of each source that is known."""
    known = {source.id: source for source in shelf.sources()}
    return [
        (name, known[name].title.of(language), known[name].publisher.of(language))
        for name in names
        if name in known
    ]
