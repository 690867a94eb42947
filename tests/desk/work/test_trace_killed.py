"""A comparison that is killed begins anew and gives one answer; nothing lies about unencrypted."""

import signal
import sys
from pathlib import Path
from typing import Final

import pytest

from desk.test_serve import wait_for
from desk.work.test_killed import rows, run

SET_UP: Final = """
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from desk.work.mailboxes import OWN_DOMAIN, make_mailboxes
from kakekomi.desk.cases.mail_files import add_file
from kakekomi.desk.cases.models import FileRole
from kakekomi.desk.cases.service import open_case
from kakekomi.desk.house.models import Organization
from kakekomi.desk.work.models import Kind
from kakekomi.desk.work.trace_pages import ask
mails = make_mailboxes()
case = open_case(Organization.objects.create(name="青葉製作所"), "なりすまし", "x")
for role, files in ((FileRole.SPOOF, mails.spoofs), (FileRole.ARCHIVE, mails.archives)):
    for name, data in files.items():
        add_file(case, role, name, data, "x")
ask(case, Kind.TRACE, "x", {"own_domains": [OWN_DOMAIN]})
"""

BACKGROUND: Final = ("-m", "kakekomi.desk.manage", "background", "--once")


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_while_it_reads_it_gives_one_answer_in_the_end(tmp_path: Path) -> None:
    assert run(tmp_path, "-c", SET_UP).wait() == 0
    reading = tmp_path / "reading"

    worker = run(tmp_path, *BACKGROUND)
    wait_for(lambda: any(reading.glob("*/archive/*.mbox")))
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    left = any(reading.glob("*/archive/*.mbox"))
    rows(tmp_path, "UPDATE work_job SET lease_until = '2000-01-01' WHERE state = 'running'")
    assert run(tmp_path, *BACKGROUND).wait() == 0

    assert left
    assert [*reading.iterdir()] == []
    assert rows(tmp_path, "SELECT state FROM work_job") == [("done",)]
    assert rows(tmp_path, "SELECT count(*) FROM cases_traceresult") == [(1,)]
