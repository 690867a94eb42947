import pytest

from kakekomi.drill.exercise_company import Company, make_company
from kakekomi.drill.exercise_mail import (
    SPOOFS,
    STOLEN_AT,
    make_invoice,
    make_letters,
    make_spoofs,
)
from kakekomi.facts.mail_tables import Attachment, Message, Recipient
from kakekomi.mail.collect import collect

SEEDS = [0, 1, 7, 4711]


@pytest.fixture(params=SEEDS)
def company(request: pytest.FixtureRequest) -> Company:
    return make_company(request.param)


def test_each_mail_has_an_id_of_its_own_and_its_answers_come_after_it(company: Company) -> None:
    letters = make_letters(company)

    assert len({one.identifier for one in letters}) == len(letters)
    assert all(one.answers.at < one.at for one in letters if one.answers)
    assert letters == make_letters(company)


def test_a_mail_is_read_as_it_was_meant(company: Company) -> None:
    letter = next(one for one in make_letters(company) if one.answers)

    facts = collect(letter.bytes(), subject="1.eml")

    (message,) = facts.of(Message)
    assert message.subject_line == letter.subject_line
    assert (message.from_name, message.from_address) == (letter.sender.name, letter.sender.address)
    assert message.date_at == letter.at
    assert message.in_reply_to == f"<{letter.answers.identifier}>"  # type: ignore[union-attr]
    assert [row.address for row in facts.of(Recipient)] == [letter.recipient.address]


def test_forged_mails_quote_what_the_stolen_mailbox_held_and_come_from_strangers(
    company: Company,
) -> None:
    spoofs = make_spoofs(company, make_letters(company))

    assert len(spoofs) == SPOOFS
    for spoof in spoofs:
        assert company.leaked in (spoof.quoted.sender, spoof.quoted.recipient)
        assert spoof.quoted.at < STOLEN_AT
        (message,) = collect(spoof.data, subject="1.eml").of(Message)
        assert message.from_name == company.leaked.name
        assert not (message.from_address or "").endswith("midori-shokai.example")
        assert spoof.quoted.text.splitlines()[0] in (message.quoted_text or message.text)


def test_the_attachment_opens_with_the_password_in_the_mail(company: Company) -> None:
    for mail in (make_invoice(company), make_spoofs(company, make_letters(company))[0].data):
        locked = [row for row in collect(mail, subject="1.eml").of(Attachment) if row.encrypted]

        assert locked
        assert all(row.opened_with for row in locked)
