import struct
from contextlib import suppress
from dataclasses import replace

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill import documents, encryption
from kakekomi.drill.compound import make_compound
from kakekomi.drill.ooxml import make_package
from kakekomi.facts.errors import ParseError
from kakekomi.mail import office
from kakekomi.mail.document import (
    HiddenSheet,
    KeywordKind,
    Lure,
    LureKind,
    MacroKeyword,
    OfficeDocument,
    OfficeFormat,
    SheetKind,
    SheetState,
)

MADE = {
    OfficeFormat.DOC: documents.make_doc_ole(),
    OfficeFormat.XLS: documents.make_xls_xlm(),
    OfficeFormat.DOCM: documents.make_docm(),
    OfficeFormat.DOCX: documents.make_docx(),
    OfficeFormat.XLSM: documents.make_xlsm(formulas=["HALT()"]),
    OfficeFormat.XLSX: documents.make_xlsx(),
    OfficeFormat.RTF: rb"{\rtf1 x}",
    OfficeFormat.SYLK: b"ID;P\r\nE",
    OfficeFormat.PPT: make_compound({"PowerPoint Document": b""}),
    OfficeFormat.OLE: make_compound({"Else": b""}),
    OfficeFormat.ODF: make_package({"mimetype": "application/vnd.oasis.opendocument.text"}),
    OfficeFormat.WORD_XML: b"<?xml?><?mso-application progid='Word.Document'?>",
}
ENABLE_CONTENT = Lure(kind=LureKind.ENABLE_CONTENT, phrase="コンテンツの有効化")


def encrypted(version: bytes) -> OfficeDocument:
    streams = {"EncryptedPackage": bytes(8), "EncryptionInfo": version + bytes(60)}
    return office.parse(make_compound(streams))


@pytest.mark.parametrize("kind", MADE)
def test_each_format_is_told_from_its_bytes(kind: OfficeFormat) -> None:
    assert office.parse(MADE[kind]).format is kind


def test_a_word_97_document_tells_its_macros_and_lure() -> None:
    document = office.parse(documents.make_doc_ole())

    assert (document.macro, document.autoexec, document.lures, document.defects) == (
        True,
        ("AutoOpen",),
        (ENABLE_CONTENT,),
        (),
    )


def test_an_excel_97_workbook_tells_macro_sheet_lure_and_macros() -> None:
    document = office.parse(documents.make_xls_xlm(macros=documents.EXCEL_MACROS))

    assert (document.xlm, document.xlm_autoexec, document.lures) == (
        True,
        ("Auto_Open",),
        (ENABLE_CONTENT,),
    )
    assert document.hidden_sheets == (
        HiddenSheet(name="Macro1", state=SheetState.VERY_HIDDEN, kind=SheetKind.MACRO),
    )
    assert (document.macro, document.autoexec) == (True, ("Workbook_Open",))
    assert MacroKeyword(kind=KeywordKind.XLM, keyword="HALT", module="Macro1") in document.keywords


def test_a_benign_word_97_document_has_nothing_to_tell() -> None:
    document = office.parse(documents.make_doc_ole(macros=None, text="議事録"))

    assert document == OfficeDocument(format=OfficeFormat.DOC)


def test_a_padded_document_and_the_beginning_of_one_tell_the_same_macros() -> None:
    padded = documents.make_padded(documents.make_doc_ole(), size_bytes=3_000_000)

    assert office.parse(padded).autoexec == ("AutoOpen",)
    assert office.parse(padded[:100_000]).autoexec == ("AutoOpen",)


def test_a_document_cut_off_before_its_streams_is_a_defect() -> None:
    document = office.parse(documents.make_doc_ole()[:-4096])

    assert [defect.where for defect in document.defects][-1:] == ["file"]


def test_macros_are_carved_from_a_file_without_a_directory() -> None:
    wreck = bytearray(documents.make_doc_ole())
    wreck[48:52] = b"\xff\xff\xff\x00"

    document = office.parse(bytes(wreck))

    assert (document.format, document.macro, document.autoexec) == (
        OfficeFormat.OLE,
        True,
        ("AutoOpen",),
    )


