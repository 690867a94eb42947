from datetime import UTC, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.mail_tables import Correspondent
from kakekomi.mail import acquaintance
from kakekomi.mail.acquaintance import Acquaintances, Meeting, meetings

OWN = ("company.example",)
AT = datetime(2022, 3, 1, 9, 38, tzinfo=UTC)
DATE = b"Date: Tue, 1 Mar 2022 18:38:00 +0900\r\n"
OURS = (
    b"From: Hanako <Hanako@Company.example>\r\n"
    b'To: "Sato, Taro" <taro@partner.example>, x@other.example\r\n'
    b"Cc: taro2@partner.example\r\n" + DATE + b"\r\nHello"
)
THEIRS = b"From: Taro Sato <taro@partner.example>\r\nTo: h@company.example\r\n\r\nHello"


def test_whom_we_write_to_is_known_with_the_name_that_we_use() -> None:
    assert meetings(OURS, OWN) == (
        Meeting("hanako@company.example", "Hanako", AT, is_known=True),
        Meeting("taro@partner.example", "Sato, Taro", AT, is_known=True),
        Meeting("x@other.example", "", AT, is_known=True),
        Meeting("taro2@partner.example", "", AT, is_known=True),
    )


def test_who_writes_to_us_is_met_but_not_known() -> None:
    assert meetings(THEIRS, OWN) == (
        Meeting("taro@partner.example", "Taro Sato", None, is_known=False),
    )


def test_subdomains_are_ours_and_names_that_end_alike_are_not() -> None:
    for domain, is_ours in (("mail.company.example", True), ("evilcompany.example", False)):
        (met, *_) = meetings(b"From: a@" + domain.encode() + b"\r\nTo: b@c.example\r\n\r\n", OWN)
        assert met.is_known is is_ours


@pytest.mark.parametrize(
    "statement",
    [
        b"Authentication-Results: mx.company.example; spf=softfail smtp.mailfrom=company.example",
        b"Authentication-Results: mx.company.example; dmarc=fail header.from=company.example",
        b"Received-SPF: fail (mx.company.example: not permitted)",
    ],
)
def test_a_forger_cannot_introduce_himself(statement: bytes) -> None:
    assert meetings(statement + b"\r\n" + OURS, OWN) == ()


def test_an_address_in_place_of_a_name_is_no_name() -> None:
    (met,) = meetings(b'From: "b@c.example" <a@partner.example>\r\nTo: x@y.example\r\n\r\n', OWN)

    assert met.name == ""


@given(st.binary())
def test_any_bytes_give_meetings(data: bytes) -> None:
    assert isinstance(meetings(data, OWN), tuple)


def test_the_known_have_a_row_for_each_of_their_names() -> None:
    people = Acquaintances()
    people.add(meetings(THEIRS, OWN))
    people.add(meetings(THEIRS, OWN))
    people.add(meetings(OURS, OWN))
    people.add(meetings(b"From: Spam <s@spam.example>\r\nTo: h@company.example\r\n\r\n", OWN))

    assert people.correspondents() == (
        Correspondent(address="hanako@company.example", name="Hanako", last_at=AT, messages=1),
        Correspondent(address="taro2@partner.example", last_at=AT, messages=1),
        Correspondent(address="taro@partner.example", name="Taro Sato", last_at=AT, messages=3),
        Correspondent(address="taro@partner.example", name="Sato, Taro", last_at=AT, messages=3),
        Correspondent(address="x@other.example", last_at=AT, messages=1),
    )
    assert not people.is_full


@given(st.permutations(range(6)))
def test_the_order_of_the_mails_does_not_matter(order: list[int]) -> None:
    mails = [
        b"From: N%d <a%d@%s.example>\r\nTo: M%d <a@x.example>\r\n\r\n"
        % (at, at % 3, b"company" if at % 2 else b"x", at)
        for at in range(6)
    ]
    first, second = Acquaintances(), Acquaintances()
    for at in range(6):
        first.add(meetings(mails[at], OWN))
        second.add(meetings(mails[order[at]], OWN))

    assert first.correspondents() == second.correspondents()


def test_beyond_the_limits_nobody_is_added_and_that_is_known(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(acquaintance, "MAX_KNOWN", 1)
    people = Acquaintances()
    people.add(meetings(OURS, OWN))

    assert [row.address for row in people.correspondents()] == ["hanako@company.example"]
    assert people.is_full
