"""Papers to hand over: a sheet for responders, and the report of the case; as pages and as PDF.

PDF needs the libraries of the system that WeasyPrint draws with (Pango). Without them the page
itself is given, which every browser prints, and the reason is said.
"""

from collections.abc import Mapping
from typing import Any, Final

import msgspec
from django.conf import settings
from django.http import HttpRequest, HttpResponse
from django.shortcuts import render
from django.template.loader import render_to_string
from django.utils import timezone
from django.views.decorators.http import require_safe

from kakekomi.desk.cases.drafting import report_texts
from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.page import case_page, found_rows, pack_words
from kakekomi.desk.cases.roles import READERS
from kakekomi.desk.cases.standing import standing_of
from kakekomi.desk.house.scope import allowed, one_of
from kakekomi.facts.wire import encode_lines

PAPERS: Final = {"handover": "cases/handover.html", "report": "cases/report.html"}


@allowed(*READERS)
@require_safe
def paper(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A paper as a page to print."""
    case = one_of(Case, request.user, pk=pk)
    return render(request, PAPERS[name], _context(case))


@allowed(*READERS)
@require_safe
def pdf(request: HttpRequest, pk: int, name: str) -> HttpResponse:
    """A paper as PDF, or the page and why there is no PDF."""
    case = one_of(Case, request.user, pk=pk)
    try:
        from weasyprint import CSS, HTML  # noqa: PLC0415  loads the system's libraries
    except (ImportError, OSError):
        return render(request, PAPERS[name], {**_context(case), "no_pdf": True})
    text = render_to_string(PAPERS[name], {**_context(case), "is_pdf": True}, request)
    css = CSS(filename=settings.OWN_STYLE)
    made = HTML(string=text, url_fetcher=_nothing).write_pdf(stylesheets=[css])
    response = HttpResponse(made, content_type="application/pdf")
    response["Content-Disposition"] = f'inline; filename="{name}-{case.pk}.pdf"'
    return response


def _nothing(url: str) -> Mapping[str, Any]:
    """Refuse to fetch anything for a paper: all that it shows is in it."""
    raise ValueError(f"not fetched: {url}")


def _context(case: Case) -> dict[str, object]:
    now = timezone.now()
    standing = standing_of(case)
    page = case_page(standing, now)
    report = report_texts(standing, found_rows(case))
    return {**page, "printed_at": now, "judged_by": pack_words(), "report": report.items()}


@allowed(*READERS)
@require_safe
def export(request: HttpRequest, pk: int) -> HttpResponse:
    """The case as facts for other programs, one row a line."""
    case = one_of(Case, request.user, pk=pk)
    standing = standing_of(case)
    lines = b"".join(line + b"\n" for facts in standing.facts for line in encode_lines(facts))
    response = HttpResponse(lines, content_type="application/x-ndjson; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="case-{case.pk}.jsonl"'
    return response


@allowed(*READERS)
@require_safe
def state(request: HttpRequest, pk: int) -> HttpResponse:
    """Where the case stands, for other programs."""
    case = one_of(Case, request.user, pk=pk)
    return HttpResponse(msgspec.json.encode(case_document(case)), content_type="application/json")


def case_document(case: Case) -> dict[str, object]:
    """Where the case stands, as other programs read it."""
    standing = standing_of(case)
    return {
        "schema": "kakekomi.case/1",
        "case": case.pk,
        "organization": case.organization.name,
        "stage": standing.stage.value,
        "patterns": list(standing.patterns),
        "pcs": [
            {
                "hostname": row.pc.hostname,
                "verdict": row.verdict or None,
                "marks": {column.value: mark.value for column, mark in row.marks},
            }
            for row in standing.ledger
        ],
        "open_tasks": [
            {"step": task.step.id, "subject": task.subject} for task in standing.closing.open_tasks
        ],
        "can_close": standing.closing.can_close,
        "have_spoofs_stopped": standing.closing.have_spoofs_stopped,
    }
