"""The composer makes what the standard library reads back."""

import email
import email.policy

from kakekomi.drill.mail import Attachment, encoded_word, make_mail


def test_a_mail_is_what_the_standard_library_reads() -> None:
    data = make_mail(
        "本文",
        subject="見積書",
        sender="山田 <t@x.example>",
        charset="iso-2022-jp",
        html="<b>本文</b>",
        attachments=[Attachment("見積.doc", b"\0\1", "application/msword")],
        fields=[b"X-Test: 1"],
    )
    mail = email.message_from_bytes(data, policy=email.policy.default)

    assert (mail["subject"], mail["from"], mail["x-test"]) == ("見積書", "山田 <t@x.example>", "1")
    body, attachment = mail.iter_parts()
    assert [part.get_content() for part in body.iter_parts()] == ["本文", "<b>本文</b>"]
    assert (attachment.get_filename(), attachment.get_content()) == ("見積.doc", b"\0\1")


def test_line_ends_may_be_chosen() -> None:
    assert b"\r" not in make_mail(line_end=b"\n")


def test_raw_names_are_written_as_they_are() -> None:
    attachment = Attachment("", b"x", raw_name=b"name=\x8c\xa9.doc")

    assert b"attachment; filename=\x8c\xa9.doc" in make_mail(attachments=[attachment])


def test_ascii_needs_no_encoded_word() -> None:
    assert encoded_word("abc") == b"abc"
    assert encoded_word("見") == b"=?utf-8?B?6KaL?="
