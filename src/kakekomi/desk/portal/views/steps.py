"""The steps of the playbook, by stage and pattern."""

from typing import Any, Final

from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.views.decorators.http import require_safe

from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.language import language_of
from kakekomi.desk.house.scope import public
from kakekomi.desk.portal import shelf
from kakekomi.desk.portal.views.answers import sources_of
from kakekomi.packs.model import CaseQuery, Language, Step

PREVENTION: Final = "prevention"


@public
@require_safe
def steps(request: HttpRequest) -> HttpResponse:
    """All steps, or those of one pattern."""
    pack, language = current_pack(), language_of(request)
    pattern = next((one for one in pack.patterns if one.id == request.GET.get("pattern")), None)
    chosen = [
        step
        for step in pack.steps
        if pattern is None or not step.patterns or pattern.id in step.patterns
    ]
    context = {
        "groups": _by_stage(chosen, language),
        "patterns": [(one.id, one.title.of(language)) for one in pack.patterns],
        "pattern": _named(pattern, language),
    }
    return render(request, "portal/steps.html", context)


def _by_stage(chosen: list[Step], language: Language) -> list[tuple[str, str, list[Any]]]:
    groups = [
        (
            stage.title.of(language),
            stage.says.of(language),
            [_line(step, language) for step in chosen if stage.id in step.stages],
        )
        for stage in current_pack().stages
    ]
    return [group for group in groups if group[2]]


def _line(step: Step, language: Language) -> tuple[str, str, str, int]:
    return step.id, step.title.of(language), step.says.of(language), step.minutes


def _named(query: CaseQuery | None, language: Language) -> tuple[str, str, str] | None:
    return None if query is None else (query.id, query.title.of(language), query.says.of(language))


@public
@require_safe
def prevention(request: HttpRequest) -> HttpResponse:
    """What to do before anything happens."""
    language = language_of(request)
    chosen = [step for step in current_pack().steps if PREVENTION in step.stages]
    lines = [_line(step, language) for step in chosen]
    return render(request, "portal/prevention.html", {"lines": lines})


@public
@require_safe
def step(request: HttpRequest, step_id: str) -> HttpResponse:
    """How to do one step, why, and how one knows that it is done."""
    pack, language = current_pack(), language_of(request)
    found = next((one for one in pack.steps if one.id == step_id), None)
    if found is None:
        raise Http404
    titles = {query.id: query.title.of(language) for query in (*pack.stages, *pack.patterns)}
    context = {
        "step": found,
        "title": found.title.of(language),
        "says": found.says.of(language),
        "danger": found.danger.of(language) if found.danger else "",
        "role": f"portal.role.{found.role}",
        "proof": f"portal.proof.{found.proof}",
        "stages": [titles[name] for name in found.stages if name in titles],
        "patterns": [titles[name] for name in found.patterns if name in titles],
        "body": shelf.step_body(found, language),
        "sources": sources_of(found.sources, language),
    }
    return render(request, "portal/step.html", context)
