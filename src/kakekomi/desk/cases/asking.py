"""What all pages of a case do with a request."""

from typing import TYPE_CHECKING

from django.db.models import QuerySet
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


def again(
    request: HttpRequest, case: Case, form: "Form", trouble: str = "", *, action: str = ""
) -> HttpResponse:
    """The form with what was entered and what is wrong with it; ``action``: where it goes now."""
    context = {"case": case, "form": form, "trouble": trouble, "action": action}
    return render(request, "cases/again.html", context, status=422)


def of_case(form: "Form", case: Case) -> None:
    """Let the form choose among the PCs, people, partners and logins of the case only."""
    choices = {
        "pc": case.pcs,
        "partner": case.partners,
        "person": case.people,
        "login": logins_of(case),
    }
    for name, rows in choices.items():
        if name in form.fields:
            form.fields[name].queryset = rows.all()  # type: ignore[attr-defined]


def logins_of(case: Case) -> QuerySet[User]:
    """Logins of the organization's own people; nobody else is of the case."""
    mine = User.objects.filter(memberships__organization=case.organization, is_active=True)
    return mine.distinct().order_by("username")
