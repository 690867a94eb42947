from pathlib import Path

import pytest

from cli.command import PLAIN_MAIL
from cli.consoles import MemoryConsole
from kakekomi.cli.notice_mails import mails
from kakekomi.drill.mailbox import make_mbox


def test_mails_of_files_and_mailboxes_come_with_so_much_of_their_beginning(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "1.eml").write_bytes(PLAIN_MAIL)
    (tmp_path / "2.mbox").write_bytes(make_mbox([PLAIN_MAIL, PLAIN_MAIL]))
    console = MemoryConsole(monkeypatch)

    short = list(mails([str(tmp_path)], console.console, limit_bytes=20))
    whole = list(mails([str(tmp_path)], console.console, limit_bytes=10_000))

    assert [len(one) for one in short] == [20, 20, 20]
    assert [one.count(b"Subject: Minutes") for one in whole] == [1, 1, 1]
    assert console.err == ""


def test_what_can_not_be_read_is_told_and_what_is_no_mail_passed_over(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "photo.png").write_bytes(b"\x89PNG\r\n")
    console = MemoryConsole(monkeypatch)

    found = list(mails([str(tmp_path), str(tmp_path / "no.eml")], console.console, limit_bytes=20))

    assert found == []
    assert "no.eml" in console.err
    assert "photo.png" not in console.err
