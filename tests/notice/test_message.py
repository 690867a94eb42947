from email import message_from_bytes, policy

from hypothesis import given
from hypothesis import strategies as st

from kakekomi.notice.message import MARK, message, message_id
from kakekomi.notice.notice import Recipient
from notice.notices import NOW, make_notice

TO = Recipient(address="p@partner.example", name="山田")


def test_the_mail_says_what_the_notice_says_to_one_person_in_plain_text() -> None:
    notice = make_notice()

    mail = message_from_bytes(message(notice, TO, at=NOW), policy=policy.default)

    assert mail.keys() == [
        "From", "To", "Subject", "Date", "Message-ID",
        "Content-Type", "Content-Transfer-Encoding", "MIME-Version",
    ]  # fmt: skip
    assert mail["From"] == "株式会社サンプル <soumu@company.example>"
    assert mail["To"] == "p@partner.example"
    assert mail["Subject"] == notice.subject_line
    assert mail.get_content_type() == "text/plain"
    assert mail.get_content().replace("\r\n", "\n") == notice.text


def test_the_id_is_the_same_each_time_and_another_for_each_text_and_person() -> None:
    notice = make_notice()
    ids = {
        message_id(notice, "a@partner.example"),
        message_id(notice, "a@partner.example", notice.digest),
        message_id(notice, "b@partner.example"),
        message_id(make_notice(text="別の文\n"), "a@partner.example"),
    }

    assert len(ids) == 3
    assert all(one.startswith(MARK) and one.endswith("@company.example") for one in ids)


@given(st.text(), st.text(), st.text())
def test_no_name_or_subject_adds_a_field_or_a_long_line(
    name: str, subject_line: str, text: str
) -> None:
    notice = make_notice(
        sender_name=name.encode("utf-8", "replace").decode(),
        subject_line=subject_line.encode("utf-8", "replace").decode(),
        text=text.encode("utf-8", "replace").decode(),
    )

    data = message(notice, TO, at=NOW)

    header = data.partition(b"\r\n\r\n")[0]
    fields = [line for line in header.split(b"\r\n") if not line.startswith((b" ", b"\t"))]
    assert len(fields) == 8
    assert max(map(len, data.split(b"\r\n"))) <= 998
    assert data.isascii()
