"""What a part says about itself."""

from kakekomi.drill.mail import Attachment, make_mail
from kakekomi.mail import mime


def test_a_part_says_its_declared_charset_and_disposition() -> None:
    mail = mime.parse(make_mail("x", charset="iso-2022-jp", attachments=[Attachment("a", b"1")]))
    text, attachment = mail.children

    assert (text.charset, text.disposition) == ("iso-2022-jp", "")
    assert (attachment.charset, attachment.disposition) == (None, "attachment")
    assert attachment.raw_body() == b"MQ=="
    assert attachment.body() == b"1"


def test_walking_yields_each_entity_before_its_children() -> None:
    mail = mime.parse(make_mail("x", html="<p>", attachments=[Attachment("a", b"1")]))

    assert [entity.content_type for entity in mail.walk()] == [
        "multipart/mixed",
        "multipart/alternative",
        "text/plain",
        "text/html",
        "application/octet-stream",
    ]
    assert [entity.is_multipart for entity in mail.walk()] == [True, True, False, False, False]
