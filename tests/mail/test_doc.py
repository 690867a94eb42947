import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill import documents, encryption
from kakekomi.drill.compound import make_compound
from kakekomi.mail import doc, ole
from kakekomi.mail.document import Defect, OfficeFormat
from kakekomi.mail.draft import Draft
from kakekomi.mail.keyring import Keyring


def read(streams: dict[str, bytes], *passwords: str) -> Draft:
    file = ole.parse(make_compound(streams))
    draft = Draft(format=OfficeFormat.DOC, keyring=Keyring(passwords))
    doc.read(file, streams["WordDocument"], draft)
    return draft


def sealed(scheme: str) -> dict[str, bytes]:
    file = ole.parse(documents.make_doc_ole(macros=None))
    plain = {entry.path: file.read(entry) for entry in file.streams()}
    return encryption.encrypt_word(plain["WordDocument"], plain["1Table"], scheme, "ab12")


@pytest.mark.parametrize("scheme", ["rc4", "rc4_cryptoapi", "xor"])
def test_the_lure_of_an_encrypted_document_is_read(scheme: str) -> None:
    draft = read(sealed(scheme), "wrong", "ab12")

    assert (draft.encryption, draft.keyring.opened_with) == (scheme, "ab12")
    assert [lure.phrase for lure in draft.lures] == ["コンテンツの有効化"]


@pytest.mark.parametrize("scheme", ["rc4", "rc4_cryptoapi", "xor"])
def test_without_the_password_only_the_scheme_is_known(scheme: str) -> None:
    draft = read(sealed(scheme), "wrong")

    assert (draft.encrypted, draft.encryption, draft.keyring.opened_with) == (True, scheme, None)
    assert draft.lures == []


def test_a_lock_that_cannot_be_read_is_a_defect() -> None:
    streams = sealed("rc4") | {"1Table": b"\x09\0\x09\0" + bytes(60)}

    draft = read(streams, "ab12")

    assert draft.encrypted
    assert draft.defects == [
        Defect(where="encryption", what="RC4 header: encryption of version 09000900")
    ]


@given(st.binary(max_size=200))
def test_any_stream_is_read(data: bytes) -> None:
    read({"WordDocument": data, "1Table": data}, "ab12")
    read({"WordDocument": b"\xec\xa5" + bytes(8) + b"\0\3" + data, "1Table": data}, "ab12")
