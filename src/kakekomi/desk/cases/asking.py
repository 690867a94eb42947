"""What all pages of a case do with a request."""

from typing import TYPE_CHECKING

from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render

from kakekomi.desk.cases.models import Case
from kakekomi.desk.house.models import User

if TYPE_CHECKING:
    from django.forms import Form


def user_of(request: HttpRequest) -> User:
    """Who asks; every view of this app is marked by ``allowed``, so somebody does."""
    assert isinstance(request.user, User)  # noqa: S101  says it to the type checker
    return request.user


def back(case: Case, place: str = "") -> HttpResponse:
    """To the case page, at the place that was changed."""
    response = redirect("cases:case", pk=case.pk)
    response["Location"] += f"#{place}" if place else ""
    return response


def again(request: HttpRequest, case: Case, form: "Form") -> HttpResponse:
    """The form with what was entered and what is wrong with it."""
    return render(request, "cases/again.html", {"case": case, "form": form}, status=422)


def of_case(form: "Form", case: Case) -> None:
    """Let the form choose among the PCs, people and partners of the case only."""
    choices = {"pc": case.pcs, "partner": case.partners, "person": case.people}
    for name, rows in choices.items():
        if name in form.fields:
            form.fields[name].queryset = rows.all()  # type: ignore[attr-defined]
