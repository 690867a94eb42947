import pytest

from kakekomi.desk.cases import service
from kakekomi.desk.cases.models import Case, Pc, Person
from kakekomi.desk.house.models import Organization, User


@pytest.fixture
def case(organization: Organization, administrator: User) -> Case:
    """A case with two PCs, of five that the organization has; Taro uses the first."""
    made = service.open_case(organization, "請求書のメール", administrator)
    taro = Person.objects.create(case=made, name="山田 太郎", address="taro@aoba.example")
    service.add_pc(made, Pc(hostname="AOBA-1", person=taro), administrator)
    service.add_pc(made, Pc(hostname="AOBA-2"), administrator)
    return made
