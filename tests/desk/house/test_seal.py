import pytest
from django.db import connection
from django.db.utils import DatabaseError

from kakekomi.desk.house.audit import record
from kakekomi.desk.house.models import AuditEntry
from kakekomi.desk.house.seal import SEALED

pytestmark = pytest.mark.django_db


@pytest.fixture
def sealed() -> None:
    with connection.cursor() as cursor:
        for statement in SEALED[connection.vendor]:
            cursor.execute(statement)


def test_entries_can_be_added(sealed: None) -> None:
    record("hanako", "a", "x")
    record("hanako", "b", "x")

    assert AuditEntry.objects.count() == 2


def test_an_entry_can_not_be_changed(sealed: None) -> None:
    record("hanako", "a", "x")

    with pytest.raises(DatabaseError, match="only grows"):
        AuditEntry.objects.update(actor="taro")


def test_an_entry_can_not_be_deleted(sealed: None) -> None:
    record("hanako", "a", "x")

    with pytest.raises(DatabaseError, match="only grows"):
        AuditEntry.objects.all().delete()
