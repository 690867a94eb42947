"""Who sees which organization, on which page, and with what proof."""

from dataclasses import replace

import pytest
from django.conf import settings
from django.core.exceptions import PermissionDenied
from django.db import IntegrityError
from django.http import Http404, HttpRequest, HttpResponse
from django.test import RequestFactory

from desk.conftest import make_user
from kakekomi.desk.house.models import Membership, Organization, Role, User
from kakekomi.desk.house.scope import allowed, one_of, organizations_of, roles_of

pytestmark = pytest.mark.django_db


def opened(user: User, *roles: Role) -> str:
    """What a page for those roles shows: names of the organizations; else where it leads."""

    @allowed(*roles)
    def page(request: HttpRequest) -> HttpResponse:
        names = organizations_of(request.user).order_by("pk").values_list("name", flat=True)
        return HttpResponse(",".join(names))

    request = RequestFactory().get("/")
    request.user = user
    response = page(request)
    assert isinstance(response, HttpResponse)
    return response.headers.get("Location") or response.content.decode()


def test_people_see_their_own_organization(
    administrator: User, organization: Organization, other_organization: Organization
) -> None:
    assert list(organizations_of(administrator)) == [organization]
    assert one_of(Organization, administrator, pk=organization.pk) == organization
    with pytest.raises(Http404):
        one_of(Organization, administrator, pk=other_organization.pk)


def test_the_desk_sees_all(
    operator: User, organization: Organization, other_organization: Organization
) -> None:
    assert set(organizations_of(operator)) == {organization, other_organization}
    assert roles_of(operator) == {"operator"}


@pytest.mark.parametrize("role", [Role.EMPLOYEE, Role.OPERATOR])
def test_a_role_is_held_once(role: Role, organization: Organization) -> None:
    where = None if role is Role.OPERATOR else organization
    user = make_user("hanako", role, where)

    with pytest.raises(IntegrityError):
        Membership.objects.create(user=user, role=role, organization=where)


def test_a_role_in_one_organization_is_none_in_another(
    administrator: User, organization: Organization, other_organization: Organization
) -> None:
    Membership.objects.create(
        user=administrator, organization=other_organization, role=Role.EMPLOYEE
    )

    assert opened(administrator, Role.ADMINISTRATOR) == organization.name
    assert opened(administrator, Role.EMPLOYEE) == other_organization.name
    with pytest.raises(PermissionDenied):
        opened(administrator, Role.MANAGER, Role.LEAD)


@pytest.mark.parametrize("role", [role for role in Role if role is not Role.EMPLOYEE])
def test_above_employee_a_second_factor_is_asked_for(
    role: Role, organization: Organization
) -> None:
    is_desk = role in {Role.OPERATOR, Role.LEAD}
    user = make_user("hanako", role, None if is_desk else organization)
    assert opened(user, role) == organization.name

    user.authenticator_set.all().delete()  # type: ignore[attr-defined]

    assert opened(user, role) == "/accounts/2fa/"


def test_an_employee_needs_no_second_factor(employee: User, organization: Organization) -> None:
    employee.authenticator_set.all().delete()  # type: ignore[attr-defined]

    assert opened(employee, Role.EMPLOYEE) == organization.name


@pytest.mark.parametrize(
    ("is_demo", "hosts", "shown"),
    [
        (True, ("127.0.0.1",), "練習"),
        (True, ("desk.example",), "/accounts/2fa/"),
        (False, ("127.0.0.1",), "/accounts/2fa/"),
    ],
)
def test_a_demo_login_needs_none_on_this_machine_and_sees_demos_only(
    monkeypatch: pytest.MonkeyPatch,
    organization: Organization,
    is_demo: bool,  # noqa: FBT001
    hosts: tuple[str, ...],
    shown: str,
) -> None:
    Organization.objects.create(name="練習", is_demo=True)
    config = replace(settings.CONFIG, is_demo=is_demo, hosts=hosts)
    monkeypatch.setattr(settings, "CONFIG", config, raising=False)
    user = make_user("demo-operator", Role.OPERATOR)
    user.authenticator_set.all().delete()  # type: ignore[attr-defined]

    assert opened(user, Role.OPERATOR) == shown
