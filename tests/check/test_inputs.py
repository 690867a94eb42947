import os
from pathlib import Path

import pytest

from cli.command import PLAIN_MAIL
from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.inputs import Input, mails, read, read_to, skipped
from kakekomi.check.outcome import Problem


def _touch(path: Path, data: bytes = b"") -> str:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(data)
    return str(path)


def _names(paths: list[str], root: Path) -> list[str]:
    return [found.name.removeprefix(f"{root}/") for found in mails(paths)]


def test_a_folder_is_walked_sorted_and_every_file_in_it_is_met(tmp_path: Path) -> None:
    for name in ("b.eml", "a.eml", "sub/c", "sub/10.eml"):
        _touch(tmp_path / name, PLAIN_MAIL)
    _touch(tmp_path / "picture.png", b"\x89PNG")

    found = list(mails([str(tmp_path)]))

    assert found == [
        Input(path=f"{tmp_path}/a.eml", name=f"{tmp_path}/a.eml"),
        Input(path=f"{tmp_path}/b.eml", name=f"{tmp_path}/b.eml"),
        skipped(f"{tmp_path}/picture.png"),
        Input(path=f"{tmp_path}/sub/10.eml", name=f"{tmp_path}/sub/10.eml"),
        Input(path=f"{tmp_path}/sub/c", name=f"{tmp_path}/sub/c"),
    ]


def test_inputs_keep_the_order_and_the_spelling_given(tmp_path: Path) -> None:
    second, first = _touch(tmp_path / "a"), _touch(tmp_path / "z")

    assert _names([first, second, "./no-such"], tmp_path) == ["z", "a", "./no-such"]


def test_a_file_named_by_the_user_must_be_a_mail_whatever_its_name(tmp_path: Path) -> None:
    path = _touch(tmp_path / "picture.png")

    assert list(mails([path])) == [Input(path=path, name=path)]


def test_a_link_loop_ends_and_a_link_to_elsewhere_is_said(tmp_path: Path) -> None:
    elsewhere = tmp_path / "elsewhere"
    _touch(elsewhere / "x.eml")
    box = tmp_path / "box"
    _touch(box / "a.eml")
    (box / "loop").symlink_to(box)
    (box / "out").symlink_to(elsewhere)

    assert list(mails([str(box)])) == [
        Input(path=f"{box}/a.eml", name=f"{box}/a.eml"),
        Problem(name=f"{box}/out", key="problem.folder_link", status=ExitStatus.NOTHING_FOUND),
    ]


def test_a_pipe_in_a_folder_is_never_read(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe.eml")

    assert list(mails([str(tmp_path)])) == []


def test_a_mailbox_format_that_is_not_read_is_a_problem_and_not_passed_over(
    tmp_path: Path,
) -> None:
    path = _touch(tmp_path / "mail.dbx")

    expected = [Problem(name=path, key="problem.mailbox", reason="Outlook Express")]
    assert list(mails([path])) == list(mails([str(tmp_path)])) == expected


def test_a_name_that_says_mail_is_a_promise(tmp_path: Path) -> None:
    path = _touch(tmp_path / "mail.pst", b"no such thing")

    assert list(mails([str(tmp_path)])) == [Input(path=path, name=path)]


def test_a_dangling_link_is_a_problem_of_its_own(tmp_path: Path) -> None:
    (tmp_path / "gone.eml").symlink_to(tmp_path / "nowhere")

    assert list(mails([str(tmp_path)])) == [
        Problem(name=f"{tmp_path}/gone.eml", key="problem.no_such_file")
    ]


def test_reading_stops_one_byte_behind_the_limit(tmp_path: Path) -> None:
    path = _touch(tmp_path / "a", b"x" * 100)

    assert read(Input(path=path, name="a"), limit_bytes=10) == b"x" * 11


def test_reading_up_to_the_limit_says_whether_there_is_more(tmp_path: Path) -> None:
    source = Input(path=_touch(tmp_path / "a", b"x" * 100), name="a")

    assert read_to(source, limit_bytes=99) == (b"x" * 99, True)
    assert read_to(source, limit_bytes=100) == (b"x" * 100, False)


def test_a_missing_file_is_an_error_of_the_system() -> None:
    with pytest.raises(FileNotFoundError):
        read(Input(path="/no/such", name="/no/such"), limit_bytes=10)
