"""Mailboxes on a server beside files, as one list of mails."""

from pathlib import Path

import pytest

from cli.command import run
from cli.imap_server import ImapServer, serving
from kakekomi.check.inputs import Input, Letter
from kakekomi.check.outcome import Problem
from kakekomi.cli.imap import Account
from kakekomi.cli.mail_sources import NOT_READ, Secrets, found_in
from kakekomi.drill.mail import make_mail
from kakekomi.guide.document import decode

MAIL = make_mail("text")


class Asker:
    """Knows one password, and counts how often it is asked."""

    def __init__(self, word: str = "pass") -> None:
        self.secret = word
        self.asked: list[str] = []

    def __call__(self, account: Account) -> str:
        self.asked.append(account.user)
        return self.secret


@pytest.mark.enable_socket
def test_mails_on_a_server_and_in_files_are_given_in_the_order_of_the_paths(
    tmp_path: Path,
) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(MAIL)
    with serving(ImapServer({"INBOX": [MAIL, b""]})) as server:
        address = f"imap://taro@127.0.0.1:{server.port}"
        found = list(found_in([f"{address}/INBOX", str(path)], (), Secrets(Asker())))

    assert found == [
        Letter(name=f"{address}/INBOX;UID=10", data=MAIL),
        Problem(
            name=f"{address}/INBOX;UID=11",
            key=NOT_READ,
            reason="the server does not give this mail",
        ),
        Input(path=str(path), name=str(path)),
    ]


@pytest.mark.enable_socket
def test_the_password_is_asked_for_once_though_the_mailbox_is_read_twice() -> None:
    asker = Asker()
    secrets = Secrets(asker)
    with serving(ImapServer({"INBOX": [MAIL]})) as server:
        address = f"IMAP://taro@127.0.0.1:{server.port}"
        first, second = (list(found_in([address], (), secrets)) for _ in range(2))

    assert (first, asker.asked) == (second, ["taro"])
    assert asker.secret not in repr(secrets)


@pytest.mark.enable_socket
def test_a_refused_password_is_told_and_the_other_paths_go_on(tmp_path: Path) -> None:
    path = tmp_path / "a.eml"
    path.write_bytes(MAIL)
    with serving(ImapServer({"INBOX": [MAIL]})) as server:
        address = f"imap://taro@127.0.0.1:{server.port}"
        found = list(found_in([address, str(path)], (), Secrets(Asker("wrong"))))

    assert found == [
        Problem(name=address, key=NOT_READ, reason="user or password refused"),
        Input(path=str(path), name=str(path)),
    ]


def test_an_address_that_is_none_is_told_without_asking_for_a_password() -> None:
    asker = Asker()
    found = list(found_in(["imaps://mail.example"], (), Secrets(asker)))

    assert [(type(one), one.name) for one in found] == [(Problem, "imaps://mail.example")]
    assert asker.asked == []


@pytest.mark.enable_socket
def test_the_command_checks_a_mailbox_on_a_server_with_the_password_of_the_keyring(
    tmp_path: Path,
) -> None:
    safe = tmp_path / "keyring"
    safe.mkdir()
    (safe / "__init__.py").write_text("def get_password(service, name):\n    return 'pass'\n")
    (safe / "errors.py").write_text("class KeyringError(Exception): pass\n")
    with serving(ImapServer({"INBOX": [MAIL, MAIL]})) as server:
        address = f"imap://taro@127.0.0.1:{server.port}"
        ran = run(
            *("check", "mail", address, "--own-domain", "company.example", "--format", "jsonl"),
            env={"PYTHONPATH": str(tmp_path)},
        )

    subjects = [decode(line).subject for line in ran.out.splitlines()]
    assert subjects == [f"{address}/INBOX;UID=10", f"{address}/INBOX;UID=11"]
    assert (ran.status, server.asked.count('EXAMINE "INBOX"')) == (0, 2)
    assert not [asked for asked in server.asked if asked.startswith(("SELECT", "UID STORE"))]
