"""No page shows or changes anything of an organization to the people of another one.

Every address of the desk is tried, new ones too: with the numbers of the first one's things
and by people of the second, in each of their roles.
"""

import itertools
from collections.abc import Iterator

import pytest
from django.test import Client
from django.urls import NoReverseMatch, URLPattern, URLResolver, get_resolver, reverse

from desk.conftest import ClientOf, make_user
from kakekomi.desk.cases import service
from kakekomi.desk.cases.models import Case, Pc, Person
from kakekomi.desk.house.models import AuditEntry, Organization, Role, User

pytestmark = pytest.mark.django_db

TITLE, HOST, NAME = "請求書のメール", "AOBA-KEIRI-7", "山田 太郎"

WORDS = ("1", "handover", "report", "pc", "telephone", "first_report", "faq", "ja")
"""For parts of an address that are no number."""


@pytest.fixture
def case(organization: Organization, administrator: User) -> Case:
    """Numbers of its things are none that the other organization's things have."""
    Organization.objects.filter(pk=organization.pk).update(name="青葉製作所")
    made = service.open_case(organization, TITLE, administrator)
    person = Person.objects.create(case=made, name=NAME, address="taro@aoba.example")
    service.add_pc(made, Pc(hostname=HOST, person=person), administrator)
    return made


def _named(resolver: URLResolver, space: str = "") -> Iterator[tuple[str, URLPattern]]:
    for one in resolver.url_patterns:
        if isinstance(one, URLResolver):
            yield from _named(one, f"{one.namespace}:" if one.namespace else space)
        else:
            yield f"{space}{one.name}", one


PAGES = {
    name: pattern
    for name, pattern in _named(get_resolver())
    if getattr(pattern.callback, "scope_mark", "public") != "public"
}


def addresses(name: str, numbers: tuple[str, ...]) -> Iterator[str]:
    """Every address of the page with those numbers, or the words where a number does not fit."""
    parts = sorted(PAGES[name].pattern.regex.groupindex)
    for values in itertools.product((*numbers, *WORDS), repeat=len(parts)):
        try:
            yield reverse(name, kwargs=dict(zip(parts, values, strict=True)))
        except NoReverseMatch:
            continue


def tried(client: Client, name: str, case: Case) -> set[str]:
    """Where something of the organization was seen or changed."""
    wrong = set()
    numbers = (str(case.pk), str(case.organization.pk))
    for address in dict.fromkeys(itertools.islice(addresses(name, numbers), 20)):
        before = AuditEntry.objects.filter(organization=case.organization).count()
        for method in (client.get, client.post):
            answer = method(address)
            body = b"".join(answer) if answer.streaming else answer.content
            if any(mark in body.decode("utf-8", "replace") for mark in (TITLE, HOST, NAME)):
                wrong.add(f"{address} shows it")
        if AuditEntry.objects.filter(organization=case.organization).count() != before:
            wrong.add(f"{address} changes it")
    return wrong


@pytest.mark.parametrize("name", PAGES)
def test_people_of_another_organization_see_and_change_nothing(
    name: str, case: Case, other_organization: Organization, client_of: ClientOf
) -> None:
    roles = set(Role) - {Role.OPERATOR, Role.LEAD}
    users = [make_user(f"other-{role}", role, other_organization) for role in sorted(roles)]

    assert set().union(*(tried(client_of(user), name, case) for user in users)) == set()


@pytest.mark.parametrize("name", PAGES)
def test_without_an_account_nothing_is_seen(name: str, case: Case) -> None:
    assert tried(Client(), name, case) == set()


def test_its_own_people_do_see_it(case: Case, administrator: User, client_of: ClientOf) -> None:
    assert tried(client_of(administrator), "cases:case", case) == {f"/cases/{case.pk}/ shows it"}


def test_an_employee_sees_no_page_for_administrators_of_the_own_organization(
    case: Case, organization: Organization, other_organization: Organization, client_of: ClientOf
) -> None:
    user = make_user("two-roles", Role.ADMINISTRATOR, other_organization)
    user.memberships.create(organization=organization, role=Role.EMPLOYEE)

    assert client_of(user).get(f"/cases/{case.pk}/").status_code == 404
