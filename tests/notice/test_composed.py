import pytest

from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.facts.errors import ParseError
from kakekomi.notice.checker import Envelope
from kakekomi.notice.composed import read_composed
from kakekomi.notice.template import NoticeText


def test_what_the_mail_really_has_is_seen() -> None:
    mail = make_mail(
        "お知らせです。",
        subject="不審なメールについて",
        sender="株式会社サンプル <soumu@company.example>",
        to="a@partner.example, b@partner.example",
        html='<p>お知らせです。<a href="https://evil.example/">https://www.company.example/</a></p>',
        fields=[b"Cc: c@partner.example", b"Bcc: d@partner.example"],
        attachments=[Attachment("お知らせ.pdf", b"%PDF-1.4\n%%EOF\n", "application/pdf")],
    )

    composed = read_composed(mail)

    assert composed.notice.subject_line == "不審なメールについて"
    assert "お知らせです。" in composed.notice.text
    assert composed.envelope == Envelope(
        sender_address="soumu@company.example",
        visible_recipients=3,
        attachments=("お知らせ.pdf",),
        links=("https://evil.example/",),
    )


def test_a_link_that_is_seen_in_the_text_is_left_to_the_text() -> None:
    composed = read_composed(make_mail("see https://www.company.example/news", to="a@b.example"))

    assert composed == composed.__class__(
        notice=NoticeText(subject_line="Hello", text="see https://www.company.example/news"),
        envelope=Envelope(sender_address="taro@partner.example", visible_recipients=1),
    )


def test_what_is_no_mail_is_a_parse_error() -> None:
    with pytest.raises(ParseError):
        read_composed(b"\x00\x01")
