"""A worker that is killed at any moment loses and doubles nothing; in earnest, on a SQLite file."""

import os
import signal
import sqlite3
import subprocess
import sys
import time
from collections import Counter
from pathlib import Path
from typing import Final

import pytest

from kakekomi.desk.config import DATA, DATABASE

CHECKS: Final = 700
PEOPLE: Final = 12
PATIENCE_S: Final = 60.0

SET_UP: Final = f"""
import sys
import django
django.setup()
from pathlib import Path
from django.core.management import call_command
call_command("migrate", verbosity=0)
from kakekomi.desk.checks.models import Check, Verdict, new_token
from kakekomi.desk.house.models import Organization
from kakekomi.desk.house.models import Membership, Role, User
from kakekomi.desk.work import loaded
from desk.work.stock import make_check, make_pack
organization = Organization.objects.create(name="青葉製作所")
for number in range({PEOPLE}):
    user = User.objects.create(username=f"u{{number}}", email=f"u{{number}}@aoba.example")
    Membership.objects.create(user=user, role=Role.MANAGER, organization=organization)
first = make_check(organization=organization)
verdict = first.verdicts.get()
for number in range({CHECKS} - 1):
    first.pk, first.token, first._state.adding = None, new_token(), True
    first.save()
    verdict.pk, verdict.checked, verdict._state.adding = None, first, True
    verdict.save()
loaded.load(make_pack(Path(sys.argv[1])), actor="lead")
"""


def run(folder: Path, *command: str) -> subprocess.Popen[str]:
    tests = Path(__file__).parents[2]
    environment = {
        **os.environ,
        DATA: str(folder),
        DATABASE: "",  # looked at from outside, as a file
        "DJANGO_SETTINGS_MODULE": "kakekomi.desk.settings",
        "PYTHONPATH": str(tests),
        "PYTHONUNBUFFERED": "1",
    }
    output = (folder / "mails.txt").open("a")
    with output:
        return subprocess.Popen(  # noqa: S603  ourselves
            (sys.executable, *command), env=environment, stdout=output, text=True
        )


def rows(folder: Path, query: str) -> list[tuple[object, ...]]:
    database = sqlite3.connect(folder / "desk.sqlite3", timeout=20, isolation_level=None)
    try:
        return database.execute(query).fetchall()
    finally:
        database.close()


def kill_after(folder: Path, query: str) -> None:
    """Start the worker, kill it once the query gives a row; its leases run out at once."""
    worker = run(folder, "-m", "kakekomi.desk.manage", "background", "--once")
    end = time.monotonic() + PATIENCE_S
    while not rows(folder, query) and worker.poll() is None and time.monotonic() < end:
        time.sleep(0.005)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    rows(folder, "UPDATE work_job SET lease_until = '2000-01-01' WHERE state = 'running'")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_at_any_moment_nothing_is_lost_or_doubled(tmp_path: Path) -> None:
    assert run(tmp_path, "-c", SET_UP, str(tmp_path)).wait() == 0

    kill_after(tmp_path, "SELECT 1 FROM work_job WHERE state = 'running'")
    kill_after(tmp_path, "SELECT 1 FROM work_job WHERE done > 0")
    kill_after(tmp_path, "SELECT 1 FROM work_job WHERE done > 200")
    kill_after(tmp_path, "SELECT 1 FROM work_outgoing WHERE state = 'sent'")
    kill_after(tmp_path, "SELECT 1 FROM work_outgoing WHERE state = 'sent' AND id > 4")
    assert run(tmp_path, "-m", "kakekomi.desk.manage", "background", "--once").wait() == 0

    assert rows(tmp_path, "SELECT kind, state, done FROM work_job ORDER BY id") == [
        ("rejudge", "done", CHECKS),
        ("mail", "done", PEOPLE),
    ]
    by_check = (
        "SELECT checked_id FROM checks_verdict WHERE {} GROUP BY checked_id HAVING count(*) = {}"
    )
    assert len(rows(tmp_path, by_check.format("verdict = 'detected' AND is_current", 1))) == CHECKS
    assert len(rows(tmp_path, by_check.format("1", 2))) == CHECKS
    assert rows(tmp_path, "SELECT count(*) FROM work_verdictchange") == [(CHECKS,)]
    printed = (tmp_path / "mails.txt").read_text("utf-8").splitlines()
    went = Counter(line for line in printed if line.startswith("To:"))
    sent = rows(tmp_path, "SELECT address FROM work_outgoing WHERE state = 'sent'")
    unsure = rows(tmp_path, "SELECT address FROM work_outgoing WHERE state = 'unsure'")
    assert set(went.values()) == {1}
    assert {f"To: {address}" for (address,) in sent} <= set(went)
    assert len(sent) + len(unsure) == PEOPLE
