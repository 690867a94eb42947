import io

import msoffcrypto
import pytest

from kakekomi.drill import documents, encryption
from kakekomi.mail import office

PASSWORD = "ab12"
WORKBOOK = documents.make_xls_xlm()
LETTER = documents.make_doc_ole()


def opened_by_msoffcrypto(document: bytes) -> bytes:
    out = io.BytesIO()
    file = msoffcrypto.OfficeFile(io.BytesIO(document))
    file.load_key(password=PASSWORD)
    file.decrypt(out)
    return out.getvalue()


def test_msoffcrypto_opens_an_agile_package() -> None:
    package = documents.make_xlsm()

    assert opened_by_msoffcrypto(encryption.make_agile(package, PASSWORD)) == package


def test_msoffcrypto_opens_a_standard_package() -> None:
    package = documents.make_xlsm()

    assert opened_by_msoffcrypto(encryption.make_standard(package, PASSWORD)) == package


@pytest.mark.parametrize(
    ("document", "scheme"),
    [
        (WORKBOOK, "rc4"),
        (WORKBOOK, "rc4_cryptoapi"),
        (WORKBOOK, "xor"),
        (LETTER, "rc4"),
        (LETTER, "rc4_cryptoapi"),
    ],
)
def test_msoffcrypto_opens_old_documents(document: bytes, scheme: str) -> None:
    plain = opened_by_msoffcrypto(encryption.encrypt(document, scheme, PASSWORD))

    assert office.parse(plain).lures == office.parse(document).lures != ()


def test_msoffcrypto_opens_an_encrypted_presentation() -> None:
    text = "Enable Content".encode("utf-16-le")
    record = b"\0\0\xba\x0f" + len(text).to_bytes(4, "little") + text
    presentation = encryption.make_encrypted_ppt({1: record}, PASSWORD)

    assert text in opened_by_msoffcrypto(presentation)
    assert text not in presentation
