"""The desk as a user starts it: answers at once, mends itself, and leaves nothing running."""

import os
import re
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from http.client import HTTPConnection
from pathlib import Path

import pytest

pytestmark = pytest.mark.enable_socket

WAIT_S = 60


class Desk:
    """A running desk."""

    def __init__(self, data: Path, passed: tuple[str, ...] = ()) -> None:
        self.data = data
        names = ("PATH", "HOME", *passed)
        kept = {name: os.environ[name] for name in names if name in os.environ}
        self.process = subprocess.Popen(  # noqa: S603  our own command
            [
                *(sys.executable, "-m", "kakekomi", "desk", "--port", "0"),
                *("--data", str(data), "--lang", "en"),
            ],
            stderr=subprocess.PIPE,
            text=True,
            env=kept,
        )
        self.port = self._port()

    def _port(self) -> int:
        assert self.process.stderr is not None
        for line in self.process.stderr:
            if found := re.search(r"http://127\.0\.0\.1:(\d+)/", line):
                return int(found[1])
        self.close()
        raise AssertionError("it ended before it was open")

    def close(self) -> None:
        """End it, whatever it does."""
        self.process.kill()
        self.process.wait()
        assert self.process.stderr is not None
        self.process.stderr.close()

    def status(self) -> int:
        """What the desk answers; 0 if it does not."""
        connection = HTTPConnection("127.0.0.1", self.port, timeout=10)
        try:
            connection.request("GET", "/health/")
            return connection.getresponse().status
        except OSError:
            return 0
        finally:
            connection.close()

    def children(self) -> set[int]:
        """Process ids."""
        path = Path(f"/proc/{self.process.pid}/task/{self.process.pid}/children")
        return {int(number) for number in path.read_text().split()}


def wait_for(condition: Callable[[], bool], seconds: float = WAIT_S) -> None:
    """Wait until it is so."""
    end = time.monotonic() + seconds
    while not condition():
        assert time.monotonic() < end, "it took too long"
        time.sleep(0.05)


@pytest.fixture
def desk(tmp_path: Path) -> Iterator[Desk]:
    running = Desk(tmp_path)
    try:
        wait_for(lambda: running.status() == 200)
        yield running
    finally:
        running.close()


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_killed_child_is_started_again_and_all_end_with_the_parent(desk: Desk) -> None:
    before = desk.children()
    killed = max(before)
    os.kill(killed, signal.SIGKILL)
    wait_for(lambda: len(desk.children()) == len(before) and killed not in desk.children())
    wait_for(lambda: desk.status() == 200)
    children = desk.children()

    desk.process.send_signal(signal.SIGTERM)

    assert desk.process.wait(WAIT_S) == 0
    assert not [number for number in children if Path(f"/proc/{number}").exists()]
    assert desk.status() == 0


@pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")
def test_a_killed_desk_leaves_nothing_running(desk: Desk) -> None:
    children = desk.children()

    desk.process.kill()
    desk.process.wait()

    wait_for(lambda: not [one for one in children if Path(f"/proc/{one}").exists()])
    assert desk.status() == 0


def test_a_port_that_is_taken_is_told(desk: Desk, tmp_path: Path) -> None:
    done = subprocess.run(  # noqa: S603  our own command
        [
            *(sys.executable, "-m", "kakekomi", "desk", "--port", str(desk.port)),
            *("--data", str(tmp_path / "other"), "--lang", "en"),
        ],
        capture_output=True,
        text=True,
        check=False,
        timeout=WAIT_S,
    )

    assert (done.returncode, f"port {desk.port}" in done.stderr) == (2, True), done.stderr
