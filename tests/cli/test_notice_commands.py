import os
import pty
import select
import subprocess
import time
from pathlib import Path

import msgspec
import pytest

from cli.command import COMMAND, environment, run
from kakekomi.notice.checker import Suspects
from kakekomi.notice.record import State
from notice.folders import make_folder
from notice.notices import make_statement
from notice.records import make_event
from notice.smtp_server import Postbox, serving


def at_terminal(arguments: list[str], *answers: str) -> tuple[int, str]:
    """Run a command at a terminal and answer each question; status and what was shown."""
    ours, theirs = pty.openpty()
    child = subprocess.Popen(  # noqa: S603
        [str(COMMAND), *arguments], stdin=theirs, stdout=theirs, stderr=theirs, env=environment()
    )
    os.close(theirs)
    shown, left, until = b"", list(answers), time.monotonic() + 60
    while time.monotonic() < until:
        if not select.select([ours], [], [], 0.2)[0]:
            if child.poll() is not None:
                break
            continue
        try:
            piece = os.read(ours, 65_536)
        except OSError:
            break
        if not piece:
            break
        shown += piece
        if left and (b"yes/no: " in piece or "はい/いいえ: ".encode() in piece):
            os.write(ours, f"{left.pop(0)}\n".encode())
    os.close(ours)
    return child.wait(timeout=60), shown.decode("utf-8", "replace")


@pytest.mark.parametrize(("answer", "status"), [("はい", 0), ("yes", 0), ("no", 2), ("", 2)])
def test_the_manager_is_shown_everything_and_asked(
    tmp_path: Path, answer: str, status: int
) -> None:
    make_folder(tmp_path, count=1)
    command = ["notice", "approve", str(tmp_path), "--by", "社長", "--lang", "ja"]

    got, shown = at_terminal(command, answer)

    assert got == status
    assert "p00000@partner.example" in shown
    assert "お取引先の皆さま" in shown
    assert (tmp_path / "approval.json").exists() is (status == 0)


@pytest.mark.enable_socket
@pytest.mark.parametrize(
    ("answers", "state", "mails"),
    [(("yes",), "sent", 0), (("no", "yes"), "sent", 1), (("no", "no"), "uncertain", 0)],
)
def test_a_mail_in_doubt_is_asked_about(
    tmp_path: Path, answers: tuple[str, ...], state: str, mails: int
) -> None:
    folder = make_folder(tmp_path, count=1)
    run("notice", "approve", str(tmp_path), "--by", "社長", "--yes")
    with folder.record() as record:
        record.add(make_event("p00000@partner.example", state=State.SENDING))
    postbox = Postbox()

    with serving(postbox) as address:
        command = ["notice", "send", str(tmp_path), "--smtp", address, "--lang", "en"]
        _, shown = at_terminal(command, *answers, "no", "no")

    assert f"kakekomi-notice.{'a' * 40}" in shown
    listed = msgspec.json.decode(
        run("notice", "list", str(tmp_path), "--format", "json").out, type=dict
    )
    assert [one["state"] for one in listed["people"]] == [state]
    assert len(postbox.received) == mails


@pytest.mark.parametrize("who", ["sender", "login", "pc"])
def test_an_account_or_pc_under_suspicion_does_not_send(tmp_path: Path, who: str) -> None:
    hostname = os.uname().nodename.casefold()
    suspects = {
        "sender": Suspects(addresses=frozenset({"soumu@company.example"})),
        "login": Suspects(addresses=frozenset({"keiri@company.example"})),
        "pc": Suspects(hostnames=frozenset({hostname})),
    }[who]
    make_folder(tmp_path, suspects=suspects)

    ran = run(
        *("notice", "send", str(tmp_path), "--settle", "leave", "--lang", "en"),
        *("--smtp", "smtp://keiri%40company.example@127.0.0.1:9"),
    )

    assert ran.status == 10
    assert "under suspicion" in ran.text


def test_what_is_refused_is_shown_with_its_line_and_how_to_mend_it(tmp_path: Path) -> None:
    make_folder(tmp_path, statement=make_statement(telephone=""))

    ran = run("notice", "check", str(tmp_path), "--lang", "ja")

    assert ran.status == 10
    assert "行目: 「問い合わせの電話番号」が決まっていません。" in ran.text
    assert "statement.toml に書いて" in ran.text


def test_a_reader_who_goes_away_is_no_fault(tmp_path: Path) -> None:
    make_folder(tmp_path, count=2000)
    command = f"{COMMAND} notice approve {tmp_path} --by A --yes | head -1"

    ran = subprocess.run(  # noqa: S602  our own words
        command, shell=True, capture_output=True, check=False, env=environment()
    )

    assert ran.stderr == b""
