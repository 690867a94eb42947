import pytest

from kakekomi.desk.house.audit import first_broken, record
from kakekomi.desk.house.models import AuditEntry, Organization

pytestmark = pytest.mark.django_db


def test_entries_seal_the_one_before(organization: Organization) -> None:
    record("hanako", "pc.added", organization, after={"hostname": "PC-1"})
    record("hanako", "pc.changed", organization, before={"a": 1}, after={"a": "二"})

    first, second = AuditEntry.objects.all()
    assert (first.number, second.number, second.previous) == (1, 2, first.digest)
    assert second.target == f"house.organization:{organization.pk}"
    assert first_broken() is None


@pytest.mark.parametrize("change", [{"actor": "taro"}, {"after": {"a": 2}}, {"number": 7}])
def test_a_changed_entry_shows(change: dict[str, object]) -> None:
    for action in "abc":
        record("hanako", action, "x", after={"a": 1})
    AuditEntry.objects.filter(number=2).update(**change)

    assert first_broken() is not None


def test_an_entry_taken_out_shows() -> None:
    for action in "abc":
        record("hanako", action, "x")
    AuditEntry.objects.filter(number=2).delete()

    assert first_broken() == 2
