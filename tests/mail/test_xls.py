import struct

from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.drill.biff import make_workbook_stream
from kakekomi.mail import xls
from kakekomi.mail.document import (
    HiddenSheet,
    KeywordKind,
    MacroKeyword,
    OfficeDocument,
    OfficeFormat,
    SheetKind,
    SheetState,
)
from kakekomi.mail.draft import Draft


def read(stream: bytes) -> OfficeDocument:
    draft = Draft(format=OfficeFormat.XLS)
    xls.read(stream, draft)
    return draft.finish()


def make_record(kind: int, data: bytes) -> bytes:
    return struct.pack("<HH", kind, len(data)) + data


BIFF8 = make_record(0x0809, struct.pack("<HH", 0x0600, 5))


def test_a_macro_sheet_its_state_its_name_that_runs_and_its_calls_are_read() -> None:
    stream = make_workbook_stream(text="見積", state="very_hidden", alerts=["hello"])

    assert read(stream) == OfficeDocument(
        format=OfficeFormat.XLS,
        xlm=True,
        xlm_autoexec=("Auto_Open",),
        hidden_sheets=(
            HiddenSheet(name="Macro1", state=SheetState.VERY_HIDDEN, kind=SheetKind.MACRO),
        ),
        keywords=(
            MacroKeyword(kind=KeywordKind.XLM, keyword="ALERT", module="Macro1"),
            MacroKeyword(kind=KeywordKind.XLM, keyword="HALT", module="Macro1"),
        ),
    )


def test_an_ordinary_workbook_has_nothing_to_tell() -> None:
    stream = make_workbook_stream(text="見積", state="visible", alerts=[])

    assert read(stream) == OfficeDocument(format=OfficeFormat.XLS)


def test_sheets_and_names_of_excel_5_are_read_as_8_bit_text() -> None:
    stream = make_record(0x0809, struct.pack("<HH", 0x0500, 5))
    stream += make_record(0x0085, struct.pack("<IBBB", 0, 1, 1, 2) + b"M1")
    stream += make_record(0x0018, struct.pack("<HBB10x", 0, 0, 9) + b"Auto_Open")
    document = read(stream + make_record(0x000A, b""))

    assert document.xlm_autoexec == ("Auto_Open",)
    assert document.hidden_sheets == (
        HiddenSheet(name="M1", state=SheetState.HIDDEN, kind=SheetKind.MACRO),
    )


def test_a_dde_link_is_service_and_topic() -> None:
    link = "cmd\x03/c x"
    data = struct.pack("<HHB", 0, len(link), 0) + link.encode()
    stream = BIFF8 + make_record(0x01AE, data) + make_record(0x01AE, struct.pack("<HH", 1, 0x0401))

    assert read(stream + make_record(0x000A, b"")).dde == ("cmd|/c x",)


def test_an_encrypted_workbook_tells_its_scheme() -> None:
    for data, scheme in (
        (b"\0\0", "xor"),
        (b"\1\0\1\0\1\0", "rc4"),
        (b"\1\0\2\0\2\0", "rc4_cryptoapi"),
    ):
        document = read(BIFF8 + make_record(0x002F, data) + make_record(0x0085, b"\xff" * 20))

        assert (document.encrypted, document.encryption) == (True, scheme)
        assert document.hidden_sheets == ()


def test_a_list_of_sheets_that_is_cut_off_is_a_defect() -> None:
    assert [defect.where for defect in read(BIFF8).defects] == ["Workbook"]


@settings(max_examples=150)
@given(st.data())
def test_a_damaged_workbook_is_read(draw: st.DataObject) -> None:
    stream = bytearray(make_workbook_stream(text="x", state="hidden", alerts=["a", "b"]))
    for _ in range(4):
        stream[draw.draw(st.integers(0, len(stream) - 1))] = draw.draw(st.integers(0, 255))

    assert isinstance(read(bytes(stream[: draw.draw(st.integers(0, len(stream)))])), OfficeDocument)


@given(st.binary(max_size=512))
def test_any_bytes_are_read(data: bytes) -> None:
    assert isinstance(read(BIFF8 + data), OfficeDocument)
