"""Results come in while the server is killed: none is lost, none is doubled."""

import os
import signal
import sys
import threading
import time
from pathlib import Path

import pytest

from desk.house.test_backup import manage
from desk.test_serve import Desk, wait_for
from kakekomi.check.submit import Spool, enrol, parse, send_all
from kakekomi.drill.reports import make_emocheck_txt
from kakekomi.facts.errors import UnavailableError

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc"),
]

RESULTS = 40
KILLS = 4

PREPARE = """
from datetime import timedelta
from django.utils import timezone
from kakekomi.desk.house.models import Organization
from kakekomi.desk.intake.models import Enrolment, digest_of
one = Organization.objects.create(name="x")
Enrolment.objects.create(organization=one, digest=digest_of("secret"), made_by="x",
    expires_at=timezone.now() + timedelta(days=1))
"""

COUNT = """
from kakekomi.desk.checks.models import Check
from kakekomi.desk.cases.models import CaseCheck
from kakekomi.desk.intake.models import Result
print(Result.objects.count(), Result.objects.filter(state="done").count(),
    Check.objects.count(), CaseCheck.objects.count())
"""


def test_what_was_acknowledged_is_there_once(tmp_path: Path) -> None:
    data = tmp_path / "desk"
    assert manage(data, "migrate", "-v", "0").returncode == 0
    assert manage(data, "shell", "--no-imports", code=PREPARE).returncode == 0
    desk = Desk(data)
    try:
        wait_for(lambda: desk.status() == 200)
        spool = Spool(tmp_path / "pc", parse(f"http://127.0.0.1:{desk.port}/"))
        enrol(spool, "secret", "PC")
        for number in range(RESULTS):
            report = make_emocheck_txt(version=f"2.{number}")
            spool.keep(report, f"PC-{number}_20220314101500_emocheck.txt")
        killer = threading.Thread(target=_kill_children, args=(desk,))
        killer.start()
        _send_until_done(spool)
        killer.join()
        wait_for(lambda: _counts(data)[1] == RESULTS, seconds=150)
    finally:
        desk.close()

    assert list(spool.waiting()) == []
    assert _counts(data) == [RESULTS] * 4


def _kill_children(desk: Desk) -> None:
    for _ in range(KILLS):
        time.sleep(0.7)
        for child in desk.children():
            os.kill(child, signal.SIGKILL)


def _send_until_done(spool: Spool) -> None:
    end = time.monotonic() + 60
    while any(True for _ in spool.waiting()):
        assert time.monotonic() < end, "it took too long"
        try:
            send_all(spool, sleep=lambda _s: time.sleep(0.1))
        except UnavailableError:
            time.sleep(0.1)


def _counts(data: Path) -> list[int]:
    """Results, those taken in, checks, checks in the case."""
    done = manage(data, "shell", "--no-imports", code=COUNT)
    return [int(number) for number in done.stdout.split()] or [0, 0, 0, 0]
