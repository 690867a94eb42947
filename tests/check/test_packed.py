import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.check import packed
from kakekomi.check.packed import tables_in
from kakekomi.check.upload import Upload, UploadKind
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.reports import make_emocheck_txt

REPORT = make_emocheck_txt()


def make_upload(data: bytes, *passwords: str) -> Upload:
    return Upload(name="a.zip", data=data, now_s=0, passwords=passwords)


def test_a_report_is_taken_as_if_it_had_been_handed_in_alone() -> None:
    upload = make_upload(make_zip([ZipMember(name="pc/r.txt", content=REPORT)]))

    ((kind, member),) = tables_in(upload)

    assert (kind, member.name, member.data) == (UploadKind.REPORT, "a.zip/pc/r.txt", REPORT)


def test_a_locked_one_is_taken_with_its_password_only() -> None:
    data = make_zip([ZipMember(name="r.txt", content=REPORT)], password="s3cret")

    assert list(tables_in(make_upload(data))) == []
    assert [member.data for _, member in tables_in(make_upload(data, "s3cret"))] == [REPORT]


@pytest.mark.parametrize(
    ("cap", "value"), [("MAX_MEMBERS", 1), ("MAX_MEMBER_BYTES", 10), ("MAX_UNPACKED_BYTES", 1)]
)
def test_each_cap_holds(monkeypatch: pytest.MonkeyPatch, cap: str, value: int) -> None:
    members = [ZipMember(name=name, content=REPORT) for name in ("a.txt", "b.txt")]
    monkeypatch.setattr(packed, cap, value)

    taken = list(tables_in(make_upload(make_zip(members))))

    assert len(taken) == (0 if cap == "MAX_MEMBER_BYTES" else 1)


@given(st.binary(max_size=200))
def test_any_bytes_give_members_or_none(tail: bytes) -> None:
    list(tables_in(make_upload(b"PK\x03\x04" + tail)))
