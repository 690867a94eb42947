from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.drill.shortcut import make_shortcut
from kakekomi.facts.errors import ParseError
from kakekomi.mail import shortcut
from kakekomi.mail.document import Defect


def test_everything_a_link_says_is_read() -> None:
    link = make_shortcut(
        target=r"%SystemRoot%\System32\cmd.exe",
        arguments="/c" + " " * 300 + "echo 見本",
        icon=r"C:\Windows\imageres.dll",
        machine="DESKTOP-1",
        appended=b"WScript.Sleep 1",
    )

    assert shortcut.parse(link) == shortcut.Shortcut(
        target=r"%SystemRoot%\System32\cmd.exe",
        targets=(r"%SystemRoot%\System32\cmd.exe",),
        arguments="/c" + " " * 300 + "echo 見本",
        description="",
        working_directory="",
        icon_location=r"C:\Windows\imageres.dll",
        show_command=7,
        machine="DESKTOP-1",
        appended=b"WScript.Sleep 1",
        appended_bytes=15,
        defects=(),
    )


def test_a_link_with_nothing_behind_its_end_has_nothing_appended() -> None:
    assert shortcut.parse(make_shortcut()).appended == b""


def test_a_long_appendix_is_cut_and_its_size_kept() -> None:
    size = shortcut.MAX_APPENDED_BYTES + 1

    link = shortcut.parse(make_shortcut(appended=b"x" * size))

    assert (len(link.appended), link.appended_bytes) == (shortcut.MAX_APPENDED_BYTES, size)


def test_a_script_right_behind_the_blocks_without_a_terminal_one_is_appended() -> None:
    whole = make_shortcut()

    assert shortcut.parse(whole[:-4] + b"echo this is a script").appended.startswith(b"echo this")


def test_a_link_cut_inside_its_arguments_keeps_what_is_there() -> None:
    link = make_shortcut(target="", arguments="/c echo 1", icon="")

    cut = shortcut.parse(link[: 76 + 2 + 6])

    assert (cut.arguments, cut.target) == ("/c ", None)
    assert cut.defects == (Defect(where="strings", what="the file ends inside this part"),)


@pytest.mark.parametrize("data", [b"", b"L\0\0\0", b"MZ" * 50, make_shortcut()[:75]])
def test_what_is_no_whole_header_is_refused(data: bytes) -> None:
    with pytest.raises(ParseError):
        shortcut.parse(data)


@given(st.binary(max_size=2048))
@example(b"")
def test_any_bytes_behind_a_header_parse(data: bytes) -> None:
    assert isinstance(shortcut.parse(make_shortcut()[:76] + data), shortcut.Shortcut)


@given(st.integers(0, 1200), st.integers(0, 255), st.integers(0, 1200))
def test_a_damaged_link_parses_or_raises_parse_error(at: int, value: int, cut: int) -> None:
    link = bytearray(make_shortcut(machine="PC", appended=b"script"))
    link[at % len(link)] = value

    with suppress(ParseError):
        shortcut.parse(bytes(link[: len(link) - cut % 50]))
        shortcut.parse(bytes(link[:cut]))
