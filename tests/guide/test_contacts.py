from datetime import date

import pytest

from guide.cases import emotet, pack_with
from kakekomi.facts.errors import ConfigurationError
from kakekomi.guide.contacts import CONTACTS_FILE, Contact, read_contacts
from kakekomi.packs.model import Text

NAME = Text(ja="窓口", en="Desk")


def test_the_contacts_of_the_pack_are_read_in_order() -> None:
    contacts = read_contacts(emotet())

    assert contacts[0].id == "own-administrator"
    jpcert = next(contact for contact in contacts if contact.id == "jpcert-incident")
    assert (jpcert.shown_phone, jpcert.page_date) == ("03-6271-8901", date(2023, 11, 22))


@pytest.mark.parametrize(
    ("verified", "page_date", "phone"),
    [
        pytest.param("page", date(2023, 11, 22), "#9110", id="read on a dated page"),
        pytest.param("named", date(2023, 11, 22), None, id="page not read"),
        pytest.param("page", None, None, id="no date"),
    ],
)
def test_a_number_is_shown_only_with_the_page_that_bears_it(
    verified: str, page_date: date | None, phone: str | None
) -> None:
    contact = Contact(id="x", name=NAME, phone="#9110", page_date=page_date, verified=verified)

    assert contact.shown_phone == phone


@pytest.mark.parametrize("text", ["[[contact", "[[contact]]\nid = 1"])
def test_contacts_that_cannot_be_read_are_named(text: str) -> None:
    with pytest.raises(ConfigurationError, match=CONTACTS_FILE):
        read_contacts(pack_with(CONTACTS_FILE, text))
