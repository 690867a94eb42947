"""Whom to tell, learned in the background from mailboxes of the case."""

import io

import pytest

from desk.work.mailboxes import OWN_DOMAIN, make_mailboxes
from kakekomi.desk.cases.mail_files import add_file
from kakekomi.desk.cases.models import Case, FileRole
from kakekomi.desk.cases.service import open_case
from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.work.case_models import CaseRun
from kakekomi.desk.work.ledger import take
from kakekomi.desk.work.models import Kind, State
from kakekomi.desk.work.people import ROLES
from kakekomi.desk.work.tasks import perform
from kakekomi.desk.work.trace_pages import ask
from kakekomi.mail import mailbox
from kakekomi.notice.correspondence import Correspondence, affected


@pytest.fixture
def case(organization: Organization, administrator: User) -> Case:
    organization.own_domains = [OWN_DOMAIN]
    organization.save()
    return open_case(organization, "お知らせ", administrator)


def learned(case: Case, actor: User, **options: object) -> CaseRun:
    run = ask(case, Kind.PEOPLE, actor, {"kind": "partners", **options}, roles=ROLES)
    lease = take(run.job_id)
    assert lease is not None
    perform(lease)
    return CaseRun.objects.select_related("job").get(pk=run.pk)


@pytest.mark.django_db
def test_everybody_whom_the_mailboxes_wrote_with_is_listed_with_counts(
    case: Case, administrator: User
) -> None:
    archives = make_mailboxes().archives
    for name, data in archives.items():
        add_file(case, FileRole.ARCHIVE, name, data, administrator)
    met = Correspondence(affected([OWN_DOMAIN]))
    for data in archives.values():
        for _, mail in mailbox.read(io.BytesIO(data)):
            met.add(mail)

    run = learned(case, administrator)

    assert run.job.state == State.DONE
    assert run.outcome["mails"] == met.mails
    kept = [
        (one.address, one.name, one.wrote, one.written_to, one.last_at)
        for one in case.recipients.order_by("address")
    ]
    assert kept == [
        (one.address, one.name, one.wrote, one.written_to, one.last_at) for one in met.people()
    ]
    assert len(kept) > 1


@pytest.mark.django_db
def test_of_named_mailboxes_and_a_period_only_theirs_count(case: Case, administrator: User) -> None:
    for name, data in make_mailboxes().archives.items():
        add_file(case, FileRole.ARCHIVE, name, data, administrator)

    run = learned(case, administrator, mailboxes=["nobody@" + OWN_DOMAIN], since="2022-01-01")

    assert (run.outcome["mails"], run.outcome["people"]) == (0, 0)
