"""What is old is forgotten, in the background, with a line in the audit log."""

from datetime import datetime, timedelta

import pytest
from axes.models import AccessAttempt
from django.contrib.sessions.models import Session
from django.utils import timezone

from desk.conftest import make_user
from kakekomi.desk import originals
from kakekomi.desk.cases import service
from kakekomi.desk.cases.models import Answer, Case, EvidenceItem, FileRole, MailFile
from kakekomi.desk.checks.models import Check
from kakekomi.desk.checks.service import KEPT_DAYS
from kakekomi.desk.config import Keeping
from kakekomi.desk.counter.models import Member, Wave
from kakekomi.desk.house import retention
from kakekomi.desk.house.audit import first_broken
from kakekomi.desk.house.models import AuditEntry, Organization, Role, User
from kakekomi.desk.house.retention import Daily, forget_all
from kakekomi.desk.portal.models import Enquiry, Receipt
from kakekomi.desk.work import tasks

pytestmark = pytest.mark.django_db

USUAL = Keeping()
SHA256 = "a" * 64


def ago(days: int) -> datetime:
    return timezone.now() - timedelta(days=days)


def make_check(organization: Organization | None = None, days: int = 0, **fields: object) -> Check:
    check = Check.objects.create(
        kind="mail",
        name="m.eml",
        subject="m.eml",
        facts=b"",
        facts_sha256="",
        content_sha256=SHA256,
        organization=organization,
        **fields,
    )
    Check.objects.filter(pk=check.pk).update(created_at=ago(days))
    return check


def make_receipt(days: int) -> Receipt:
    receipt = Receipt.objects.create(started_at=ago(days), answers=[["opened", "yes"]])
    Receipt.objects.filter(pk=receipt.pk).update(created_at=ago(days))
    return receipt


def make_enquiry(receipt: Receipt | None, days: int, **fields: object) -> Enquiry:
    enquiry = Enquiry.objects.create(receipt=receipt, question="?", **fields)
    Enquiry.objects.filter(pk=enquiry.pk).update(created_at=ago(days))
    return enquiry


def forgotten() -> list[tuple[str, object]]:
    entries = AuditEntry.objects.filter(actor=retention.ACTOR)
    return [(one.target, one.after) for one in entries if one.action == "retention.forgotten"]


def test_a_strangers_check_goes_after_its_days_and_the_log_says_so() -> None:
    old, young = make_check(days=KEPT_DAYS + 1), make_check(days=KEPT_DAYS - 1)

    assert forget_all(timezone.now()) == 1
    assert list(Check.objects.all()) == [young]
    assert not Check.objects.filter(pk=old.pk).exists()
    assert forgotten() == [("checks of strangers", {"count": 1})]
    assert first_broken() is None


def test_an_old_receipt_goes_with_what_was_asked() -> None:
    make_enquiry(make_receipt(USUAL.receipts + 1), USUAL.receipts + 1, text="secret")
    make_enquiry(None, USUAL.receipts + 1)
    forget_all(timezone.now())

    assert (Receipt.objects.count(), Enquiry.objects.count()) == (0, 0)
    assert forgotten() == [("receipts", {"count": 1}), ("enquiries", {"count": 1})]


@pytest.mark.parametrize("answered", [{"answered_at": ago(1)}, {}])
def test_a_receipt_stays_while_something_happens(answered: dict[str, datetime]) -> None:
    receipt = make_receipt(USUAL.receipts + 9)
    make_enquiry(receipt, USUAL.receipts + 1 if answered else 1, **answered)
    forget_all(timezone.now())

    assert (Receipt.objects.count(), Enquiry.objects.count()) == (1, 1)


def test_a_wave_goes_when_all_in_it_is_forgotten() -> None:
    wave = Wave.objects.create(name="RE: 請求書", opened_at=ago(USUAL.receipts + 1))
    enquiry = make_enquiry(None, USUAL.receipts + 1)
    Member.objects.create(wave=wave, enquiry=enquiry, at=timezone.now())
    forget_all(timezone.now())

    assert not Wave.objects.exists()


