import io
import sys

import pytest

from cli.consoles import MemoryConsole
from kakekomi.check.language import Language
from kakekomi.cli.console import Console, Style, can_show


def test_a_stream_shows_what_its_encoding_has() -> None:
    ascii_stream = io.TextIOWrapper(io.BytesIO(), encoding="ascii")
    japanese = io.TextIOWrapper(io.BytesIO(), encoding="cp932")

    assert not can_show("駆け込み", ascii_stream)
    assert can_show("駆け込み", japanese)
    assert not can_show("caf\u00e9", japanese)


def test_a_letter_that_cannot_be_shown_is_a_question_mark_and_said_once_at_the_end(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    streams = MemoryConsole(monkeypatch, encoding="ascii")
    streams.console.say("caf\u00e9")
    streams.console.say("na\u00efve")
    streams.console.close(Language.EN)

    assert streams.out == "caf?\nna?ve\n"
    assert streams.err.count("\n") == 1
    assert "'?'" in streams.err


def test_japanese_on_a_console_without_it_becomes_english_with_a_notice(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    streams = MemoryConsole(monkeypatch, encoding="ascii", language="ja")
    streams.console.close(Language.JA)

    assert streams.console.words.language is Language.EN
    assert streams.err.startswith("This console cannot show Japanese")


def test_machine_forms_stay_in_the_language_asked_for(monkeypatch: pytest.MonkeyPatch) -> None:
    MemoryConsole(monkeypatch, encoding="ascii")

    console = Console(Language.JA, is_text=False)

    assert console.words.language is Language.JA
    assert console.asides.language is Language.EN


def test_off_a_terminal_there_are_neither_styles_nor_progress(
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    streams = MemoryConsole(monkeypatch)
    streams.console.show_progress(7)
    streams.console.show_step("looking")
    streams.console.end_progress()

    assert streams.console.styled("x", Style.DETECTED) == "x"
    assert streams.err == ""


class Terminal(io.TextIOWrapper):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("platform", "clear"), [("linux", "\r\x1b[K"), ("win32", "\r" + " " * 77 + "\r")]
)
def test_a_step_is_written_over_the_last_one_and_never_breaks_the_line(
    monkeypatch: pytest.MonkeyPatch, platform: str, clear: str
) -> None:
    monkeypatch.delenv("TERM", raising=False)
    monkeypatch.delenv("WT_SESSION", raising=False)
    monkeypatch.setattr(sys, "platform", platform)
    out, err = (
        kind(io.BytesIO(), encoding="utf-8", newline="") for kind in (io.TextIOWrapper, Terminal)
    )
    monkeypatch.setattr(sys, "stdout", out)
    monkeypatch.setattr(sys, "stderr", err)
    console = Console(Language.JA, is_text=True)

    console.show_step("利用者" * 40)
    console.end_progress()

    err.flush()
    buffer = err.buffer
    assert isinstance(buffer, io.BytesIO)
    assert buffer.getvalue().decode() == clear + "利用者" * 12 + "利用" + clear
