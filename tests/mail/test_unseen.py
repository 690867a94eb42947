import pytest

from kakekomi.drill.mail import join_parts, make_mail, make_part
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment
from kakekomi.mail import unseen
from kakekomi.mail.body import MailBody
from kakekomi.mail.collect import collect


def wrapped(mail: bytes, times: int = 1) -> bytes:
    for level in range(times):
        mail = make_mail_around(mail, b"level%d" % level)
    return mail


def make_mail_around(mail: bytes, boundary: bytes) -> bytes:
    part = make_part([b"Content-Type: message/rfc822"], mail)
    head = b"From: a@partner.example\r\nSubject: Fw\r\nMIME-Version: 1.0\r\n"
    return head + join_parts([part], boundary=boundary)


def make_picture_mail() -> bytes:
    picture = make_part([b"Content-Type: image/png", b"Content-ID: <1>"], b"x")
    return b"From: a@partner.example\r\nMIME-Version: 1.0\r\n" + join_parts([picture])


def make_crowded_mail() -> bytes:
    parts = [make_part([b"Content-Type: text/plain"], b"x")] * 1500
    return b"From: a@partner.example\r\nMIME-Version: 1.0\r\n" + join_parts(parts)


def gaps(mail: bytes) -> list[tuple[What, Why]]:
    return [(gap.what, gap.why) for gap in collect(mail, subject="m").of(Gap)]


def test_what_is_unseen_in_a_mail_is_unseen_in_the_mail_that_carries_it() -> None:
    assert (What.PICTURE, Why.UNSUPPORTED) in gaps(make_picture_mail())
    assert (What.PICTURE, Why.UNSUPPORTED) in gaps(wrapped(make_picture_mail()))
    assert (What.PART, Why.LIMIT) in gaps(make_crowded_mail())
    assert (What.PART, Why.LIMIT) in gaps(wrapped(make_crowded_mail()))


@pytest.mark.parametrize(
    ("text", "pictures", "is_picture_only"),
    [
        ("", 1, True),
        (" a\n" * 19, 1, True),
        (" a\n" * 20, 1, False),
        ("a" * 19 + " " * 99, 1, True),
        ("\n" + "a" * 20, 1, False),
        ("a " * 999, 1, False),
        ("", 0, False),
    ],
)
def test_pictures_with_less_than_a_line_of_text_are_all_there_is(
    text: str, pictures: int, *, is_picture_only: bool
) -> None:
    assert unseen.is_picture_only(MailBody(text=text, pictures=pictures)) is is_picture_only


def test_a_file_nested_too_deep_is_read_or_a_gap() -> None:
    innermost = make_mail("x", subject="innermost")
    for times in range(1, 40):
        facts = collect(wrapped(innermost, times), subject="m")
        read = len(facts.of(Attachment))
        assert read >= times or any(gap.why is Why.LIMIT for gap in facts.of(Gap)), times


def test_a_gap_inside_names_the_node_of_its_mail() -> None:
    facts = collect(wrapped(make_picture_mail()), subject="m")

    (inner,) = [row for row in facts.of(Attachment) if row.declared_type == "message/rfc822"]
    assert Gap(what=What.PICTURE, why=Why.UNSUPPORTED, node=inner.node) in facts.of(Gap)
