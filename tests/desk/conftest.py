"""People and organizations for the tests of the desk."""

from collections.abc import Callable

import pytest
from allauth.mfa.models import Authenticator
from django.test import Client

from kakekomi.desk.house.models import Membership, Organization, Role, User

ClientOf = Callable[[User], Client]


@pytest.fixture
def organization(db: None) -> Organization:
    return Organization.objects.create(name="青葉製作所", own_domains=["aoba.example"], pcs_total=5)


@pytest.fixture
def other_organization(db: None) -> Organization:
    return Organization.objects.create(name="若葉商店", own_domains=["wakaba.example"])


def make_user(name: str, role: Role, organization: Organization | None = None) -> User:
    """Somebody with a second factor, as every role above employee must have."""
    user = User.objects.create_user(name, f"{name}@aoba.example", "a long enough secret")
    Membership.objects.create(user=user, role=role, organization=organization)
    Authenticator.objects.create(user=user, type=Authenticator.Type.TOTP, data={"secret": "x"})
    return user


@pytest.fixture
def employee(organization: Organization) -> User:
    return make_user("employee", Role.EMPLOYEE, organization)


@pytest.fixture
def administrator(organization: Organization) -> User:
    return make_user("administrator", Role.ADMINISTRATOR, organization)


@pytest.fixture
def manager(organization: Organization) -> User:
    return make_user("manager", Role.MANAGER, organization)


@pytest.fixture
def vendor(organization: Organization) -> User:
    return make_user("vendor", Role.VENDOR, organization)


@pytest.fixture
def stranger(other_organization: Organization) -> User:
    """The administrator of another organization."""
    return make_user("stranger", Role.ADMINISTRATOR, other_organization)


@pytest.fixture
def operator(db: None) -> User:
    return make_user("operator", Role.OPERATOR)


@pytest.fixture
def lead(db: None) -> User:
    return make_user("lead", Role.LEAD)


@pytest.fixture
def client_of() -> ClientOf:
    """A browser in which somebody is signed in."""

    def signed_in(user: User) -> Client:
        client = Client()
        client.force_login(user, backend="django.contrib.auth.backends.ModelBackend")
        return client

    return signed_in
