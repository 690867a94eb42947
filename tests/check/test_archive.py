"""Mails that lie in one file, as inputs of a check."""

from pathlib import Path

import pytest

import kakekomi
from cli.command import PLAIN_MAIL
from kakekomi.check.inputs import Found, Input, Letter, mails, skipped
from kakekomi.check.outcome import Problem
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.mailbox import make_dotted_mailbox, make_mbox
from kakekomi.drill.outlook import OutlookMail, make_msg
from kakekomi.drill.pst import make_pst

OTHER_MAIL = PLAIN_MAIL.replace(b"Minutes", b"Plans")
BOX = make_mbox([PLAIN_MAIL, OTHER_MAIL])


def _file(path: Path, data: bytes) -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return str(path)


def _tail(path: str, found: Found) -> str:
    """What names a mail behind the path of its file."""
    assert isinstance(found, Letter), found
    assert b"Minutes" in found.data or b"Plans" in found.data or b"Hello" in found.data
    return found.name.removeprefix(path)


@pytest.mark.parametrize("name", ["mail.mbox", "Inbox", "Sent.sbd/Old", "backup.txt"])
def test_the_mails_of_a_mailbox_are_named_by_their_place(tmp_path: Path, name: str) -> None:
    path = _file(tmp_path / name, BOX)

    assert [_tail(path, found) for found in mails([path])] == [":1", ":2"]
    assert [_tail(path, found) for found in mails([str(tmp_path)])] == [":1", ":2"]


def test_a_mailbox_of_becky_is_read(tmp_path: Path) -> None:
    path = _file(tmp_path / "4b1c0.bmf", make_dotted_mailbox([PLAIN_MAIL, OTHER_MAIL]))

    assert [_tail(path, found) for found in mails([path])] == [":1", ":2"]


def test_one_mail_with_its_mailbox_line_is_named_by_the_path_alone(tmp_path: Path) -> None:
    path = _file(tmp_path / "0001.abc", make_mbox([PLAIN_MAIL]))
    box = _file(tmp_path / "one.mbox", make_mbox([PLAIN_MAIL]))

    assert [_tail(path, found) for found in mails([path])] == [""]
    assert [_tail(box, found) for found in mails([box])] == [":1"]


def test_mails_of_a_packed_folder_are_named_by_their_path_in_it(tmp_path: Path) -> None:
    data = make_zip(
        [
            ZipMember(name="a/1.eml", content=PLAIN_MAIL),
            ZipMember(name="a/box", content=BOX),
            ZipMember(name="a/readme.txt", content=b"no mail"),
            ZipMember(name="a/bad.eml", content=b"no mail"),
        ]
    )
    path = _file(tmp_path / "mails.zip", data)

    found = list(mails([path]))

    assert [_tail(path, one) for one in found[:3]] == ["/a/1.eml", "/a/box:1", "/a/box:2"]
    assert [one.name.removeprefix(path) for one in found[3:]] == ["/a/bad.eml"]


def test_a_packed_folder_is_opened_with_a_password_of_the_user(tmp_path: Path) -> None:
    data = make_zip([ZipMember(name="1.eml", content=PLAIN_MAIL)], password="key")
    path = _file(tmp_path / "mails.zip", data)

    (shut,) = mails([path])
    (opened,) = mails([path], ["key"])

    assert isinstance(shut, Problem)
    assert shut.key == "problem.not_mail"
    assert opened == Letter(name=f"{path}/1.eml", data=PLAIN_MAIL)


def test_a_data_file_of_outlook_is_read(tmp_path: Path) -> None:
    pytest.importorskip("pypff", reason="needs libpff-python, the extra 'outlook'")
    path = _file(
        tmp_path / "mail.pst", make_pst({"Inbox": [OutlookMail(), OutlookMail(text="Plans")]})
    )

    assert [_tail(path, found) for found in mails([path])] == [":1", ":2"]


def test_an_archive_without_any_mail_is_a_problem_if_it_was_named(tmp_path: Path) -> None:
    path = _file(tmp_path / "mails.zip", b"PK\x03\x04" + bytes(100))

    (problem,) = mails([path])

    assert isinstance(problem, Problem)
    assert (problem.name, problem.key) == (path, "problem.no_mail_in_it")
    assert list(mails([str(tmp_path)])) == [skipped(path)]


def test_a_message_of_outlook_is_one_mail_that_is_read_where_it_is_checked(
    tmp_path: Path,
) -> None:
    path = _file(tmp_path / "a.msg", make_msg(OutlookMail()))
    other = _file(tmp_path / "b.x", make_msg(OutlookMail()))

    assert list(mails([path, other])) == [
        Input(path=path, name=path),
        Input(path=other, name=other),
    ]


def test_an_index_beside_a_mailbox_is_passed_over_and_a_picture_is_mentioned(
    tmp_path: Path,
) -> None:
    _file(tmp_path / "Inbox.msf", b'// <!-- <mdb:mork:z v="1.4"/> -->\n')
    picture = _file(tmp_path / "p.png", b"\x89PNG")

    assert list(mails([str(tmp_path)])) == [skipped(picture)]


DEADLY = """
import os, sys
sys.path.append({source!r})
if "kakekomi.check.worker" in sys.orig_argv:
    from kakekomi.mail import container
    sound = container.kind_of
    def kind_of(name, beginning):
        if b"DIE" in beginning:
            os.abort()
        return sound(name, beginning)
    container.kind_of = kind_of
"""


@pytest.fixture
def _deadly(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    source = str(Path(kakekomi.__file__).parents[1])
    (tmp_path / "sitecustomize.py").write_text(DEADLY.format(source=source))
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))


@pytest.mark.usefixtures("_deadly")
def test_an_archive_that_kills_its_process_gives_the_mails_before_and_says_so(
    tmp_path: Path,
) -> None:
    members = {"1.eml": PLAIN_MAIL, "2.eml": b"DIE"}
    data = make_zip([ZipMember(name=name, content=mail) for name, mail in members.items()])
    path = _file(tmp_path / "box" / "mails.zip", data)

    first, problem = mails([path])

    assert _tail(path, first) == "/1.eml"
    assert problem == Problem(name=path, key="problem.archive_lost")


def test_who_stops_early_leaves_no_process(tmp_path: Path) -> None:
    data = make_zip([ZipMember(name=f"{n}.eml", content=PLAIN_MAIL) for n in range(50)])
    found = mails([_file(tmp_path / "mails.zip", data)])

    next(found)
    found.close()  # type: ignore[attr-defined]
