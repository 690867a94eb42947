import pytest

from kakekomi.mail import xlm
from kakekomi.mail.document import KeywordKind, MacroKeyword


def row(name: str) -> MacroKeyword:
    return MacroKeyword(kind=KeywordKind.XLM, keyword=name, module="M")


@pytest.mark.parametrize(
    ("tokens", "name"),
    [
        ("42016e00", "EXEC"),
        ("22039600", "CALL"),
        ("62 03 1180", "RUN"),
        ("42003600", "HALT"),
        ("41ba00", "GET.WORKSPACE"),
    ],
)
def test_a_call_is_found_in_tokens(tokens: str, name: str) -> None:
    assert xlm.in_tokens(bytes.fromhex(tokens), "M") == {row(name)}


@pytest.mark.parametrize("tokens", ["", "42010400", "1e6e00", "42ff6e00"])
def test_other_tokens_are_no_call(tokens: str) -> None:
    assert xlm.in_tokens(bytes.fromhex(tokens), "M") == set()


def test_a_written_call_is_found_in_any_case() -> None:
    assert xlm.in_text('exec("x")+SUM(1)+REGISTER.ID ("a")', "M") == {
        row("EXEC"),
        row("REGISTER.ID"),
    }


@pytest.mark.parametrize(
    ("name", "runs"),
    [
        ("Auto_Open", True),
        ("_xlnm.auto_close", True),
        ("AUTO_OPEN99", True),
        ("My_Auto_Open", False),
    ],
)
def test_names_that_begin_like_an_auto_name_run(name: str, *, runs: bool) -> None:
    assert xlm.is_autoexec(name) is runs
