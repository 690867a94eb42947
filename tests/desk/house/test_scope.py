import pytest
from django.http import Http404

from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.house.scope import one_of, organizations_of, roles_of

pytestmark = pytest.mark.django_db


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
