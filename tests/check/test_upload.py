import pytest
from hypothesis import given
from hypothesis import strategies as st

from cli.command import PLAIN_MAIL
from kakekomi.check.outcome import Problem
from kakekomi.check.upload import (
    CheckedSubject,
    UploadKind,
    UploadResult,
    decode_result,
    encode_result,
    upload_kind,
)
from kakekomi.drill.archive import make_zip
from kakekomi.drill.mailbox import make_mbox
from kakekomi.drill.reports import make_emocheck_txt
from kakekomi.facts import snapshot
from kakekomi.facts.subject import Kind, SubjectFacts

PC = SubjectFacts(subject="PC-1", kind=Kind.PC, rows=())


@pytest.mark.parametrize(
    ("data", "kind"),
    [
        (PLAIN_MAIL, UploadKind.MAIL),
        (make_mbox([PLAIN_MAIL, PLAIN_MAIL]), UploadKind.MAILS),
        (make_zip([]), UploadKind.MAILS),
        (make_emocheck_txt(), UploadKind.REPORT),
        (snapshot.write([PC]), UploadKind.SNAPSHOT),
    ],
)
def test_a_file_is_known_by_its_bytes_whatever_its_name(data: bytes, kind: UploadKind) -> None:
    assert upload_kind("file", data)[0] is kind


@given(st.text(max_size=20), st.binary(max_size=300))
def test_any_file_is_something(name: str, data: bytes) -> None:
    assert upload_kind(name, data)[0] in set(UploadKind)


def test_what_became_of_a_file_comes_back_whole() -> None:
    subject = CheckedSubject(
        kind="pc",
        subject="PC-1",
        verdict="not_checked",
        facts=b"f",
        tool="kakekomi",
        documents=(b"{}", b"{}"),
    )
    result = UploadResult((subject,), (Problem(name="a", key="problem.crash"),), 3)

    assert decode_result(encode_result(result)) == result
