import struct
from contextlib import suppress

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill import encryption
from kakekomi.facts.errors import ParseError
from kakekomi.mail import ole, ppt_cipher

RECORDS = {
    1: struct.pack("<HHI", 0, 0x0FA0, 20) + b"Practice sample 0001",
    7: struct.pack("<HHI", 0, 0x0FA0, 6) + b"second",
}


def streams() -> tuple[bytes, bytes]:
    file = ole.parse(encryption.make_encrypted_ppt(RECORDS, "ab12"))
    document, user = file.find("PowerPoint Document"), file.find("Current User")
    assert document is not None
    assert user is not None
    return file.read(document), file.read(user)


DOCUMENT, USER = streams()


def test_each_object_is_decrypted_by_its_number() -> None:
    presentation = ppt_cipher.Presentation(DOCUMENT, USER)

    plain = presentation.decrypt(presentation.lock.key("ab12") or b"")

    assert plain.startswith(RECORDS[1] + RECORDS[7])
    assert len(plain) == len(DOCUMENT)


def test_without_a_description_nothing_can_be_opened() -> None:
    with pytest.raises(ParseError, match="no description"):
        ppt_cipher.Presentation(DOCUMENT, bytes(64))


def test_edits_that_form_a_ring_end() -> None:
    at = int.from_bytes(USER[16:20], "little")
    ring = DOCUMENT[: at + 16] + at.to_bytes(4, "little") + DOCUMENT[at + 20 :]

    assert ppt_cipher.Presentation(ring, USER).lock.key("ab12") is not None


@given(st.binary(max_size=40), st.integers(0, 400), st.binary(max_size=40))
def test_any_stream_is_decrypted_or_refused(data: bytes, at: int, user: bytes) -> None:
    damaged = DOCUMENT[:at] + data + DOCUMENT[at + len(data) :]
    for document, current in ((damaged, USER), (DOCUMENT, user), (data, USER), (data, user)):
        with suppress(ParseError):
            ppt_cipher.Presentation(document, current).decrypt(b"key")
