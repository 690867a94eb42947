from pathlib import Path

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client
from django.utils import timezone
from django_tasks_db.models import DBTaskResult

from desk.conftest import ClientOf
from desk.work.stock import NEWER, make_check, make_pack
from desk.work.test_rejudge import do_all
from kakekomi.desk.house.models import AuditEntry, Organization, User
from kakekomi.desk.work import loaded
from kakekomi.desk.work.models import (
    Job,
    Kind,
    LinkCheck,
    LoadedPack,
    MailState,
    Outgoing,
    State,
)

pytestmark = pytest.mark.django_db

PAGES = ("/jobs/", "/jobs/packs/", "/jobs/changes/", "/jobs/mails/", "/jobs/links/")


def make_mail(state: MailState) -> Outgoing:
    return Outgoing.objects.create(
        key=state, address="a@b.example", subject_line="件名", text="本文", state=state
    )


@pytest.mark.parametrize("page", PAGES)
def test_the_desk_opens_each_page_in_both_languages(
    page: str, operator: User, client_of: ClientOf
) -> None:
    client = client_of(operator)

    for language in ("ja", "en"):
        answer = client.get(page, headers={"Accept-Language": language})
        assert (answer.status_code, answer["Content-Language"]) == (200, language)


@pytest.mark.parametrize("page", PAGES)
def test_a_stranger_is_asked_to_sign_in(page: str, db: None, client: Client) -> None:
    assert client.get(page).status_code == 302


def test_a_lead_loads_a_pack_and_the_work_is_queued_with_it(
    tmp_path: Path, lead: User, client_of: ClientOf
) -> None:
    upload = SimpleUploadedFile("new.kkpack", make_pack(tmp_path))

    answer = client_of(lead).post("/jobs/packs/", {"file": upload}, follow=True)

    assert NEWER in answer.content.decode()
    assert LoadedPack.objects.get(is_current=True).loaded_by == "lead"
    assert list(Job.objects.values_list("kind", "state")) == [(Kind.REJUDGE, State.WAITING)]
    assert DBTaskResult.objects.count() == 1
    assert AuditEntry.objects.filter(action="pack.load").count() == 1


def test_a_pack_that_is_refused_says_why_and_changes_nothing(
    tmp_path: Path, lead: User, client_of: ClientOf
) -> None:
    upload = SimpleUploadedFile("new.kkpack", make_pack(tmp_path, is_trusted=False))

    answer = client_of(lead).post("/jobs/packs/", {"file": upload})

    assert answer.status_code == 422
    assert "読み込めませんでした" in answer.content.decode()
    assert (LoadedPack.objects.count(), Job.objects.count()) == (0, 0)


def test_an_operator_loads_no_pack(tmp_path: Path, operator: User, client_of: ClientOf) -> None:
    upload = SimpleUploadedFile("new.kkpack", make_pack(tmp_path))

    client_of(operator).post("/jobs/packs/", {"file": upload})

    assert LoadedPack.objects.count() == 0


def test_people_see_the_changes_of_their_own_organization_only(
    tmp_path: Path,
    organization: Organization,
    administrator: User,
    stranger: User,
    client_of: ClientOf,
) -> None:
    make_check(organization=organization)
    loaded.load(make_pack(tmp_path), actor="lead")
    do_all()

    own = client_of(administrator).get("/jobs/changes/").content.decode()
    others = client_of(stranger).get("/jobs/changes/").content.decode()

    assert "mail with exercise.zip" in own
    assert "mail with exercise.zip" not in others
    assert (
        "mail with exercise.zip"
        not in client_of(administrator).get("/jobs/changes/?q=nothing").content.decode()
    )


def test_only_a_person_sends_again_what_may_have_gone(operator: User, client_of: ClientOf) -> None:
    unsure, sent = make_mail(MailState.UNSURE), make_mail(MailState.SENT)
    client = client_of(operator)

    client.post(f"/jobs/mails/{unsure.pk}/again/")

    assert client.post(f"/jobs/mails/{sent.pk}/again/").status_code == 404
    states = [one.state for one in Outgoing.objects.order_by("pk")]
    assert states == [MailState.WAITING, MailState.SENT]
    do_all()
    unsure.refresh_from_db()
    assert unsure.state == MailState.SENT


def test_a_job_that_stopped_is_taken_up_again_by_a_person(
    operator: User, client_of: ClientOf
) -> None:
    job = Job.objects.create(kind=Kind.LINKS, key="links:1", state=State.FAILED, attempts=5)

    client_of(operator).post(f"/jobs/jobs/{job.pk}/again/")

    job.refresh_from_db()
    assert (job.state, job.attempts) == (State.WAITING, 0)


def test_a_page_that_moved_is_shown_with_its_new_place(operator: User, client_of: ClientOf) -> None:
    source = "https://cybersecurity.metro.tokyo.lg.jp/security/guidebook/405/index.html"
    LinkCheck.objects.create(
        url=source,
        source="tokyo-emotet-enquiries",
        state="moved",
        moved_to="https://new.example/<b>",
        checked_at=timezone.now(),
    )

    text = client_of(operator).get("/jobs/links/").content.decode()

    assert "移りました: https://new.example/&lt;b&gt;" in text
    assert text.count("まだ確かめていません") > 5


def test_links_are_asked_only_by_the_button(operator: User, client_of: ClientOf) -> None:
    client = client_of(operator)
    client.get("/jobs/links/")
    assert Job.objects.count() == 0

    client.post("/jobs/links/")

    assert list(Job.objects.values_list("kind", flat=True)) == [Kind.LINKS]
