"""What a check knows about people, and which abuse of a sender it tells by that.

The three cases mean different things for the reader: a borrowed name says nothing about whose PC is
infected, an abused account says that the partner's is, a stolen thread that somebody's was.
"""

from pathlib import Path

import pytest

from cli.command import Ran, run
from kakekomi.check.inputs import STDIN
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.mail import base64_lines
from kakekomi.guide.document import decode

OURS = (
    "From: Hanako <hanako@company.example>\r\n"
    "To: 佐藤 太郎 <taro@partner.example>\r\n"
    "Subject: Minutes\r\n\r\nHello\r\n"
)
CONFIRMED = "Authentication-Results: mx.company.example; spf=pass; dkim=pass; dmarc=pass\r\n"


def _mail(sender: str, *, fields: str = "", body: str = "Please look.\r\n") -> bytes:
    """A mail with a dangerous attachment."""
    link = b"L\0\0\0\x01\x14\x02\0\0\0\0\0\xc0\0\0\0\0\0\0F" + bytes(56)
    packed = make_zip([ZipMember(name="form.js", content=b"WScript.Echo(1)")])
    head = (
        f"{fields}From: {sender}\r\nTo: hanako@company.example\r\nSubject: Re: Minutes\r\n"
        'MIME-Version: 1.0\r\nContent-Type: multipart/mixed; boundary="B"\r\n\r\n'
        f"--B\r\nContent-Type: text/plain; charset=utf-8\r\n\r\n{body}\r\n"
        '--B\r\nContent-Type: application/octet-stream; name="form.lnk"\r\n'
        "Content-Transfer-Encoding: base64\r\n\r\n"
    ).encode()
    rest = b'\r\n--B\r\nContent-Type: application/zip; name="a.zip"\r\n'
    rest += b"Content-Transfer-Encoding: base64\r\n\r\n"
    return head + base64_lines(link) + rest + base64_lines(packed) + b"\r\n--B--\r\n"


SPOOFED = _mail("佐藤 太郎 <x9@evil.example>")
ABUSED = _mail("佐藤 太郎 <taro@partner.example>", fields=CONFIRMED)
STOLEN = _mail(
    "佐藤 太郎 <x9@evil.example>",
    body="See below.\r\n\r\n-----Original Message-----\r\n"
    "From: 佐藤 太郎 <taro@partner.example>\r\n"
    "Sent: Tuesday, March 1, 2022 10:00 AM\r\n"
    "To: Hanako <hanako@company.example>\r\nSubject: Minutes\r\n\r\nThe minutes.\r\n",
)


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    folder = tmp_path / "archive"
    folder.mkdir()
    (folder / "1-suspect.eml").write_bytes(b"")
    (folder / "2-ours.eml").write_bytes(OURS.encode())
    return folder


def _check(archive: Path, mail: bytes, *arguments: str) -> Ran:
    (archive / "1-suspect.eml").write_bytes(mail)
    return run("check", "mail", str(archive), *arguments)


@pytest.mark.parametrize(
    ("mail", "rule", "sentence"),
    [
        (SPOOFED, "mail/contact-name-unrelated-address", "Sender: only the name is borrowed"),
        (ABUSED, "mail/real-account-abused", "Sender: a real account is abused"),
        (STOLEN, "mail/stolen-thread", "Sender: a stolen thread"),
    ],
)
def test_the_three_abuses_of_a_sender_are_told_apart(
    archive: Path, mail: bytes, rule: str, sentence: str
) -> None:
    own = ["--own-domain", "company.example"]

    lines = _check(archive, mail, *own, "--format", "jsonl").out.splitlines()
    text = _check(archive, mail, *own).text
    page = _check(archive, mail, *own, "--format", "html").text

    document = decode(lines[0])
    assert rule in {finding.rule for finding in document.findings}
    assert document.verdict in {"suspicious", "detected"}
    assert sentence in text
    assert sentence in page


def test_without_an_own_domain_nothing_is_learned(archive: Path) -> None:
    document = decode(_check(archive, SPOOFED, "--format", "jsonl").out.splitlines()[0])

    assert "mail/contact-name-unrelated-address" not in {one.rule for one in document.findings}


@pytest.mark.parametrize("jobs", ["1", "2"])
def test_what_is_learned_depends_neither_on_the_order_nor_on_the_jobs(
    archive: Path, jobs: str
) -> None:
    ran = _check(archive, SPOOFED, "--own-domain", "company.example", "--jobs", jobs)

    assert "佐藤 太郎" in ran.text
    assert "only the name is borrowed" in ran.text


def test_people_can_be_given_in_a_list(archive: Path, tmp_path: Path) -> None:
    people = tmp_path / "people.csv"
    people.write_bytes("氏名,メール\r\n佐藤太郎,taro@partner.example\r\n".encode("cp932"))
    suspect = archive / "1-suspect.eml"
    suspect.write_bytes(SPOOFED)

    ran = run("check", "mail", str(suspect), "--contacts", str(people), "--format", "jsonl")
    facts = run("facts", "mail", str(suspect), "--contacts", str(people))

    assert "mail/contact-name-unrelated-address" in ran.text
    assert '"table":"correspondent"' in facts.text


def test_a_list_without_people_is_a_problem_and_nothing_is_checked(archive: Path) -> None:
    ran = run("check", "mail", str(archive), "--contacts", __file__.replace(".py", ".none"))
    other = run("check", "mail", str(archive), "--contacts", str(archive / "1-suspect.eml"))

    assert (ran.status, ran.text, other.status, other.text) == (2, "", 2, "")
    assert "there is no such file" in ran.complaint
    assert "can't be read as a list of people" in other.complaint


def test_standard_input_is_not_read_twice() -> None:
    ran = run("check", "mail", STDIN, "--own-domain", "company.example", stdin=OURS.encode())

    assert ran.status == 0
