from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.compound import make_compound
from kakekomi.drill.documents import make_doc_ole
from kakekomi.drill.outlook import OutlookMail, make_msg, make_tnef
from kakekomi.facts.errors import ParseError
from kakekomi.mail import header, mime, outlook


@pytest.mark.parametrize("data", [make_msg(OutlookMail()), make_tnef(OutlookMail())])
def test_a_message_file_is_a_mail(data: bytes) -> None:
    assert outlook.may_be(data)
    assert header.read(mime.parse(outlook.as_mail(data))).subject == "Hello"


@pytest.mark.parametrize("data", [make_doc_ole(), b"", b"PK\3\4"])
def test_other_files_are_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        outlook.as_mail(data)


def test_a_file_that_is_message_and_document_is_told() -> None:
    both = make_compound({"__properties_version1.0": bytes(32), "WordDocument": b"x"})

    assert outlook.is_document_too(both)
    assert not outlook.is_document_too(make_msg(OutlookMail()))
    assert not outlook.is_document_too(make_tnef(OutlookMail()))


@given(st.binary(max_size=600))
def test_any_bytes_are_a_mail_or_refused(data: bytes) -> None:
    with suppress(ParseError):
        outlook.as_mail(data)
