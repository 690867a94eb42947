"""Processes for strangers' files: one for each, and none is left behind."""

import os
import pickle
import signal
import sys
import threading
import time
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import psutil  # type: ignore[import-untyped]
import pytest

import kakekomi
from cli.command import PLAIN_MAIL
from kakekomi.check.judging import PackChoice
from kakekomi.check.nursery import Nursery, Spare, open_nursery
from kakekomi.check.upload import Upload, UploadSetup, decode_result
from kakekomi.check.worker_process import WorkerDiedError

SETUP = pickle.dumps(UploadSetup(choice=PackChoice()))
NOW_S = int(datetime(2022, 3, 14, tzinfo=UTC).timestamp())

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="processes divide here only")

SLOW = """
import sys, time
sys.path.append({source!r})
if "kakekomi.check.worker" in sys.orig_argv:
    from kakekomi.mail import mime
    sound = mime.parse
    def parse(data):
        if b"SLEEP9" in data:
            time.sleep(60)
        return sound(data)
    mime.parse = parse
"""


@pytest.fixture
def nursery() -> Iterator[Nursery]:
    nursery = Nursery(SETUP)
    yield nursery
    nursery.close(is_idle=True)


@pytest.fixture
def _slow(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = str(Path(kakekomi.__file__).parents[1])
    (tmp_path / "sitecustomize.py").write_text(SLOW.format(source=source))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def ask(nursery: Nursery | Spare, mail: bytes = PLAIN_MAIL) -> str:
    """The verdict on a mail, by a process of its own that is gone afterwards."""
    worker = nursery.take()
    try:
        upload = Upload(name="m.eml", data=mail, now_s=NOW_S)
        (subject,) = decode_result(worker.ask(pickle.dumps(upload))).subjects
        return subject.verdict
    finally:
        worker.end()
        worker.close()


def mothers() -> list[psutil.Process]:
    """Processes of ours that divide."""
    return [
        one
        for one in psutil.Process().children()
        if one.status() != psutil.STATUS_ZOMBIE and "kakekomi.check.worker" in one.cmdline()
    ]


def test_one_process_loads_and_each_file_has_a_child_of_it(nursery: Nursery) -> None:
    verdicts = [ask(nursery) for _ in range(3)]

    (mother,) = mothers()
    assert verdicts == ["nothing_found"] * 3
    assert mother.children() == []


def test_a_child_that_nobody_asks_ends_with_its_user(nursery: Nursery) -> None:
    worker = nursery.take()
    worker.close()

    assert mothers()[0].children() == []


def test_a_mother_that_died_is_replaced(nursery: Nursery) -> None:
    ask(nursery)
    (mother,) = mothers()
    os.kill(mother.pid, signal.SIGKILL)
    mother.wait()

    assert ask(nursery) == "nothing_found"


@pytest.mark.usefixtures("_slow")
def test_a_child_is_ended_while_it_works_and_others_go_on(nursery: Nursery) -> None:
    slow = nursery.take()
    threading.Timer(1.0, slow.end).start()
    upload = Upload(name="m.eml", data=PLAIN_MAIL + b"SLEEP9", now_s=NOW_S)

    with pytest.raises(WorkerDiedError) as raised:
        slow.ask(pickle.dumps(upload))
    slow.close()

    assert raised.value.args == ("worker ended with status -9",)
    assert ask(nursery) == "nothing_found"


@pytest.mark.usefixtures("_slow")
def test_children_end_when_their_user_is_gone(nursery: Nursery) -> None:
    slow = nursery.take()
    asked = threading.Thread(target=_ask_in_vain, args=(slow,))
    asked.start()
    (mother,) = mothers()
    while not mother.children():
        time.sleep(0.05)
    (child,) = mother.children()
    slow.end()
    nursery.close(is_idle=False)
    asked.join()
    slow.close()

    assert not child.is_running()
    assert not mother.is_running()


def _ask_in_vain(worker: object) -> None:
    upload = Upload(name="m.eml", data=PLAIN_MAIL + b"SLEEP9", now_s=NOW_S)
    with pytest.raises(WorkerDiedError):
        worker.ask(pickle.dumps(upload))  # type: ignore[attr-defined]


def test_where_processes_do_not_divide_the_next_is_started_beforehand(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(sys, "platform", "win32")
    spare = open_nursery(SETUP)
    monkeypatch.undo()

    assert isinstance(spare, Spare)
    assert [ask(spare), ask(spare)] == ["nothing_found"] * 2
    spare.close(is_idle=True)
    assert mothers() == []
