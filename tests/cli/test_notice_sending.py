import os
import pty
import re
import signal
import subprocess
import time
from collections.abc import Sequence
from pathlib import Path

import msgspec
import pytest

from cli.command import COMMAND, Ran, environment, run
from kakekomi.notice.correspondence import Person
from kakekomi.notice.folder import NoticeFolder
from kakekomi.notice.statement import Statement
from notice.certificates import make_certificate, make_issuer
from notice.folders import make_folder
from notice.notices import make_statement
from notice.smtp_server import Fault, OneLogin, Postbox, serving, serving_starttls

SEND = ("--per-minute", "60000", "--settle", "leave")


def approved(place: Path, count: int, statement: Statement | None = None) -> NoticeFolder:
    folder = make_folder(place, count=count, statement=statement or make_statement())
    assert run("notice", "approve", str(place), "--by", "社長", "--yes").status == 0
    return folder


def listed(place: Path) -> dict[str, object]:
    answer = run("notice", "list", str(place), "--format", "json")
    return msgspec.json.decode(answer.out, type=dict[str, object])


@pytest.mark.enable_socket
def test_an_approved_notice_is_sent_once_and_listed(tmp_path: Path) -> None:
    approved(tmp_path, 3)
    postbox = Postbox()

    with serving(postbox) as address:
        first = run("notice", "send", str(tmp_path), "--smtp", address, *SEND)
        again = run("notice", "send", str(tmp_path), "--smtp", address, *SEND)

    assert (first.status, again.status) == (0, 0)
    assert set(postbox.counts().values()) == {1}
    assert len(postbox.received) == 3
    answer = listed(tmp_path)
    assert answer["schema"] == "kakekomi.notice-record/1"
    assert answer["counts"]["sent"] == 3  # type: ignore[index]


@pytest.mark.enable_socket
@pytest.mark.parametrize("change", ["text", "recipients", "statement"])
def test_whatever_is_changed_after_the_approval_is_not_sent(tmp_path: Path, change: str) -> None:
    folder = approved(tmp_path, 2)
    if change == "text":
        file = tmp_path / "notice.txt"
        file.write_text(file.read_text("utf-8") + "以上です。\n", "utf-8")
    elif change == "recipients":
        folder.write_people((Person(address="new@partner.example"),), ())
    else:
        file = tmp_path / "statement.toml"
        file.write_text(file.read_text("utf-8").replace("soumu@", "keiri@"), "utf-8")
    postbox = Postbox()

    with serving(postbox) as address:
        ran = run("notice", "send", str(tmp_path), "--smtp", address, *SEND)

    assert ran.status == 2
    assert "not approved as it is now" in ran.complaint
    assert postbox.received == []


def test_what_the_checker_refuses_can_be_neither_approved_nor_sent(tmp_path: Path) -> None:
    make_folder(tmp_path, statement=make_statement(telephone=""))

    approve = run("notice", "approve", str(tmp_path), "--by", "社長", "--yes")
    send = run("notice", "send", str(tmp_path), "--smtp", "smtp://127.0.0.1:9", *SEND)

    assert (approve.status, send.status) == (10, 10)
    assert not (tmp_path / "approval.json").exists()


def test_nobody_at_a_terminal_is_no_approval(tmp_path: Path) -> None:
    make_folder(tmp_path)

    ran = run("notice", "approve", str(tmp_path), "--by", "社長", stdin="はい\n".encode())

    assert ran.status == 2
    assert not (tmp_path / "approval.json").exists()


def test_a_password_in_the_address_of_the_server_is_refused(tmp_path: Path) -> None:
    approved(tmp_path, 1)

    ran = run("notice", "send", str(tmp_path), "--smtp", "smtps://taro:secret@a.example", *SEND)

    assert ran.status == 2
    assert "secret" not in ran.complaint


@pytest.mark.enable_socket
def test_who_did_not_get_it_is_named_until_they_are_told_by_telephone(tmp_path: Path) -> None:
    approved(tmp_path, 3)
    hit = "p00001@partner.example"
    postbox = Postbox(plan=lambda to, _n: Fault.PERMANENT if to == hit else Fault.NONE)

    with serving(postbox) as address:
        sent = run("notice", "send", str(tmp_path), "--smtp", address, *SEND)
    told = run(
        *("notice", "record", str(tmp_path), hit.upper(), "--how", "telephone", "--by", "田中"),
        *("--at", "2022-03-08T14:30"),
    )

    assert sent.status == 30
    assert hit in sent.text
    assert told.status == 0
    people = {one["address"]: one for one in listed(tmp_path)["people"]}  # type: ignore[attr-defined]
    assert (people[hit]["state"], people[hit]["how"], people[hit]["by"]) == (
        "told", "telephone", "田中",
    )  # fmt: skip


def test_a_record_that_is_in_use_is_not_used_twice(tmp_path: Path) -> None:
    folder = approved(tmp_path, 1)

    with folder.record():
        ran = run("notice", "list", str(tmp_path))

    assert ran.status == 2
    assert "in use" in ran.complaint


