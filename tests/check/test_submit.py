"""A result is kept until a desk has stored it, whatever happens on the way."""

import json
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from hashlib import sha256
from http.server import BaseHTTPRequestHandler, HTTPServer
from pathlib import Path

import pytest

from kakekomi.check.submit import Desk, Sent, Spool, enrol, parse, send_all, send_with
from kakekomi.facts.errors import ConfigurationError, NotPermittedError

pytestmark = pytest.mark.enable_socket


class FakeDesk:
    """Answers as told, and remembers what it stored."""

    def __init__(self, *statuses: int) -> None:
        self.statuses = list(statuses)
        self.stored: dict[str, bytes] = {}
        self.calls = 0
        self.answers_other = False

    def answer(self, path: str, body: bytes, authorization: str) -> tuple[int, object]:
        self.calls += 1
        status = self.statuses.pop(0) if self.statuses else 201
        if status >= 400:
            return status, {"title": "no"}
        if path.endswith("/enrol"):
            return 201, {"pc_token": "t-" + json.loads(body)["hostname"]}
        if authorization != "Bearer t-PC":
            return 401, {"title": "no token"}
        digest = sha256(body).hexdigest()
        self.stored[digest] = body
        return status, {"content_sha256": "x" if self.answers_other else digest}


@contextmanager
def serving(desk: FakeDesk) -> Iterator[Desk]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            status, document = desk.answer(
                self.path.partition("?")[0], body, self.headers.get("Authorization", "")
            )
            data = json.dumps(document).encode()
            self.send_response(status)
            self.send_header("Content-Length", str(len(data)))
            self.end_headers()
            self.wfile.write(data)

        def log_message(self, format: str, *args: object) -> None:  # noqa: A002
            """Say nothing."""

    with HTTPServer(("127.0.0.1", 0), Handler) as server:
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
        thread.start()
        try:
            yield parse(f"http://127.0.0.1:{server.server_port}/")
        finally:
            server.shutdown()
            thread.join()


def sent(folder: Path, desk: FakeDesk, *results: bytes) -> Sent:
    with serving(desk) as address:
        spool = Spool(folder, address)
        spool.keep_token("t-PC")
        for data in results:
            spool.keep(data, "PC.snapshot")
        return send_all(spool, sleep=lambda _s: None)


def test_a_stored_result_leaves_the_folder(tmp_path: Path) -> None:
    desk = FakeDesk()

    assert sent(tmp_path, desk, b"one", b"two\nlines") == Sent(stored=2, waiting=0)
    assert set(desk.stored.values()) == {b"one", b"two\nlines"}
    assert list(tmp_path.rglob("*.result")) == []


def test_a_desk_with_a_fault_is_asked_again(tmp_path: Path) -> None:
    desk = FakeDesk(500, 503, 201)

    assert sent(tmp_path, desk, b"one") == Sent(stored=1, waiting=0)
    assert desk.calls == 3


def test_what_no_desk_stored_is_sent_with_the_next_call(tmp_path: Path) -> None:
    first = sent(tmp_path, FakeDesk(500, 500, 500, 500), b"one")
    assert (first.stored, first.waiting) == (0, 1)
    (waiting,) = tmp_path.rglob("*.result")
    desk = FakeDesk()
    with serving(desk) as address:
        spool = Spool(tmp_path, address)
        spool.keep_token("t-PC")
        waiting.rename(spool.folder / waiting.name)
        assert send_all(spool, sleep=lambda _s: None) == Sent(stored=1, waiting=0)

    assert set(desk.stored.values()) == {b"one"}


def test_an_answer_about_something_else_counts_for_nothing(tmp_path: Path) -> None:
    desk = FakeDesk()
    desk.answers_other = True

    outcome = sent(tmp_path, desk, b"one")
    assert (outcome.stored, outcome.waiting) == (0, 1)
    assert len(list(tmp_path.rglob("*.result"))) == 1


@pytest.mark.parametrize("status", [400, 401, 403, 413, 422])
def test_a_refusal_is_told_at_once_and_the_result_is_kept(tmp_path: Path, status: int) -> None:
    desk = FakeDesk(status)

    with pytest.raises(NotPermittedError):
        sent(tmp_path, desk, b"one")
    assert desk.calls == 1
    assert len(list(tmp_path.rglob("*.result"))) == 1


def test_a_pc_enrols_once_and_keeps_its_token_for_itself(tmp_path: Path) -> None:
    with serving(FakeDesk()) as address:
        spool = Spool(tmp_path, address)
        enrol(spool, "secret", "PC")

        assert Spool(tmp_path, address).token == "t-PC"
    (kept,) = tmp_path.rglob("pc-token.json")
    assert kept.stat().st_mode & 0o777 == 0o600


def test_without_a_token_nothing_is_sent(tmp_path: Path) -> None:
    desk = FakeDesk()
    with serving(desk) as address:
        spool = Spool(tmp_path, address)
        spool.keep(b"one", "PC")
        with pytest.raises(NotPermittedError, match="--enrol"):
            send_all(spool)

    assert desk.calls == 0


@pytest.mark.parametrize(
    "address",
    ["http://desk.example/", "ftp://desk.example", "https://", "https://u:p@desk.example", "x"],
)
def test_results_go_over_an_encrypted_connection_only(address: str) -> None:
    with pytest.raises(ConfigurationError):
        parse(address)


def test_an_address_is_read() -> None:
    desk = Desk(scheme="https", host="desk.example", port=8443, path="/kakekomi")
    assert parse("https://desk.example:8443/kakekomi/") == desk


def test_a_pc_that_the_desk_has_forgotten_enrols_again(tmp_path: Path) -> None:
    desk = FakeDesk()
    with serving(desk) as address:
        spool = Spool(tmp_path, address)
        spool.keep_token("forgotten")
        spool.keep(b"one", "PC")

        assert send_with(spool, "secret", "PC") == Sent(stored=1, waiting=0)
        assert spool.token == "t-PC"
        spool.keep(b"two", "PC")
        assert send_with(spool, "secret", "PC") == Sent(stored=1, waiting=0)

    assert desk.calls == 4
