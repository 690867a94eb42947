import pytest

from kakekomi.mail import macro_words
from kakekomi.mail.document import KeywordKind, MacroKeyword, MacroModule


def make_module(source: str, name: str = "M") -> MacroModule:
    raw = source.encode("cp932")
    return MacroModule(name=name, stream="", source=raw, code_page=932, raw=b"")


def words(source: str) -> list[tuple[KeywordKind, str]]:
    return [(word.kind, word.keyword) for word in macro_words.find([make_module(source)])]


@pytest.mark.parametrize(
    "name",
    """AutoExec AutoOpen DocumentOpen AutoExit AutoClose Document_Close DocumentBeforeClose
    DocumentChange AutoNew Document_New NewDocument Document_Open Document_BeforeClose Auto_Open
    Workbook_Open Workbook_Activate Auto_Close Workbook_Close Workbook_BeforeClose
    Worksheet_Calculate""".split(),
)
def test_names_that_run_by_themselves_are_found_in_any_case(name: str) -> None:
    assert words(f"private sub {name.lower()}()") == [(KeywordKind.AUTOEXEC, name.lower())]


@pytest.mark.parametrize(
    "ending",
    """Painted Painting GotFocus LostFocus MouseHover Click Change Resize BeforeNavigate2
    BeforeScriptExecute DocumentComplete DownloadBegin DownloadComplete FileDownload
    NavigateComplete2 NavigateError ProgressChange PropertyChange SetSecureLockIcon
    StatusTextChange TitleChange MouseMove MouseEnter MouseLeave Layout OnConnecting
    FollowHyperlink ContentControlOnEnter""".split(),
)
def test_events_of_controls_are_found_by_their_ending(ending: str) -> None:
    assert words(f"Sub ボタン1_{ending}()") == [(KeywordKind.EVENT, f"ボタン1_{ending}")]


@pytest.mark.parametrize(
    "source", ["Sub AutoOpened()", "Sub MyAutoOpen()", "Click = 1", "Button_Clicked", "Shelly"]
)
def test_words_that_only_contain_a_keyword_are_none(source: str) -> None:
    assert words(source) == []


def test_each_word_is_a_row_for_each_module_in_order() -> None:
    modules = [make_module("Shell Shell shell", "B"), make_module("AutoOpen: Shell", "A")]

    assert macro_words.find(modules) == (
        MacroKeyword(kind=KeywordKind.AUTOEXEC, keyword="AutoOpen", module="A"),
        MacroKeyword(kind=KeywordKind.EXECUTE, keyword="Shell", module="A"),
        MacroKeyword(kind=KeywordKind.EXECUTE, keyword="Shell", module="B"),
    )


def test_names_with_a_dot_are_found_inside_strings() -> None:
    assert words('CreateObject("WScript.Shell")') == [
        (KeywordKind.EXECUTE, "Shell"),
        (KeywordKind.EXECUTE, "WScript"),
        (KeywordKind.EXECUTE, "WScript.Shell"),
    ]


def test_autoexec_names_each_procedure_once() -> None:
    modules = [make_module("AutoOpen Shell"), make_module("AutoOpen Frame1_Layout", "N")]

    assert macro_words.autoexec(macro_words.find(modules)) == ("AutoOpen", "Frame1_Layout")
