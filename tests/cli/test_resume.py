"""A check that is killed, as by a power cut, and goes on: the real command and kill -9."""

# ruff: noqa: S603  it runs our own command
import json
import subprocess
import sys
import time
from pathlib import Path

import pytest

from cli.command import COMMAND, PLAIN_MAIL, Ran, environment, run
from kakekomi.drill.demo_cases import make_demo_mail

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="kills as Unix does")

COUNT = 1_100


@pytest.fixture(scope="module")
def folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("archive")
    attack = make_demo_mail()
    for number in range(COUNT):
        data = attack if number % 100 == 7 else PLAIN_MAIL
        (folder / f"{number:04}.eml").write_bytes(data)
    return folder


@pytest.fixture(scope="module")
def uninterrupted(folder: Path) -> Ran:
    return run("check", "mail", str(folder), "--format", "jsonl")


def _documents(out: bytes) -> list[dict[str, object]]:
    return [json.loads(line) | {"checked_at": ""} for line in out.splitlines()]


def _lines(path: Path) -> int:
    return path.read_bytes().count(b"\n") if path.exists() else 0


@pytest.mark.parametrize("shards", [0, 1, 2, 4])
def test_a_killed_check_goes_on_without_repeating_or_skipping_a_mail(
    folder: Path, uninterrupted: Ran, tmp_path: Path, shards: int
) -> None:
    ledger = tmp_path / "ledger"
    arguments = ["check", "mail", str(folder), "--format", "jsonl", "--resume", str(ledger)]
    with subprocess.Popen(
        [COMMAND, *arguments],
        stdout=subprocess.DEVNULL,
        stderr=subprocess.DEVNULL,
        env=environment(),
    ) as process:
        while _lines(ledger) < 1 + shards and process.poll() is None:
            time.sleep(0.001)
        process.kill()
    kept = _lines(ledger) - 1

    resumed = run(*arguments)

    assert (resumed.status, resumed.complaint) == (20, "")
    assert _documents(resumed.out) == _documents(uninterrupted.out)
    times = {json.loads(line)["checked_at"] for line in resumed.out.splitlines()}
    assert len(times) == 1
    assert kept >= shards
    assert _lines(ledger) == 1 + -(-COUNT // 256)


def test_a_changed_mail_is_told(tmp_path: Path) -> None:
    ledger, mail = str(tmp_path / "ledger"), tmp_path / "a.eml"
    mail.write_bytes(PLAIN_MAIL)
    arguments = ["check", "mail", str(mail), "--format", "jsonl", "--resume", ledger]
    run(*arguments)
    mail.write_bytes(make_demo_mail())

    ran = run(*arguments)

    assert ran.status == 20
    assert ran.complaint.startswith("other than when the check began, so checked again: ")
    assert str(mail) in ran.complaint


def test_another_check_does_not_go_on_with_it(tmp_path: Path) -> None:
    ledger, mail = str(tmp_path / "ledger"), tmp_path / "a.eml"
    mail.write_bytes(PLAIN_MAIL)
    run("check", "mail", str(mail), "--resume", ledger)

    ran = run("check", "mail", str(mail), "--own-domain", "x.example", "--resume", ledger)

    assert (ran.status, ran.text) == (2, "")
    assert "belongs to a check of other files, options or knowledge" in ran.complaint


def test_a_ledger_that_cannot_be_written_is_a_problem(tmp_path: Path) -> None:
    mail = tmp_path / "a.eml"
    mail.write_bytes(PLAIN_MAIL)

    ran = run("check", "mail", str(mail), "--resume", "/no/such/ledger")

    assert (ran.status, ran.text) == (2, "")
    assert ran.complaint.startswith("/no/such/ledger: ")
