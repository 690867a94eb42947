"""Who leaked: the newest answer, made here or by the command ``trace``, shown in the case.

Where mailboxes are too large or too private to be handed in, the command runs beside them and its
answer is handed in. That comes from outside like everything else: it is read strictly, and nothing
in it is a link.
"""

from dataclasses import dataclass
from typing import TYPE_CHECKING, Final

import msgspec
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.safestring import SafeString, mark_safe
from django.views.decorators.http import require_http_methods, require_safe

from kakekomi.desk.cases.asking import user_of
from kakekomi.desk.cases.forms import FileForm
from kakekomi.desk.cases.models import Case, TraceResult
from kakekomi.desk.cases.roles import EDITORS, READERS
from kakekomi.desk.cases.writing import keep_trace
from kakekomi.desk.house.scope import allowed, has_role, one_of
from kakekomi.desk.house.words import current, word
from kakekomi.facts.errors import ParseError, UnavailableError

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kakekomi.trace.document import BecauseDocument, TraceDocument

MAX_DOCUMENT_BYTES: Final = 2 * 1024 * 1024
"""Fifty spoofs with all their reasons take a tenth of it."""

MAX_ROWS: Final = 12
"""Hypotheses in the table."""

ALWAYS_SHOWN: Final = 3
"""However unlikely; of the others those that make one per cent. Below that nobody acts on one."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Leaked:
    """An answer as a page shows it."""

    result: TraceResult
    document: "TraceDocument"
    chart: SafeString

    @property
    def lines(self) -> list[str]:
        """What it says, line by line."""
        return self.document.says.splitlines()

    @property
    def rows(self) -> list["Row"]:
        """Who may have been robbed, the likeliest first."""
        return [
            Row(
                mailboxes=", ".join(one.mailboxes),
                side=one.side.value,
                percent=percent(one.probability),
                because=one.because,
            )
            for number, one in enumerate(self.document.hypotheses[:MAX_ROWS])
            if number < ALWAYS_SHOWN or percent(one.probability)
        ]

    @property
    def settles(self) -> bool:
        """Whether anything is known that would settle it."""
        settling = self.document.settling
        return bool(settling.recipients or settling.archives or settling.own_reports)


@dataclass(frozen=True, slots=True, kw_only=True)
class Row:
    """One line of the ranking."""

    mailboxes: str
    """Empty: one that nobody here knows."""
    side: str
    percent: int
    because: "Sequence[BecauseDocument]"
    """Spoofs that quote a mail which it held."""


def percent(probability: float) -> int:
    """Never certain."""
    return min(round(probability * 100), 99)


def read_trace(data: bytes) -> "TraceDocument":
    """The answer of ``trace --format json``.

    Raises:
        ParseError: it is none, or says what no answer can say.
        UnavailableError: the part that reads it is not installed here.
    """
    try:
        from kakekomi.trace.document import TraceDocument  # noqa: PLC0415  an extra
    except ImportError as error:
        raise UnavailableError("pip install 'kakekomi[trace]'") from error
    if len(data) > MAX_DOCUMENT_BYTES:
        raise ParseError(f"an answer of more than {MAX_DOCUMENT_BYTES} bytes")
    try:
        document = msgspec.json.decode(data, type=TraceDocument)
    except (msgspec.DecodeError, UnicodeDecodeError, RecursionError) as error:
        raise ParseError(f"no answer of trace: {error}") from error
    if not all(0 <= one.probability <= 1 for one in document.hypotheses):
        raise ParseError("a probability outside 0 to 1")
    return document


def shown(result: TraceResult) -> Leaked:
    """With its drawing."""
    from kakekomi.trace.chart import svg  # noqa: PLC0415  an extra
    from kakekomi.trace.document import MAX_BARS, Bar  # noqa: PLC0415  the same
    from kakekomi.trace.says import words_of  # noqa: PLC0415  the same

    document = read_trace(result.json_in(current.get()).encode())
    bars = [
        Bar(", ".join(one.mailboxes), one.side, one.probability)
        for one in document.hypotheses[:MAX_BARS]
    ]
    words = words_of(current.get())
    drawing = svg(bars, title=words("chart"), unknown=words("mailbox_unknown"))
    return Leaked(
        result=result,
        document=document,
        chart=mark_safe(drawing),  # noqa: S308  ours, and all labels in it are escaped
    )


@allowed(*READERS)
@require_http_methods(["GET", "HEAD", "POST"])
def leaked(request: HttpRequest, pk: int) -> HttpResponse:
    """Whose mailbox was robbed, as far as the mails tell."""
    case = one_of(Case, request.user, pk=pk)
    user = user_of(request)
    may_edit = has_role(user, case.organization, *EDITORS)
    form = FileForm(request.POST or None, request.FILES or None)
    status = 200
    if request.method == "POST" and may_edit:
        status = 422
        if form.is_valid() and (text := _taken(form)) is not None:
            keep_trace(case, text, user)
            return redirect("cases:leaked", pk=case.pk)
    newest = case.trace_results.first()
    context = {
        "case": case,
        "form": form,
        "may_edit": may_edit,
        "leaked": _shown_or_none(newest) if newest else None,
        "is_unreadable": newest is not None,
    }
    return render(request, "cases/leaked.html", context, status=status)


@allowed(*READERS)
@require_safe
def leaked_json(request: HttpRequest, pk: int) -> HttpResponse:
    """The newest answer for other programs, in the reader's language as far as there is one."""
    case = one_of(Case, request.user, pk=pk)
    newest = case.trace_results.first()
    if newest is None:
        raise Http404
    document = newest.json_in(current.get())
    response = HttpResponse(document, content_type="application/json; charset=utf-8")
    response["Content-Disposition"] = f'attachment; filename="trace-{case.pk}.json"'
    return response


def _taken(form: FileForm) -> str | None:
    """The answer that was handed in; None if it is none: the form says so."""
    file = form.cleaned_data["file"]
    if file.size > MAX_DOCUMENT_BYTES:
        form.add_error("file", word("cases.too_large", mib=MAX_DOCUMENT_BYTES // 2**20))
        return None
    data: bytes = file.read()
    try:
        read_trace(data)
    except ParseError:
        form.add_error("file", word("cases.leaked.no_answer"))
        return None
    except UnavailableError:
        form.add_error("file", word("cases.leaked.no_part"))
        return None
    return data.decode()


def _shown_or_none(result: TraceResult) -> Leaked | None:
    try:
        return shown(result)
    except (ParseError, UnavailableError):
        return None
