"""No attachment that the standard library decodes is lost, on mails of every made kind."""

import email
from hashlib import sha256

import pytest

from kakekomi.drill.business import make_business
from kakekomi.drill.campaign import make_campaign
from kakekomi.facts.mail_tables import Attachment
from kakekomi.mail.collect import collect

MAILS = {
    **{f"attack {number}": one.data for number, one in enumerate(make_campaign())},
    **{f"ordinary {number}": one.data for number, one in enumerate(make_business())},
}


def _of_the_standard_library(mail: bytes) -> set[str]:
    """SHA-256 of every leaf that has a file name or says that it is attached."""
    payloads = [
        part.get_payload(decode=True)
        for part in email.message_from_bytes(mail).walk()
        if not part.is_multipart()
        and (part.get_filename() is not None or part.get_content_disposition() == "attachment")
    ]
    return {sha256(data).hexdigest() for data in payloads if isinstance(data, bytes)}


@pytest.mark.parametrize("name", MAILS)
def test_every_attachment_is_there_byte_by_byte(name: str) -> None:
    rows = collect(MAILS[name], subject="-").rows
    found = {row.sha256 for row in rows if isinstance(row, Attachment)}

    assert _of_the_standard_library(MAILS[name]) <= found


def test_the_made_mails_have_attachments_to_compare() -> None:
    assert sum(bool(_of_the_standard_library(mail)) for mail in MAILS.values()) > 30
