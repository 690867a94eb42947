import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.outlook import make_rtf_of_html
from kakekomi.mail import rtf_body
from kakekomi.mail.rtf_body import RtfBody, Wrapped

HTML = '<html><a href="http://a.example/x">表示{ソ}</a>\\ 能</html>'


def text_of(rtf: bytes) -> str:
    return rtf_body.read(rtf).text


def test_wrapped_html_comes_out_as_it_went_in() -> None:
    assert rtf_body.read(make_rtf_of_html(HTML)) == RtfBody(Wrapped.HTML, HTML)


def test_wrapped_text_keeps_its_lines() -> None:
    rtf = rb"{\rtf1\ansi\fromtext{\fonttbl{\f0 Arial;}}one\line two\par\tab three}"

    assert rtf_body.read(rtf) == RtfBody(Wrapped.TEXT, "one\r\ntwo\r\n\tthree")


def test_other_rich_text_gives_its_words_only() -> None:
    rtf = (
        rb"{\rtf1{\info{\title hidden}}{\*\generator x;}{\pict 00ff}\b bold\b0  \ldblquote q"
        rb"\rdblquote{\object{\*\objdata 0102}}}"
    )

    assert rtf_body.read(rtf) == RtfBody(Wrapped.NOTHING, "bold \u201cq\u201d")


@pytest.mark.parametrize(
    ("rtf", "text"),
    [
        (rb"{\rtf1\ansi\ansicpg932 \'93\'fa\'96\{}", "日本"),
        (rb"{\rtf1{\fonttbl{\f0\fcharset0 A;}{\f1\fcharset204 B;}}\f0 \'e9\f1 \'e9}", "éй"),
        (rb"{\rtf1 \u26085?\u26412?}", "日本"),
        (rb"{\rtf1\uc2 \u26085\'93\'fa!}", "日!"),
        (rb"{\rtf1\uc0 \u-10179\u-8704 x}", "\U0001f600x"),
        (rb"{\rtf1 a\bin4 \b{}b}", "ab"),
        (rb"no rtf", "no rtf"),
    ],
)
def test_letters_are_read_in_every_way_they_are_written(rtf: bytes, text: str) -> None:
    assert text_of(rtf) == text


def test_groups_beyond_the_cap_do_not_overflow() -> None:
    assert text_of(b"{" * 50_000 + b"a" + b"}" * 50_000) == "a"


@given(st.binary(max_size=300))
def test_any_bytes_give_a_text(data: bytes) -> None:
    text_of(data).encode("utf-8")
    text_of(b"{\\rtf1\\fromhtml1 " + data).encode("utf-8")


@given(
    st.lists(
        st.sampled_from(
            [
                b"{",
                b"}",
                rb"\*",
                rb"\htmltag64 ",
                rb"\htmlrtf ",
                rb"\htmlrtf0 ",
                rb"\uc9 ",
                b"a",
                rb"\u-10179",
                rb"\'82",
                rb"\bin99999999 ",
                rb"\f0",
                rb"\pict",
            ]
        )
    )
)
def test_any_order_of_words_gives_a_text(words: list[bytes]) -> None:
    text_of(b"{\\rtf1\\fromhtml1 " + b"".join(words)).encode("utf-8")
