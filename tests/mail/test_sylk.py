from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import sylk
from kakekomi.mail.document import KeywordKind, MacroKeyword, OfficeDocument, OfficeFormat


def test_a_macro_sheet_its_name_and_its_calls_are_read() -> None:
    text = b'ID;PWXL;N;E\r\nO;L;E;D\r\nNN;NAuto_Open;ER1C1\r\nC;Y1;X1;K0;EEXEC("x")\r\nE\r\n'

    assert sylk.read(text).finish() == OfficeDocument(
        format=OfficeFormat.SYLK,
        xlm=True,
        xlm_autoexec=("Auto_Open",),
        keywords=(MacroKeyword(kind=KeywordKind.XLM, keyword="EXEC", module="slk"),),
    )


def test_an_ordinary_sheet_has_nothing_to_tell() -> None:
    text = b"ID;PWXL;N;E\r\nC;Y1;X1;K1;ESUM(A1)\r\nNN;NArea;ER1C1\r\nE\r\n"

    assert sylk.read(text).finish() == OfficeDocument(format=OfficeFormat.SYLK)


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    assert sylk.read(b"ID;" + data).finish().format is OfficeFormat.SYLK
