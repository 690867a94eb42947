import mailbox
from contextlib import closing
from pathlib import Path

from kakekomi.drill.mail import make_mail
from kakekomi.drill.mailbox import Dialect, make_dotted_mailbox, make_mbox


def test_the_standard_library_reads_as_many_mails_as_were_written(tmp_path: Path) -> None:
    file = tmp_path / "box"
    file.write_bytes(make_mbox([make_mail("a\nFrom b\n"), make_mail("c")], Dialect.MBOXRD))

    with closing(mailbox.mbox(file, create=False)) as box:
        subjects = [mail["Subject"] for mail in box]

    assert subjects == ["Hello", "Hello"]


def test_dialects_differ_in_quotes_and_sizes() -> None:
    mail = b"Subject: x\n\nFrom a\n>From b\n"

    assert {dialect: make_mbox([mail], dialect, from_line=b"From m") for dialect in Dialect} == {
        Dialect.MBOXO: b"From m\nSubject: x\n\n>From a\n>From b\n\n",
        Dialect.MBOXRD: b"From m\nSubject: x\n\n>From a\n>>From b\n\n",
        Dialect.MBOXCL: b"From m\nSubject: x\nContent-Length: 16\n\n>From a\n>From b\n\n",
        Dialect.MBOXCL2: b"From m\nSubject: x\nContent-Length: 15\n\nFrom a\n>From b\n\n",
        Dialect.UNQUOTED: b"From m\nSubject: x\n\nFrom a\n>From b\n\n",
    }


def test_dots_at_the_start_of_lines_are_doubled() -> None:
    assert make_dotted_mailbox([b"Subject: x\r\n\r\n.a"]) == b"Subject: x\r\n\r\n..a\r\n.\r\n"
