"""The page on which mails are gathered and compared."""

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from desk.cases.traces import make_trace
from desk.conftest import ClientOf
from desk.work.mailboxes import make_mailboxes
from kakekomi.desk import originals
from kakekomi.desk.cases.mail_files import add_file
from kakekomi.desk.cases.models import Case, FileRole, MailFile
from kakekomi.desk.cases.service import attach, open_case
from kakekomi.desk.checks.service import Origin, check_all
from kakekomi.desk.house.models import AuditEntry, Organization, User
from kakekomi.desk.work.ledger import take
from kakekomi.desk.work.tasks import perform

pytestmark = pytest.mark.django_db


@pytest.fixture
def case(organization: Organization, administrator: User) -> Case:
    return open_case(organization, "なりすまし", administrator)


def url(name: str, case: Case, **more: int) -> str:
    return reverse(f"case_work:{name}", kwargs={"pk": case.pk, **more})


def upload(role: FileRole, **files: bytes) -> dict[str, object]:
    named = [SimpleUploadedFile(f"{name}.eml", data) for name, data in files.items()]
    return {"role": role.value, "file": named}


def test_files_are_kept_encrypted_and_once(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    for _ in range(2):
        client.post(url("add_files", case), upload(FileRole.SPOOF, a=b"From: a@b.example\n\nx"))

    (file,) = case.mail_files.all()
    assert (file.name, originals.read(file.original)) == ("a.eml", b"From: a@b.example\n\nx")
    assert AuditEntry.objects.filter(action="mail_file.added").count() == 1


def test_a_mail_of_the_case_is_used_without_being_kept_twice(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    spoof = make_mailboxes().spoofs["1.eml"]
    checks = check_all(spoof, "1.eml", Origin(organization=case.organization, is_kept=True)).checks
    attach(case, checks, administrator)

    client_of(administrator).post(
        url("take_files", case), {"role": "spoof", "checks": [str(checks[0].pk)]}
    )

    (file,) = case.mail_files.all()
    assert (file.name, file.original) == ("1.eml", checks[0].original)
    client_of(administrator).post(url("drop_file", case, file=file.pk))
    assert not case.mail_files.exists()
    assert originals.read(str(checks[0].original)) == spoof


def test_dropping_the_last_use_forgets_the_file(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    file = add_file(case, FileRole.SPOOF, "a.eml", b"x", administrator)
    assert file is not None

    client_of(administrator).post(url("drop_file", case, file=file.pk))

    with pytest.raises(OSError, match=r"No such file|cannot find"):
        originals.read(file.original)


def test_it_starts_with_both_roles_and_once_at_a_time(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    client = client_of(administrator)
    add_file(case, FileRole.SPOOF, "a.eml", b"x", administrator)
    client.post(url("start_trace", case))
    assert case.runs.count() == 0

    add_file(case, FileRole.ARCHIVE, "a.mbox", b"y", administrator)
    client.post(url("start_trace", case))
    client.post(url("start_trace", case))

    assert case.runs.count() == 1
    assert "待っています" in client.get(url("trace", case)).content.decode()


def test_the_answer_is_shown_with_reasons_kinds_and_download(
    case: Case, administrator: User, manager: User, client_of: ClientOf
) -> None:
    mails = make_mailboxes()
    client = client_of(administrator)
    for name, data in mails.spoofs.items():
        add_file(case, FileRole.SPOOF, name, data, administrator)
    for name, data in mails.archives.items():
        add_file(case, FileRole.ARCHIVE, name, data, administrator)
    case.organization.own_domains = [mails.leaked.partition("@")[2]]
    case.organization.save()
    client.post(url("start_trace", case))
    lease = take(case.runs.get().job_id)
    assert lease is not None
    perform(lease)

    page = client_of(manager).get(reverse("cases:leaked", kwargs={"pk": case.pk})).content.decode()
    answer = client_of(manager).get(reverse("cases:leaked_json", kwargs={"pk": case.pk}))

    assert mails.leaked in page
    assert "盗まれたやり取り" in page
    assert "文字が一致" in page
    assert "<svg" in page
    assert answer.json()["schema"] == "kakekomi.trace/1"
    assert answer.json()["hypotheses"][0]["mailboxes"] == [mails.leaked]


def test_no_paper_that_leaves_the_house_names_the_robbed_mailbox(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    named = "leaked-somebody@aoba.example"
    document = make_trace(mailbox=named)
    client = client_of(administrator)
    leaked = reverse("cases:leaked", kwargs={"pk": case.pk})
    client.post(leaked, {"file": SimpleUploadedFile("t.json", document)})
    assert named in client.get(leaked).content.decode()

    papers = [
        reverse("cases:paper", kwargs={"pk": case.pk, "name": name})
        for name in ("report", "handover")
    ]
    notices = [
        reverse("cases:notice", kwargs={"pk": case.pk, "kind": kind})
        for kind in ("partners", "sender", "affected", "public", "telephone", "internal")
    ]
    for address in (*papers, *notices, reverse("cases:export", kwargs={"pk": case.pk})):
        assert named not in client.get(address).content.decode()


def test_a_manager_looks_and_adds_nothing(case: Case, manager: User, client_of: ClientOf) -> None:
    client = client_of(manager)
    refused = client.post(url("add_files", case), upload(FileRole.SPOOF, a=b"x"))

    assert client.get(url("trace", case)).status_code == 200
    assert refused.status_code == 403
    assert not MailFile.objects.exists()


def test_a_form_without_files_comes_back(
    case: Case, administrator: User, client_of: ClientOf
) -> None:
    answer = client_of(administrator).post(url("add_files", case), {"role": "spoof"})

    assert answer.status_code == 422
