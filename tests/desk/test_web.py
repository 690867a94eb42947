"""Answering behind a server that speaks TLS: whom it believes."""

import os
import socket
import subprocess
import sys
from collections.abc import Iterator
from contextlib import ExitStack
from http.client import HTTPConnection
from pathlib import Path

import pytest

from kakekomi.desk.serve import LOOPBACK, listen

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(sys.platform == "win32", reason="a socket can't be handed on"),
]

WAIT_S = 60

HOUSE = {"KAKEKOMI_DESK_HTTPS": "1", "KAKEKOMI_DESK_HOSTS": "desk.example"}


def _status(port: int, **headers: str) -> int:
    connection = HTTPConnection(LOOPBACK, port, timeout=WAIT_S)
    try:
        named = {name.replace("_", "-"): value for name, value in headers.items()}
        connection.request("GET", "/health/", headers={"Host": "desk.example", **named})
        return connection.getresponse().status
    finally:
        connection.close()


@pytest.fixture
def listener() -> Iterator[socket.socket]:
    with listen(LOOPBACK, 0) as bound:
        yield bound


def _served(listener: socket.socket, data: Path, **settings: str) -> subprocess.Popen[bytes]:
    kept = {name: os.environ[name] for name in ("PATH", "HOME") if name in os.environ}
    named = {**kept, "KAKEKOMI_DESK_DATA": str(data), **HOUSE, **settings}
    manage = [sys.executable, "-m", "kakekomi.desk.manage", "migrate", "-v", "0"]
    subprocess.run(manage, env=named, check=True, capture_output=True)  # noqa: S603  ours
    number = listener.fileno()
    return subprocess.Popen(  # noqa: S603  our own command
        [sys.executable, "-m", "kakekomi.desk.web", str(number)],
        pass_fds=[number],
        env=named,
    )


@pytest.mark.parametrize(("proxy", "status"), [("127.0.0.1", 200), ("192.0.2.1", 301)])
def test_only_the_named_server_may_say_that_the_visitor_came_by_tls(
    proxy: str, status: int, listener: socket.socket, tmp_path: Path
) -> None:
    port = listener.getsockname()[1]
    with _served(listener, tmp_path, KAKEKOMI_DESK_PROXY=proxy) as process:
        try:
            told = {"X_Forwarded_Proto": "https", "X_Forwarded_For": "203.0.113.7"}
            assert (_status(port, **told), _status(port)) == (status, 301)
        finally:
            process.terminate()
    assert process.returncode == 0


def test_many_who_begin_a_request_and_say_no_more_keep_nobody_out(
    listener: socket.socket, tmp_path: Path
) -> None:
    port = listener.getsockname()[1]
    begun = b"POST /check/ HTTP/1.1\r\nHost: desk.example\r\nContent-Length: 999\r\n\r\nx"
    with ExitStack() as held, _served(listener, tmp_path) as process:
        try:
            _status(port)
            for _ in range(250):
                silent = held.enter_context(socket.create_connection((LOOPBACK, port)))
                silent.sendall(begun)
            assert _status(port, X_Forwarded_Proto="https") == 200
        finally:
            process.terminate()
