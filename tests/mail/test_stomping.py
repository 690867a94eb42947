import struct

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill import documents
from kakekomi.mail import office, stomping
from kakekomi.mail.document import KeywordKind, MacroModule
from kakekomi.mail.vba import VbaProject

HEAD = b'Attribute VB_Name = "Module1"\r\n'


def made(source: bytes, *, names: bytes = b"", lines: int | None = None) -> VbaProject:
    cache = b"" if lines is None else b"\0\0\xfe\xca" + struct.pack("<HH", 1, lines)
    module = MacroModule(
        name="Module1",
        stream="VBA/Module1",
        source=HEAD + source,
        code_page=1252,
        raw=cache + b"\1",
        source_at=len(cache),
    )
    return VbaProject(modules=(module,), defects=(), names=names)


def words(project: VbaProject) -> list[str]:
    return [word.keyword for word in stomping.find(project)]


def test_words_of_an_exchanged_source_are_told_by_its_unknown_procedures() -> None:
    project = made(b"Sub Greeting()\r\nEnd Sub\r\n", names=b"\0AutoOpen\0Shell\0MsgBox")

    assert words(project) == ["AutoOpen", "Shell"]


def test_a_procedure_of_a_short_name_is_asked_for_too() -> None:
    assert words(made(b"Sub Hi()\r\nEnd Sub\r\n", names=b"\0AutoOpen\0")) == ["AutoOpen"]
    assert words(made(b"Sub Hi()\r\nEnd Sub\r\n", names=b"\0AutoOpen\0hi\0")) == []


def test_words_of_an_emptied_source_are_told_by_its_lines() -> None:
    assert words(made(b"", names=b"\0Document_Open\0", lines=12)) == ["Document_Open"]


def test_names_of_deleted_code_are_no_sign() -> None:
    source = b"Sub Greeting()\r\nEnd Sub\r\n"

    assert words(made(source, names=b"\0AutoOpen\0Greeting\0", lines=2)) == []
    assert words(made(b"", names=b"\0AutoOpen\0", lines=0)) == []


def test_an_exchanged_source_without_telling_words_is_none() -> None:
    assert words(made(b"Sub Greeting()\r\nEnd Sub\r\n", names=b"\0Other\0MsgBox")) == []


def test_words_that_the_source_has_too_are_not_repeated() -> None:
    source = b"Sub AutoOpen()\r\nEnd Sub\r\n"

    assert words(made(source, names=b"\0autoopen\0Shell\0", lines=9)) == ["Shell"]


@pytest.mark.parametrize("lines", [2, 3])
def test_a_continued_statement_counts_as_one_line_or_as_each(lines: int) -> None:
    source = b"Sub Greeting( _\r\n)\r\nEnd Sub\r\n"

    assert words(made(source, names=b"\0AutoOpen\0Greeting\0", lines=lines)) == []


def test_the_last_mark_counts_and_a_cut_one_does_not() -> None:
    assert stomping.compiled_lines(b"\xfe\xca\0\0\7\0 \xfe\xca\0\0\5\0") == 5
    assert stomping.compiled_lines(b"\xfe\xca\0\0\7") is None
    assert stomping.compiled_lines(b"") is None


def test_a_document_tells_what_was_taken_out_of_its_source() -> None:
    harmless = {"ThisDocument": "Sub Greeting()\nEnd Sub\n"}
    made_document = documents.make_doc_ole(macros=harmless, compiled=("AutoOpen", "Shell"))

    keywords = office.parse(made_document).keywords

    assert [(word.kind, word.keyword) for word in keywords] == [
        (KeywordKind.STOMPED, "AutoOpen"),
        (KeywordKind.STOMPED, "Shell"),
    ]


@given(st.binary(max_size=200), st.binary(max_size=200), st.integers(0, 65_535))
def test_any_project_gives_an_answer(source: bytes, names: bytes, lines: int) -> None:
    for word in stomping.find(made(source, names=names, lines=lines)):
        assert word.kind is KeywordKind.STOMPED
