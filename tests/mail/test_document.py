from kakekomi.mail.document import KeywordKind, MacroKeyword, OfficeDocument, OfficeFormat


def test_keywords_sort_by_kind_keyword_and_module() -> None:
    rows = [
        MacroKeyword(kind=KeywordKind.EXECUTE, keyword="Shell", module="A"),
        MacroKeyword(kind=KeywordKind.AUTOEXEC, keyword="AutoOpen", module="B"),
        MacroKeyword(kind=KeywordKind.AUTOEXEC, keyword="AutoOpen", module="A"),
    ]

    assert sorted(rows) == [rows[2], rows[1], rows[0]]


def test_a_document_says_nothing_that_was_not_found() -> None:
    document = OfficeDocument(format=OfficeFormat.DOC)

    assert (document.encrypted, document.encryption) == (False, None)
    assert (document.macro, document.xlm) == (False, False)
