from datetime import UTC, datetime

import pytest

from kakekomi.check.other_mail import (
    MAX_PASSWORDS,
    fitting,
    is_shut,
    mentions,
    passwords,
    senders,
    spellings,
)
from kakekomi.facts.mail_tables import Attachment, Message, Password
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts

SENDER = "Taro@partner.example"
SHUT = Attachment(node=0, name="a.zip", encrypted=True)
OPEN = Attachment(node=0, name="a.zip", encrypted=True, opened_with="x1")


def _at(hour: int) -> datetime:
    return datetime(2022, 3, 1, hour, tzinfo=UTC)


def _mail(*rows: Row, sender: str = SENDER, at: datetime | None = None) -> SubjectFacts:
    message = Message(from_address=sender, date_at=at)
    return SubjectFacts(subject="m", kind=Kind.MAIL, rows=(message, *rows))


def test_a_mail_is_shut_if_something_in_it_was_not_opened() -> None:
    assert is_shut(_mail(OPEN, SHUT))
    assert not is_shut(_mail(OPEN))
    assert not is_shut(_mail(Attachment(node=0)))


def test_the_senders_are_those_of_mails_that_stayed_shut() -> None:
    shut, other = _mail(SHUT), _mail(OPEN, sender="x@y.example")

    assert senders([shut, other]) == frozenset({b"taro@partner.example"})


@pytest.mark.parametrize(
    ("header", "is_wanted"),
    [
        (b"From: Taro <taro@Partner.example>\r\n\r\n", True),
        (b"Subject: x\nFROM: Taro\n <taro@partner.example>\n\n", True),
        (b"To: taro@partner.example\nFrom: x@y.example\n\n", False),
        (b"X-From: taro@partner.example\n\n", False),
        (b"", False),
    ],
)
def test_a_mail_of_a_sender_is_told_by_its_from_field(header: bytes, *, is_wanted: bool) -> None:
    assert mentions(header, frozenset({b"taro@partner.example"})) is is_wanted


def test_passwords_are_those_of_other_mails_of_the_sender_the_earlier_ones_last() -> None:
    shut = _mail(SHUT, at=_at(10))
    everything = [
        shut,
        _mail(Password(value="earliest"), at=_at(8)),
        _mail(Password(value="early"), Password(value="later"), at=_at(9)),
        _mail(Password(value="later", label="PW"), sender=SENDER.lower(), at=_at(11)),
        _mail(Password(value="undated")),
        _mail(Password(value="foreign"), sender="x@y.example", at=_at(11)),
    ]

    assert passwords(shut, everything) == (
        Password(value="later", label="PW", source="later_mail"),
        Password(value="undated", source="later_mail"),
        Password(value="early", source="earlier_mail"),
        Password(value="earliest", source="earlier_mail"),
    )


def test_passwords_of_other_mails_are_capped() -> None:
    shut = _mail(SHUT)
    many = [_mail(Password(value=f"v{number}")) for number in range(30)]

    assert len(passwords(shut, [shut, *many])) == MAX_PASSWORDS


def test_a_mail_without_a_sender_has_no_later_mail() -> None:
    shut = _mail(SHUT, sender="")

    assert passwords(shut, [shut, _mail(Password(value="x"), sender="")]) == ()


def test_only_a_password_that_opened_something_is_kept_however_it_was_written() -> None:
    candidates = Password(value="x1"), Password(value="x2"), Password(value="ｘ１")

    assert fitting(_mail(OPEN), candidates) == (candidates[0], candidates[2])


def test_full_width_letters_are_tried_as_written_and_then_in_half_width() -> None:
    assert spellings([Password(value="ａ１"), Password(value="b2")]) == ("ａ１", "b2", "a1")
