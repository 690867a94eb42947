"""Uploads are checked by processes in earnest, and stored."""

from datetime import timedelta
from hashlib import sha256

import msgspec
import pytest
from django.utils import timezone
from msgspec.structs import replace

from cli.command import PLAIN_MAIL
from kakekomi.desk import originals
from kakekomi.desk.checks.models import Check, Source, Verdict
from kakekomi.desk.checks.service import (
    KEPT_DAYS,
    NothingCheckedError,
    Origin,
    check_all,
    check_upload,
    forget_old,
    judge_again,
    judge_all_again,
    worst_of,
)
from kakekomi.desk.house.knowledge import current_pack
from kakekomi.desk.house.models import Organization
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.drill.mailbox import make_mbox
from kakekomi.drill.reports import make_emocheck_txt
from kakekomi.facts.mail_tables import OwnDomain
from kakekomi.packs.model import Language

pytestmark = pytest.mark.django_db


def test_a_mail_is_stored_with_its_facts_and_verdict(organization: Organization) -> None:
    mail = make_demo_mail()

    check = check_upload(mail, "請求書.eml", organization=organization)

    stored = Check.objects.get()
    assert (stored.pk, stored.kind, stored.subject, stored.tool, stored.source) == (
        check.pk,
        "mail",
        "請求書.eml",
        "kakekomi",
        Source.PORTAL,
    )
    assert stored.content_sha256 == sha256(mail).hexdigest()
    assert stored.facts_sha256 == sha256(stored.facts).hexdigest()
    assert stored.subject_facts.subject == "請求書.eml"
    assert stored.current.verdict == "detected"
    assert stored.current.document_in(Language.EN).verdict == "detected"
    assert stored.current.json_in(Language.JA) != stored.current.json_in(Language.EN)


def test_each_mail_of_a_mailbox_is_stored_and_the_worst_is_named() -> None:
    outcome = check_all(make_mbox([PLAIN_MAIL, make_demo_mail()]), "box.mbox", Origin())

    assert [check.subject for check in outcome.checks] == ["box.mbox:1", "box.mbox:2"]
    assert len({check.batch for check in outcome.checks}) == 1
    assert worst_of(outcome).subject == "box.mbox:2"


def test_a_report_is_stored_as_the_result_of_its_tool() -> None:
    check = check_upload(make_emocheck_txt(), "PC-7_emocheck.txt")

    assert (check.kind, check.tool, check.current.verdict) == (
        "report",
        "emocheck",
        "nothing_found",
    )


def test_what_cannot_be_checked_leaves_nothing_behind() -> None:
    with pytest.raises(NothingCheckedError) as error:
        check_upload(b"\xff\xd8\xff\xe0", "photo.jpg")

    assert error.value.problem.key == "problem.not_known"
    assert not Check.objects.exists()


def test_the_file_itself_is_kept_only_if_wanted_and_then_encrypted() -> None:
    (lost,) = check_all(PLAIN_MAIL, "a.eml", Origin()).checks
    (kept,) = check_all(PLAIN_MAIL, "a.eml", Origin(is_kept=True)).checks

    assert lost.original is None
    assert kept.original is not None
    assert originals.read(kept.original) == PLAIN_MAIL


def test_own_domains_of_the_organization_are_known_to_the_check(
    organization: Organization,
) -> None:
    check = check_upload(PLAIN_MAIL, "a.eml", organization=organization)

    assert [row.domain for row in check.subject_facts.of(OwnDomain)] == ["aoba.example"]


def test_a_new_pack_gives_a_new_verdict_and_the_old_one_is_history() -> None:
    check = check_upload(make_demo_mail(), "a.eml")
    pack = replace(current_pack(), version="2027.1", rules=())

    new = judge_again(check, pack)

    assert (new.verdict, new.pack_version) == ("nothing_found", "2027.1")
    assert [(row.verdict, row.is_current) for row in check.verdicts.all()] == [
        ("nothing_found", True),
        ("detected", False),
    ]


def test_the_same_pack_says_the_same_and_adds_nothing() -> None:
    checks = list(check_all(make_mbox([PLAIN_MAIL, make_demo_mail()]), "m", Origin()).checks)
    before = [check.current for check in checks]

    assert judge_all_again(checks, current_pack()) == before
    assert Verdict.objects.count() == 2


def test_judging_again_says_what_the_first_judging_said() -> None:
    check = check_upload(make_demo_mail(), "a.eml")

    again = judge_again(check, replace(current_pack(), version="next"))

    first = Verdict.objects.get(is_current=False)
    assert _without_pack(again) == _without_pack(first)


def _without_pack(verdict: Verdict) -> list[dict[str, object]]:
    documents = [msgspec.json.decode(verdict.json_in(language)) for language in Language]
    return [document | {"pack": None, "checked_at": None} for document in documents]


@pytest.mark.django_db(transaction=True)
def test_old_checks_of_strangers_are_forgotten_with_their_originals(
    organization: Organization,
) -> None:
    (old,) = check_all(PLAIN_MAIL, "old.eml", Origin(is_kept=True)).checks
    check_all(PLAIN_MAIL, "ours.eml", Origin(organization=organization))
    Check.objects.update(created_at=timezone.now() - timedelta(days=KEPT_DAYS + 1))
    check_all(PLAIN_MAIL, "young.eml", Origin())

    assert forget_old(timezone.now()) == 1
    assert [check.name for check in Check.objects.all()] == ["ours.eml", "young.eml"]
    assert old.original is not None
    with pytest.raises(FileNotFoundError):
        originals.read(old.original)
