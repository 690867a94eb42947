"""Who leaked, found out in the background from files of the case."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.utils import timezone

from cli.command import run as run_command
from desk.work.mailboxes import OWN_DOMAIN, Mailboxes, make_mailboxes
from kakekomi.desk.cases.mail_files import add_file
from kakekomi.desk.cases.models import Case, FileRole
from kakekomi.desk.cases.service import open_case
from kakekomi.desk.house.models import Organization, User
from kakekomi.desk.work.case_files import FOLDER, sweep
from kakekomi.desk.work.case_models import CaseRun
from kakekomi.desk.work.ledger import take
from kakekomi.desk.work.models import Job, Kind, State
from kakekomi.desk.work.tasks import perform
from kakekomi.desk.work.trace_pages import ask

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(organization: Organization, administrator: User) -> Case:
    return open_case(organization, "なりすまし", administrator)


def keep(case: Case, actor: User, mails: Mailboxes) -> None:
    for name, data in mails.spoofs.items():
        add_file(case, FileRole.SPOOF, name, data, actor)
    for name, data in mails.archives.items():
        add_file(case, FileRole.ARCHIVE, name, data, actor)


def done(case: Case, actor: User) -> CaseRun:
    run = ask(case, Kind.TRACE, actor, {"own_domains": [OWN_DOMAIN]})
    lease = take(run.job_id)
    assert lease is not None
    perform(lease)
    return CaseRun.objects.select_related("job", "result").get(pk=run.pk)


def test_the_answer_is_that_of_the_command_for_the_same_files(
    case: Case, administrator: User, tmp_path: Path
) -> None:
    mails = make_mailboxes()
    for folder, files in (("spoofs", mails.spoofs), ("archives", mails.archives)):
        (tmp_path / folder).mkdir()
        for name, data in files.items():
            (tmp_path / folder / name).write_bytes(data)
    keep(case, administrator, mails)

    run = done(case, administrator)

    assert (run.job.state, run.job.done) == (State.DONE, run.outcome["mails"])
    assert run.result is not None
    for language, ours in (("ja", run.result.document), ("en", run.result.document_en)):
        ran = run_command(
            *("trace", "--spoof", *(str(tmp_path / "spoofs" / name) for name in mails.spoofs)),
            *("--archive", *(str(tmp_path / "archives" / name) for name in mails.archives)),
            *("--own-domain", OWN_DOMAIN, "--format", "json", "--lang", language),
        )
        theirs = json.loads(ran.out)
        for archive in theirs["archives"]:
            archive["name"] = Path(archive["name"]).name
        assert json.loads(ours) == theirs
        assert theirs["hypotheses"][0]["mailboxes"] == [mails.leaked]


def test_nothing_is_left_unencrypted_when_it_ends_or_is_killed(
    case: Case, administrator: User
) -> None:
    keep(case, administrator, make_mailboxes())
    home = settings.CONFIG.data / FOLDER
    running = ask(case, Kind.PEOPLE, administrator, {"kind": "partners"})
    assert take(running.job_id) is not None
    for name in ("999999", str(running.job_id)):
        (home / name / "archive").mkdir(parents=True)
        (home / name / "archive" / "a.mbox").write_bytes(b"left by somebody who was killed")

    done(case, administrator)
    sweep()
    at_work = [one.name for one in home.iterdir()]
    Job.objects.update(lease_until=timezone.now())
    sweep()

    assert at_work == [str(running.job_id)]
    assert [*home.iterdir()] == []


def test_without_a_readable_spoof_the_job_says_so_and_is_not_tried_again(
    case: Case, administrator: User
) -> None:
    add_file(case, FileRole.SPOOF, "1.eml", b"\x00\x01", administrator)
    add_file(case, FileRole.ARCHIVE, "a.mbox", b"From a\n\nno mail\n", administrator)

    run = done(case, administrator)

    assert (run.job.state, run.outcome["has_spoofs"]) == (State.DONE, False)
    assert not case.trace_results.exists()


def test_a_file_that_is_gone_leaves_the_job_to_be_tried_again(
    case: Case, administrator: User
) -> None:
    keep(case, administrator, make_mailboxes())
    run = ask(case, Kind.TRACE, administrator, {})
    run.files[0]["original"] = "0" * 32
    run.save()
    lease = take(run.job_id)
    assert lease is not None

    perform(lease)

    run.job.refresh_from_db()
    assert (run.job.state, run.job.attempts) == (State.WAITING, 1)


def test_an_answer_that_is_there_is_not_made_again(case: Case, administrator: User) -> None:
    keep(case, administrator, make_mailboxes())
    run = done(case, administrator)
    run.job.state = State.WAITING
    run.job.save()
    lease = take(run.job_id)
    assert lease is not None

    perform(lease)

    assert case.trace_results.count() == 1
