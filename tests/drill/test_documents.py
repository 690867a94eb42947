import olefile
import pytest

from kakekomi.drill import documents


def test_equal_arguments_give_equal_bytes() -> None:
    for make in (
        documents.make_docm,
        documents.make_docx,
        documents.make_xlsm,
        documents.make_xlsx,
        documents.make_doc_ole,
        documents.make_xls_xlm,
        documents.make_shortcut,
        documents.make_onenote,
    ):
        assert make() == make()


def test_olefile_finds_the_streams_of_the_old_formats() -> None:
    with olefile.OleFileIO(documents.make_doc_ole()) as word:
        assert word.exists("WordDocument")
        assert word.exists("Macros/VBA/dir")
    with olefile.OleFileIO(documents.make_xls_xlm()) as excel:
        assert excel.exists("Workbook")


def test_a_padded_document_begins_as_before_and_ends_in_nothing() -> None:
    document = documents.make_doc_ole()

    assert documents.make_padded(document, size_bytes=50_000) == document + bytes(
        50_000 - len(document)
    )


@pytest.mark.parametrize(
    "source", [*documents.WORD_MACROS.values(), *documents.EXCEL_MACROS.values()]
)
def test_the_macros_call_nothing_but_a_message(source: str) -> None:
    lines = [line.strip() for line in source.splitlines()]
    code = [line for line in lines if line and not line.startswith(("'", "Sub", "End", "Dim"))]

    assert {line.split(" ", 1)[0] for line in code} <= {"words", "MsgBox"}