@pytest.fixture
def case(organization: Organization) -> Case:
    """A case that began with a receipt and has two uploads, one of them listed as evidence."""
    user = make_user("hanako", Role.ADMINISTRATOR, organization)
    receipt = make_receipt(USUAL.receipts + 9)
    make_enquiry(receipt, USUAL.receipts + 9)
    case = service.open_case(organization, "請求書", user, receipt=receipt)
    check = make_check(organization, original=originals.keep(b"mail"))
    case.case_checks.create(checked=check)
    case.evidence.create(name="m.eml", sha256=SHA256, place="here", taken_at=timezone.now())
    MailFile.objects.create(
        case=case,
        role=FileRole.ARCHIVE,
        name="a.mbox",
        original=originals.keep(b"mailbox"),
        sha256="b" * 64,
        size_bytes=7,
        added_by="x",
        added_at=timezone.now(),
    )
    return case


def kept_files(case: Case) -> list[bytes]:
    references = [
        *Check.objects.filter(original__isnull=False).values_list("original", flat=True),
        *MailFile.objects.values_list("original", flat=True),
    ]
    return [originals.read(str(one)) for one in references]


@pytest.mark.parametrize("closed_at", [None, ago(USUAL.uploads - 1)])
def test_a_case_keeps_its_uploads_until_its_time_is_over(
    case: Case, closed_at: datetime | None
) -> None:
    Case.objects.filter(pk=case.pk).update(closed_at=closed_at)
    forget_all(timezone.now())

    assert kept_files(case) == [b"mail", b"mailbox"]
    assert (Receipt.objects.count(), Enquiry.objects.count()) == (1, 1)


@pytest.mark.django_db(transaction=True)
def test_uploads_and_receipt_of_a_case_go_and_its_record_stays(case: Case) -> None:
    references = [Check.objects.get().original, MailFile.objects.get().original]
    Case.objects.filter(pk=case.pk).update(closed_at=ago(USUAL.uploads + 1))
    assert forget_all(timezone.now()) == 1

    for reference in references:
        with pytest.raises(FileNotFoundError):
            originals.read(str(reference))
    assert kept_files(case) == []
    assert (Receipt.objects.count(), Enquiry.objects.count()) == (0, 0)
    assert EvidenceItem.objects.get().place == "保管期間が過ぎたため、ファイルは削除しました"
    assert (Check.objects.count(), Answer.objects.count()) == (1, 1)
    entry = AuditEntry.objects.get(action="retention.uploads")
    assert (entry.organization, entry.before["files"]) == (case.organization, 2)  # type: ignore[index]
    assert forget_all(timezone.now()) == 0


@pytest.mark.django_db(transaction=True)
def test_an_upload_that_another_case_needs_stays(case: Case, employee: User) -> None:
    other = service.open_case(case.organization, "もう一つ", employee)
    check = Check.objects.get()
    file = MailFile.objects.create(
        case=other,
        role=FileRole.SPOOF,
        name="m.eml",
        original=str(check.original),
        sha256=SHA256,
        size_bytes=4,
        added_by="x",
        added_at=timezone.now(),
    )
    Case.objects.filter(pk=case.pk).update(closed_at=ago(USUAL.uploads + 1))
    forget_all(timezone.now())

    assert originals.read(file.original) == b"mail"


def test_ended_sessions_and_old_wrong_passwords_go() -> None:
    for days in (-1, 1):
        Session.objects.create(session_key=f"s{days}", session_data="", expire_date=ago(days))
    AccessAttempt.objects.create(username="x", ip_address="192.0.2.1", failures_since_start=1)
    AccessAttempt.objects.update(attempt_time=ago(2))
    forget_all(timezone.now())

    assert list(Session.objects.values_list("session_key", flat=True)) == ["s-1"]
    assert not AccessAttempt.objects.exists()


def test_it_happens_in_the_background_once_a_day(monkeypatch: pytest.MonkeyPatch) -> None:
    rounds = iter([3, 4])
    monkeypatch.setattr(retention, "forgetters", [lambda _now: next(rounds)])
    daily = Daily()
    daily()
    daily()

    assert list(rounds) == [4]
    assert any(isinstance(one, Daily) for one in tasks.routines)


def test_a_failure_is_told_and_stops_no_other_work(
    monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    monkeypatch.setattr(retention, "forgetters", [lambda _now: 1 // 0])
    Daily()()

    assert "what is old was not forgotten" in caplog.text


@pytest.mark.parametrize(
    ("text", "days"), [("", 30), ("7", 7), ("0", 1), ("99999", 30), ("9999", 3650), ("x", 30)]
)
def test_days_are_a_setting(text: str, days: int) -> None:
    assert Keeping.of({"KAKEKOMI_DESK_KEEP_CHECKS_DAYS": text}).checks == days
