"""Files, notices and drills are out of reach of other organizations, by any mix of numbers."""

import pytest
from django.http import HttpResponseBase
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from desk.conftest import ClientOf, make_user
from desk.work.dispatches import make_dispatch
from kakekomi.desk.cases.mail_files import add_file
from kakekomi.desk.cases.models import Case, FileRole
from kakekomi.desk.cases.service import open_case
from kakekomi.desk.house.models import AuditEntry, Organization, Role, User
from kakekomi.desk.work.models import Dispatch, Drill, DrillMaterial, DrillNaming
from notice.notices import make_notice

pytestmark = pytest.mark.django_db


@pytest.fixture
def theirs(organization: Organization, administrator: User) -> Case:
    """With a file, a notice on its way, and a running drill."""
    case = open_case(organization, "なりすまし", administrator)
    add_file(case, FileRole.ARCHIVE, "a.mbox", b"x", administrator)
    make_dispatch(case, make_notice(1))
    drill = Drill.objects.create(case=case, drill_id="drill-1", started_at=timezone.now())
    DrillMaterial.objects.create(drill=drill, kind="archive", name="b.mbox", original="0" * 32)
    return case


def post(client: Client, name: str, **numbers: int) -> HttpResponseBase:
    return client.post(reverse(f"case_work:{name}", kwargs=numbers), {"mailbox": "a@b.example"})


@pytest.mark.parametrize("role", [Role.ADMINISTRATOR, Role.MANAGER, Role.VENDOR])
def test_numbers_of_another_organization_lead_nowhere(
    role: Role, theirs: Case, other_organization: Organization, client_of: ClientOf
) -> None:
    user = make_user(f"other-{role}", role, other_organization)
    client, ours = client_of(user), open_case(other_organization, "うち", user)
    things = {
        "drop_file": {"file": theirs.mail_files.get().pk},
        "halt": {"dispatch": theirs.dispatches.get().pk},
        "resume": {"dispatch": theirs.dispatches.get().pk},
        "take_material": {"material": DrillMaterial.objects.get().pk},
        "begin_drill": {},
        "end_drill": {},
        "name_mailbox": {},
    }
    before = AuditEntry.objects.count()

    answers = {
        (name, case.title, post(client, name, pk=case.pk, **numbers).status_code)
        for name, numbers in things.items()
        for case in (theirs, ours)
    }

    assert {status for _, _, status in answers} <= {403, 404}
    assert AuditEntry.objects.count() == before
    assert theirs.mail_files.count() == 1
    assert not Dispatch.objects.get().is_stopped
    assert not DrillNaming.objects.exists()
