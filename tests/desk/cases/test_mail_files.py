"""Files of mails that a case keeps: names that a disk takes, each file once."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.desk.cases.mail_files import MAX_NAME_BYTES, add_file, file_name
from kakekomi.desk.cases.models import Case, FileRole
from kakekomi.desk.house.models import User


@pytest.mark.parametrize(
    ("given", "kept"),
    [
        ("a.eml", "a.eml"),
        ("../../etc/passwd", "passwd"),
        ("C:\\mail\\見積.mbox", "見積.mbox"),
        ("..", "mail"),
        ("a\x00b.eml", "a[U+0000]b.eml"),
        ("hanako@aoba.example.mbox", "hanako@aoba.example.mbox"),
    ],
)
def test_a_name_is_its_last_part_with_nothing_that_a_disk_refuses(given: str, kept: str) -> None:
    assert file_name(given) == kept


@given(st.text(max_size=400))
def test_any_name_becomes_one_that_a_disk_takes(name: str) -> None:
    kept = file_name(name)

    assert kept
    assert kept not in {".", ".."}
    assert len(kept.encode()) <= MAX_NAME_BYTES
    assert not set(kept) & set('/\\\0:*?"<>|')


@pytest.mark.django_db
def test_two_files_of_one_name_are_told_apart(case: Case, administrator: User) -> None:
    for data in (b"one", b"two", b"one"):
        add_file(case, FileRole.ARCHIVE, "a.mbox", data, administrator)

    assert [file.name for file in case.mail_files.all()] == ["a.mbox", "a (2).mbox"]
