"""Worker processes in earnest: they are started, killed and replaced."""

import signal
import sys
import threading
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

import kakekomi
from cli.mails import make_letter, make_setup, make_shard, short
from kakekomi.check.worker_process import WorkerDiedError, WorkerProcess
from kakekomi.check.workers import Workers

DEADLY = """
import os, sys
sys.path.append({source!r})
if "kakekomi.check.worker" in sys.orig_argv:
    from kakekomi.mail import mime
    sound = mime.parse
    def parse(data):
        for number in (6, 9):
            if b"DIE%d" % number in data:
                os.kill(os.getpid(), number)
        if b"DIE11" in data:
            import ctypes
            ctypes.string_at(0)
        return sound(data)
    mime.parse = parse
"""


@pytest.fixture
def _deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = str(Path(kakekomi.__file__).parents[1])
    (tmp_path / "sitecustomize.py").write_text(DEADLY.format(source=source))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


def test_one_process_does_shard_after_shard() -> None:
    with Workers(make_setup()) as workers:
        for name in ("a", "b"):
            assert short(workers.check(make_shard(make_letter(name)))) == [(name, "nothing_found")]
        assert len(workers._all) == 1


def test_as_many_processes_as_ask_at_the_same_time() -> None:
    with Workers(make_setup()) as workers, ThreadPoolExecutor(2) as executor:
        barrier = threading.Barrier(2)

        def ask(name: str) -> list[tuple[str, str]]:
            barrier.wait(timeout=30)
            return short(workers.check(make_shard(make_letter(name))))

        results = list(executor.map(ask, ["a", "b"]))

    assert results == [[("a", "nothing_found")], [("b", "nothing_found")]]
    assert len(workers._all) == 2


@pytest.mark.usefixtures("_deadly")
@pytest.mark.skipif(sys.platform == "win32", reason="needs signals")
@pytest.mark.parametrize(
    ("number", "problem"),
    [
        (signal.SIGSEGV, "problem.lost"),
        (signal.SIGABRT, "problem.lost"),
        (signal.SIGKILL, "problem.lost_limit"),
    ],
)
def test_a_mail_that_kills_its_process_is_named_and_all_others_are_done(
    number: signal.Signals, problem: str
) -> None:
    letters = [make_letter(str(at)) for at in range(5)]
    letters[2] = make_letter("deadly", body=b"DIE%d" % number)

    with Workers(make_setup()) as workers:
        answer = workers.check(make_shard(*letters))

    assert short(answer) == [
        ("0", "nothing_found"),
        ("1", "nothing_found"),
        ("deadly", problem),
        ("deadly", "not_checked"),
        ("3", "nothing_found"),
        ("4", "nothing_found"),
    ]


def test_a_process_that_was_killed_while_idle_is_replaced() -> None:
    with Workers(make_setup()) as workers:
        workers.check(make_shard(make_letter("a")))
        workers._idle[0]._process.kill()

        assert short(workers.check(make_shard(make_letter("b")))) == [("b", "nothing_found")]


def test_who_asks_while_all_is_closed_learns_it() -> None:
    workers = Workers(make_setup())
    workers.close()

    with pytest.raises(WorkerDiedError):
        workers.check(make_shard(make_letter()))


def test_no_process_is_left_behind() -> None:
    first = WorkerProcess()
    with Workers(make_setup(), first):
        pass

    assert first._process.returncode is not None


def test_a_process_ends_when_its_parent_is_gone() -> None:
    first = WorkerProcess()
    first.close()

    assert first._process.wait(timeout=30) == 0


def test_modules_are_not_looked_for_where_we_stand(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "msgspec.py").write_text("raise SystemExit(7)")
    (tmp_path / "kakekomi.py").write_text("raise SystemExit(7)")
    monkeypatch.chdir(tmp_path)

    with Workers(make_setup()) as workers:
        assert short(workers.check(make_shard(make_letter("a")))) == [("a", "nothing_found")]
