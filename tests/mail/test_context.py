import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.mail_tables import Correspondent
from kakekomi.mail import context
from kakekomi.mail.context import MailContext

SATO = Correspondent(address="sato@partner.example", name="佐藤 太郎")
SUZUKI = Correspondent(address="Suzuki@partner.example", name="Suzuki, Jiro")
KNOWN = MailContext(correspondents=(SATO, SUZUKI))


@pytest.mark.parametrize("name", ["佐藤　太郎様", "佐藤太郎さん", "「佐藤 太郎」", "佐藤太郎"])
def test_a_japanese_name_is_known_in_every_spelling(name: str) -> None:
    assert KNOWN.acquainted(name, "x@evil.example") == (SATO,)


def test_an_address_is_known_in_any_case() -> None:
    assert KNOWN.acquainted("", "SUZUKI@PARTNER.EXAMPLE") == (SUZUKI,)


def test_name_of_one_and_address_of_another_give_both_in_the_order_given() -> None:
    assert KNOWN.acquainted("suzuki jiro", "sato@partner.example") == (SATO, SUZUKI)


def test_strangers_and_empty_names_are_unknown() -> None:
    assert KNOWN.acquainted("山田", "yamada@other.example") == ()
    assert KNOWN.acquainted("", "") == ()
    assert KNOWN.acquainted("様", "") == ()
    assert MailContext().acquainted("佐藤太郎", "sato@partner.example") == ()


@given(st.text(max_size=40))
def test_folding_a_folded_name_changes_no_letters(name: str) -> None:
    assert not any(char.isspace() for char in context.folded_name(name))
