"""Recipients of notices: each once, ours left out, what was learned newly kept."""

from contextlib import suppress
from datetime import UTC, datetime

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.desk.cases.models import Case
from kakekomi.desk.cases.recipients import fitting, in_list, keep_people, listed
from kakekomi.desk.house.models import User
from kakekomi.facts.errors import ParseError
from kakekomi.notice.correspondence import Person
from kakekomi.notice.recipient_list import write_list

AT = datetime(2022, 3, 1, tzinfo=UTC)


@pytest.mark.django_db
def test_what_mailboxes_tell_of_somebody_listed_is_added(case: Case, administrator: User) -> None:
    keep_people(case, "partners", [Person(address="a@x.example", name="佐藤")], administrator)
    more = Person(address="a@x.example", name="Sato", wrote=3, last_at=AT)
    new = keep_people(case, "partners", [more, Person(address="b@x.example")], administrator)

    assert new == 1
    assert listed(case, "partners") == (
        Person(address="a@x.example", name="佐藤", wrote=3, last_at=AT),
        Person(address="b@x.example"),
    )
    assert listed(case, "affected") == ()


@pytest.mark.django_db
def test_addresses_are_one_however_they_are_written_and_ours_are_left_out(case: Case) -> None:
    people, left_out = fitting(
        case,
        "partners",
        [
            Person(address="A@X.example"),
            Person(address="a@x.example"),
            Person(address="taro@sub.aoba.example"),
            Person(address="no-reply@x.example"),
            Person(address="nobody"),
        ],
    )

    assert [one.address for one in people] == ["a@x.example"]
    assert [(one.address, one.reason.value) for one in left_out] == [
        ("no-reply@x.example", "no_reply"),
        ("nobody", "not_an_address"),
        ("taro@sub.aoba.example", "own"),
    ]


def test_our_own_list_comes_back_as_it_was() -> None:
    people = (Person(address="a@x.example", name="=佐藤", wrote=2, together=1, last_at=AT),)

    assert in_list(write_list(people)) == people


@given(st.binary(max_size=1_000))
@example(b"address\r\n")  # a list of ours without anybody
def test_any_bytes_are_a_list_or_a_parse_error(data: bytes) -> None:
    with suppress(ParseError):
        assert in_list(data)
