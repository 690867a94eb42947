"""A sender that is killed at any moment doubles and loses no notice; in earnest, by SMTP."""

import os
import signal
import subprocess
import sys
import time
from pathlib import Path
from typing import Final

import pytest

from desk.work.test_killed import PATIENCE_S, rows
from kakekomi.desk.config import DATA, DATABASE, MAIL_PER_MINUTE, MAIL_SERVER
from notice.smtp_server import Postbox, serving

PEOPLE: Final = 80

SET_UP: Final = f"""
import django
django.setup()
from django.core.management import call_command
call_command("migrate", verbosity=0)
from desk.work.dispatches import make_dispatch
from kakekomi.desk.cases.service import open_case
from kakekomi.desk.house.models import Organization
from notice.notices import make_notice
organization = Organization.objects.create(name="青葉製作所")
make_dispatch(open_case(organization, "お知らせ", "x"), make_notice({PEOPLE}))
"""

SETTLE: Final = """
import sys
import django
django.setup()
from django.utils import timezone
from kakekomi.desk.work.case_models import Dispatch
from kakekomi.desk.work.dispatching import go_on
from kakekomi.desk.work.notice_record import DeskRecord
from kakekomi.notice.settle import in_doubt, settled
dispatch = Dispatch.objects.get()
record = DeskRecord(dispatch.case, dispatch.kind, dispatch.round)
for event in in_doubt(record):
    is_sent = event.message_id in sys.argv[1:]
    record.add(settled(event, is_sent=is_sent, by="x", at=timezone.now()))
go_on(dispatch, "x")
"""

BACKGROUND: Final = ("-m", "kakekomi.desk.manage", "background", "--once")


def run(folder: Path, server: str, *command: str) -> subprocess.Popen[bytes]:
    environment = {
        **os.environ,
        DATA: str(folder),
        DATABASE: "",  # looked at from outside, as a file
        MAIL_SERVER: server,
        MAIL_PER_MINUTE: "60000",
        "DJANGO_SETTINGS_MODULE": "kakekomi.desk.settings",
        "PYTHONPATH": str(Path(__file__).parents[2]),
    }
    return subprocess.Popen(  # noqa: S603  ourselves
        (sys.executable, *command), env=environment, stdout=subprocess.DEVNULL
    )


def kill_after(folder: Path, server: str, query: str) -> None:
    """Start the worker, kill it once the query gives a row; its leases run out at once."""
    worker = run(folder, server, *BACKGROUND)
    end = time.monotonic() + PATIENCE_S
    while not rows(folder, query) and worker.poll() is None and time.monotonic() < end:
        time.sleep(0.001)
    worker.send_signal(signal.SIGKILL)
    worker.wait()
    rows(folder, "UPDATE work_job SET lease_until = '2000-01-01' WHERE state = 'running'")


@pytest.mark.enable_socket
@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGKILL")
def test_killed_five_times_every_partner_is_told_exactly_once(tmp_path: Path) -> None:
    postbox = Postbox()
    count = "SELECT 1 WHERE (SELECT count(*) FROM work_noticeevent WHERE state = '{}') > {}"
    with serving(postbox) as server:
        assert run(tmp_path, server, "-c", SET_UP).wait() == 0
        kill_after(tmp_path, server, "SELECT 1 FROM work_job WHERE state = 'running'")
        for state, number in (("sending", 0), ("sent", 10), ("sending", 30), ("sent", 50)):
            kill_after(tmp_path, server, count.format(state, number))
        assert run(tmp_path, server, *BACKGROUND).wait() == 0
        before = postbox.counts()
        known = [identifier for _, identifier in postbox.received]
        assert run(tmp_path, server, "-c", SETTLE, *known).wait() == 0
        assert run(tmp_path, server, *BACKGROUND).wait() == 0

    latest = (
        "SELECT state FROM work_noticeevent WHERE id IN "
        "(SELECT max(id) FROM work_noticeevent GROUP BY address)"
    )
    assert set(before.values()) == {1}
    assert sorted(postbox.counts().values()) == [1] * PEOPLE
    assert rows(tmp_path, latest) == [("sent",)] * PEOPLE
    assert rows(tmp_path, "SELECT state FROM work_job") == [("done",)]
