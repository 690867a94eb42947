"""Checks as if they had been handed in: facts and verdict, without a worker process."""

from hashlib import sha256

from django.utils import timezone

from kakekomi.desk.checks.models import Check
from kakekomi.desk.checks.service import judge_again
from kakekomi.desk.house.models import Organization
from kakekomi.facts import snapshot
from kakekomi.facts.pc_tables import SystemInfo
from kakekomi.facts.report_tables import AvScan, EmocheckProcess, EmocheckReport
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.packs.load import load_embedded


def make_check(
    organization: Organization, *rows: Row, kind: Kind = Kind.REPORT, tool: str = "emocheck"
) -> Check:
    """A stored check, judged by today's pack."""
    facts = snapshot.write((SubjectFacts(subject="made", kind=kind, rows=rows),))
    check = Check.objects.create(
        kind=kind,
        tool=tool,
        name="made",
        subject="made",
        facts=facts,
        facts_sha256=sha256(facts).hexdigest(),
        content_sha256=sha256(facts).hexdigest(),
        organization=organization,
    )
    judge_again(check, load_embedded())
    return check


def negative(organization: Organization, hostname: str) -> Check:
    """EmoCheck found nothing on that PC."""
    return make_check(
        organization,
        EmocheckReport(
            hostname=hostname, version="2.4.0", is_infected=False, scanned_at=timezone.now()
        ),
    )


def positive(organization: Organization, hostname: str) -> Check:
    """EmoCheck found Emotet on that PC."""
    path = r"C:\Users\taro\AppData\Local\Kqzvxjrl\wmtpfeoq.bhd"
    return make_check(
        organization,
        EmocheckReport(
            hostname=hostname, version="2.4.0", is_infected=True, scanned_at=timezone.now()
        ),
        EmocheckProcess(process_name="regsvr32.exe", process_id=4711, image_path=path),
    )


def scanned(organization: Organization, hostname: str) -> Check:
    """Defender scanned all files."""
    now = timezone.now()
    return make_check(
        organization,
        SystemInfo(hostname=hostname),
        AvScan(product="defender", scope="full", started_at=now, finished_at=now),
        tool="defender",
    )