class Killing:
    """A server that ends the sender now and then: before, within and after the doubtful moment."""

    def __init__(self, log: Path, kill_after: Sequence[int]) -> None:
        self.postbox = Postbox(plan=self._plan, on_taken=self._taken)
        self.sender: subprocess.Popen[bytes] | None = None
        self._log = log
        self._kill_after = set(kill_after)
        self._seen = 0
        self.kills = 0

    def _plan(self, _recipient: str, _attempt: int) -> Fault:
        self._seen += 1
        if self._seen in self._kill_after and self._seen % 2:
            self._kill()
        return Fault.NONE

    def _taken(self, _address: str, identifier: str) -> None:
        with self._log.open("a") as log:
            log.write(f"Mar 8 09:00:00 mx postfix/cleanup[7]: 1A: message-id=<{identifier}>\n")
        if self._seen in self._kill_after and not self._seen % 2:
            self._kill()

    def _kill(self) -> None:
        assert self.sender is not None
        self.kills += 1
        os.kill(self.sender.pid, signal.SIGKILL)


@pytest.mark.enable_socket
def test_killed_five_times_nobody_is_left_out_and_nobody_told_twice(tmp_path: Path) -> None:
    folder, log = tmp_path / "notice", tmp_path / "mail.log"
    approved(folder, 60)
    killing = Killing(log, kill_after=(5, 12, 24, 37, 50))
    statuses = []

    with serving(killing.postbox) as address:
        for _ in range(20):
            command = [str(COMMAND), "notice", "send", str(folder), "--smtp", address, *SEND]
            killing.sender = subprocess.Popen(  # noqa: S603
                command, stdout=subprocess.DEVNULL, stderr=subprocess.PIPE, env=environment()
            )
            killing.sender.communicate(timeout=60)
            statuses.append(killing.sender.returncode)
            settle = ("notice", "settle", str(folder), "--by", "田中", "--server-log", str(log))
            settled = run(*settle, "--settle", "again")
            if settled.status == 0:
                break

    assert killing.kills == 5
    assert statuses.count(-signal.SIGKILL) == 5
    assert len(killing.postbox.received) == 60
    assert set(killing.postbox.counts().values()) == {1}


def test_a_bounce_is_read_back_and_only_one_of_ours(tmp_path: Path) -> None:
    ran = _sent_and_bounced(tmp_path)

    assert ran.status == 30
    people = {one["address"]: one["state"] for one in listed(tmp_path / "n")["people"]}  # type: ignore[attr-defined]
    assert people == {"p00000@partner.example": "bounced", "p00001@partner.example": "sent"}


def _sent_and_bounced(tmp_path: Path) -> Ran:
    from notice.bounces import make_bounce  # noqa: PLC0415
    from notice.records import make_sent  # noqa: PLC0415

    folder = approved(tmp_path / "n", 2)
    events = make_sent(folder.notice())
    with folder.record() as record:
        for event in events:
            record.add(event)
    mails = tmp_path / "mails"
    mails.mkdir()
    (mails / "1.eml").write_bytes(make_bounce(events[0].message_id))
    foreign = re.sub(r"[0-9a-f]{40}", "0" * 40, events[1].message_id)
    (mails / "2.eml").write_bytes(make_bounce(foreign))
    return run("notice", "bounces", str(tmp_path / "n"), str(mails))


def typed(secret: str, *arguments: str, **variables: str) -> tuple[int, bytes]:
    """Run the command at a terminal of its own, typing the password when asked."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(  # noqa: S603
        ["setsid", "--ctty", "--wait", str(COMMAND), *arguments],  # noqa: S607
        stdin=theirs,
        stdout=theirs,
        stderr=theirs,
        env=environment(**variables),
    )
    os.close(theirs)
    shown, until, is_asked = b"", time.monotonic() + 60, False
    while time.monotonic() < until:
        try:
            piece = os.read(ours, 65_536)
        except OSError:
            break
        shown += piece
        if not is_asked and b"@127.0.0.2:" in shown and shown.rstrip(b" ").endswith(b":"):
            is_asked = True
            os.write(ours, f"{secret}\n".encode())
    os.close(ours)
    return child.wait(timeout=60), shown


@pytest.mark.enable_socket
def test_a_password_is_said_to_the_server_over_tls_and_stands_nowhere_else(tmp_path: Path) -> None:
    folder, secret = tmp_path / "n", "open-sesame-77"
    approved(folder, 2)
    issuer = make_issuer(tmp_path)
    login, postbox = OneLogin(user="soumu", secret=secret), Postbox()
    tls = make_certificate(tmp_path, issuer, host="127.0.0.2")

    with serving_starttls(postbox, tls, host="127.0.0.2", login=login) as address:
        server = address.replace("smtp://", "smtp://soumu@")
        status, shown = typed(
            secret,
            *("notice", "send", str(folder), "--smtp", server, *SEND),
            SSL_CERT_FILE=str(issuer.file),
        )

    assert status == 0, shown
    assert login.told == [("soumu", secret)]
    assert len(postbox.received) == 2
    assert secret.encode() not in shown
    kept = [file for file in folder.rglob("*") if file.is_file()]
    assert kept
    assert all(secret.encode() not in file.read_bytes() for file in kept)


@pytest.mark.enable_socket
@pytest.mark.parametrize(("language", "words"), [("ja", "確かめられません"), ("en", "can't tell")])
def test_a_server_that_nobody_vouches_for_gets_nothing_and_is_explained(
    tmp_path: Path, language: str, words: str
) -> None:
    folder = tmp_path / "n"
    approved(folder, 1)
    postbox = Postbox()

    with serving(postbox, tls=make_certificate(tmp_path)) as address:
        ran = run("notice", "send", str(folder), "--smtp", address, *SEND, "--lang", language)

    assert ran.status == 30
    assert words in ran.complaint
    assert "SSL_CERT_FILE" in ran.complaint
    assert postbox.received == []
