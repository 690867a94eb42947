from datetime import UTC, datetime

from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.mail import make_mail
from kakekomi.facts.case_tables import Partner
from kakekomi.notice.address_form import LeftOut
from kakekomi.notice.correspondence import (
    Affected,
    Correspondence,
    LeftOutPerson,
    Person,
    affected,
)

OWN = affected(["company.example"])
AT = datetime(2022, 3, 1, 9, 38, tzinfo=UTC)


def met(*mails: bytes, whose: Affected = OWN) -> Correspondence:
    correspondence = Correspondence(whose)
    for mail in mails:
        correspondence.add(mail)
    return correspondence


def test_who_wrote_who_was_written_to_and_who_stood_beside_are_counted_apart() -> None:
    there = make_mail(sender="鈴木 <Suzuki@Partner.example>", to="hanako@company.example")
    back = make_mail(
        sender="hanako@company.example",
        to="suzuki@partner.example",
        fields=[b"Cc: third@other.example"],
        date="Wed, 2 Mar 2022 18:38:00 +0900",
    )
    beside = make_mail(
        sender="boss@other.example",
        to="hanako@company.example",
        fields=[b"Cc: suzuki@PARTNER.example"],
    )

    people = met(there, back, beside).people()

    day_later = datetime(2022, 3, 2, 9, 38, tzinfo=UTC)
    assert people == (
        Person(address="boss@other.example", wrote=1, last_at=AT),
        Person(
            address="suzuki@partner.example",
            name="鈴木",
            wrote=1,
            written_to=1,
            together=1,
            last_at=day_later,
        ),
        Person(address="third@other.example", written_to=1, last_at=day_later),
    )


def test_only_affected_mailboxes_count() -> None:
    theirs = make_mail(sender="a@partner.example", to="hanako@company.example")
    others = make_mail(sender="b@partner.example", to="ken@company.example")
    whose = affected(["company.example"], ["Hanako@company.example"])

    assert [one.address for one in met(theirs, others, whose=whose).people()] == [
        "a@partner.example"
    ]


def test_a_blind_copy_is_known_by_where_it_was_delivered() -> None:
    mail = make_mail(
        sender="a@partner.example",
        to="friends@partner.example",
        fields=[b"Delivered-To: hanako@company.example"],
    )

    assert len(met(mail).people()) == 2


def test_mails_outside_the_period_do_not_count() -> None:
    mail = make_mail(sender="a@partner.example", to="hanako@company.example")
    before = affected(["company.example"], until=datetime(2022, 2, 1, tzinfo=UTC))
    after = affected(["company.example"], since=datetime(2022, 4, 1, tzinfo=UTC))
    inside = affected(["company.example"], since=datetime(2022, 2, 1, tzinfo=UTC))

    assert [len(met(mail, whose=one).people()) for one in (before, after, inside)] == [0, 0, 1]


def test_lists_and_machines_are_left_out_with_the_reason() -> None:
    correspondence = met(
        make_mail(
            sender="dev@lists.example",
            to="hanako@company.example",
            fields=[b"List-Id: <dev.lists.example>"],
        ),
        make_mail(sender="no-reply@shop.example", to="hanako@company.example"),
        make_mail(
            sender="robot@shop.example",
            to="hanako@company.example",
            fields=[b"Auto-Submitted: auto-generated"],
        ),
        make_mail(sender="ken@company.example", to="hanako@company.example"),
    )

    assert correspondence.people() == ()
    assert correspondence.left_out() == (
        LeftOutPerson(address="dev@lists.example", reason=LeftOut.MAILING_LIST, messages=1),
        LeftOutPerson(address="hanako@company.example", reason=LeftOut.OWN, messages=4),
        LeftOutPerson(address="no-reply@shop.example", reason=LeftOut.NO_REPLY, messages=1),
        LeftOutPerson(address="robot@shop.example", reason=LeftOut.AUTOMATIC, messages=1),
    )


def test_who_also_wrote_as_a_person_is_not_left_out_in_either_order() -> None:
    person = make_mail(sender="a@partner.example", to="hanako@company.example")
    machine = make_mail(
        sender="a@partner.example",
        to="hanako@company.example",
        fields=[b"Auto-Submitted: auto-replied"],
    )

    for mails in ((person, machine), (machine, person)):
        assert [one.wrote for one in met(*mails).people()] == [2]


def test_a_forger_whose_mail_failed_authentication_is_not_told() -> None:
    forged = make_mail(
        sender="forger@evil.example",
        to="hanako@company.example",
        fields=[b"Authentication-Results: mx.company.example; spf=fail; dmarc=fail"],
    )

    correspondence = met(forged)

    assert correspondence.people() == ()
    assert correspondence.doubtful == 1


def test_somebody_from_an_address_book_is_added_once() -> None:
    correspondence = met(make_mail(sender="a@partner.example", to="hanako@company.example"))
    correspondence.add_person("A@partner.example", "again")
    correspondence.add_person("b@partner.example", "B")

    assert [(one.address, one.name) for one in correspondence.people()] == [
        ("a@partner.example", ""),
        ("b@partner.example", "B"),
    ]


def test_colleagues_are_those_of_our_own_who_were_met() -> None:
    correspondence = met(
        make_mail(sender="a@partner.example", to="hanako@company.example"),
        make_mail(sender="no-reply@company.example", to="ken@company.example"),
    )
    correspondence.add_person("new@company.example")

    assert [one.address for one in correspondence.colleagues()] == [
        "hanako@company.example", "ken@company.example", "new@company.example",
    ]  # fmt: skip


def test_a_person_is_a_row_of_the_case() -> None:
    person = Person(address="a@partner.example", wrote=1, written_to=2, last_at=AT)

    assert person.row() == Partner(address="a@partner.example", messages=3, last_at=AT)


@given(st.binary(max_size=2048))
def test_any_bytes_teach_something_or_nothing(data: bytes) -> None:
    met(data, b"From: a@partner.example\nTo: hanako@company.example\n" + data).people()