@pytest.mark.parametrize(
    ("version", "scheme"),
    [
        (b"\4\0\4\0", "agile"),
        (b"\3\0\2\0", "standard"),
        (b"\x09\0\x09\0", None),
    ],
)
def test_an_encrypted_package_tells_its_scheme(version: bytes, scheme: str | None) -> None:
    document = encrypted(version)

    assert (document.format, document.encrypted) == (OfficeFormat.ENCRYPTED_OOXML, True)
    assert (document.encryption, document.opened_with) == (scheme, None)
    assert document.defects[0].where == "encryption"


def test_a_scheme_without_passwords_is_no_damage() -> None:
    document = encrypted(b"\3\0\3\0")

    assert (document.encryption, document.defects) == ("extensible", ())


def test_an_encrypted_document_is_decrypted_and_read_like_any_other() -> None:
    package = documents.make_xlsm(formulas=["HALT()"])
    plain = office.parse(package)
    sealed = encryption.make_agile(package, "ab12", rounds=10)

    document = office.parse(sealed, ["wrong", "ab12"])

    assert document == replace(
        plain, encrypted=True, encryption="agile", opened_with="ab12", hash_rounds=30
    )


@pytest.mark.parametrize("scheme", ["rc4", "rc4_cryptoapi", "xor"])
def test_an_encrypted_workbook_is_decrypted_and_read_like_any_other(scheme: str) -> None:
    plain = office.parse(documents.make_xls_xlm())
    sealed = encryption.encrypt(documents.make_xls_xlm(), scheme, "VelvetSweatshop")

    assert office.parse(sealed) == replace(
        plain, encrypted=True, encryption=scheme, opened_with="VelvetSweatshop", hash_rounds=1
    )


def test_what_is_no_package_after_all_is_a_defect() -> None:
    document = office.parse(encryption.make_agile(b"no package", "ab12", rounds=10), ["ab12"])

    assert (document.format, document.opened_with) == (OfficeFormat.ENCRYPTED_OOXML, "ab12")
    assert document.defects[0].where == "EncryptedPackage"


def test_rounds_beyond_the_bound_leave_passwords_untried() -> None:
    sealed = encryption.make_agile(documents.make_docx(), "ab12", rounds=10)

    document = office.parse(sealed, ["ab12"], max_rounds=15)

    assert (document.is_untried, document.opened_with, document.hash_rounds) == (True, None, 10)


@pytest.mark.parametrize(
    ("flags", "scheme"), [(0x0100, "rc4"), (0x0300, "rc4_cryptoapi"), (0x8300, "xor")]
)
def test_an_encrypted_word_97_document_tells_its_scheme(flags: int, scheme: str) -> None:
    stream = struct.pack("<HHHHHH", 0xA5EC, 0xC1, 0, 0, 0, flags) + bytes(90)
    tables = {"0Table": b"\1\0\1\0", "1Table": b"\2\0\2\0"}
    document = office.parse(make_compound({"WordDocument": stream, **tables}))

    assert (document.encrypted, document.encryption) == (True, scheme)


@pytest.mark.parametrize(
    "data", [b"", b"hello", b"%PDF-1.7", make_package({"a.txt": b""}), documents.make_shortcut()]
)
def test_what_is_no_document_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        office.parse(data)


@settings(max_examples=200)
@given(st.sampled_from(sorted(MADE)), st.data())
def test_a_damaged_document_parses_or_raises_parse_error(
    kind: OfficeFormat, draw: st.DataObject
) -> None:
    data = bytearray(MADE[kind])
    for _ in range(6):
        data[draw.draw(st.integers(0, len(data) - 1))] = draw.draw(st.integers(0, 255))
    at = draw.draw(st.integers(0, len(data)))

    with suppress(ParseError):
        office.parse(bytes(data))
    with suppress(ParseError):
        office.parse(bytes(data[:at]))


@given(st.sampled_from([b"", b"PK\x03\x04", b"{\\rt", b"ID;", b"<?xml"]), st.binary(max_size=1024))
def test_any_bytes_parse_or_raise_parse_error(start: bytes, data: bytes) -> None:
    with suppress(ParseError):
        office.parse(start + data)


def test_macros_are_carved_from_the_beginning_of_a_file_whose_table_stands_behind_it() -> None:
    data = bytearray(documents.make_doc_ole())
    data[76:80] = (1 << 20).to_bytes(4, "little")

    document = office.parse(bytes(data))

    assert (document.macro, document.autoexec) == (True, ("AutoOpen",))
    assert "cut off: streams lie beyond its end" in {defect.what for defect in document.defects}
