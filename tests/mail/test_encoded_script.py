from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.script import make_encoded_script
from kakekomi.mail import encoded_script

SCRIPT = 'MsgBox "Practice <sample> @ 1"\r\n\tWScript.Sleep 1\r\n'


def test_a_published_sample_is_read() -> None:
    assert encoded_script.decode(b"#@~^DgAAAA==\\ko$K6,JC\x7fV^GJqAQAAA==^#~@") == b'MsgBox "Hello"'


def test_line_ends_and_escaped_characters_are_read() -> None:
    assert encoded_script.decode(make_encoded_script(SCRIPT)) == SCRIPT.encode()


def test_the_alphabets_are_whole() -> None:
    for alphabet in encoded_script.ALPHABETS:
        usable = {
            plain
            for code, plain in zip(encoded_script.ENCODED, alphabet, strict=True)
            if code not in b"<>@"
        }
        assert usable == {9, *range(32, 128)} - set(b"<>@")


def test_several_scripts_in_a_page_are_all_read() -> None:
    page = (
        b"<html><script>" + make_encoded_script("one") + b"</script>" + make_encoded_script("two")
    )

    assert encoded_script.decode(page) == b"one\r\ntwo"


def test_japanese_characters_are_kept_and_take_no_turn() -> None:
    made = make_encoded_script("ab")
    first, last = made[:13], made[13:]

    assert encoded_script.decode(first + "あ".encode("cp932") + last) == (
        b"a" + "あ".encode("cp932") + b"b"
    )


def test_a_script_that_is_cut_off_gives_its_beginning() -> None:
    assert encoded_script.decode(make_encoded_script(SCRIPT)[:22]) == SCRIPT.encode()[:10]


def test_text_without_a_script_gives_nothing() -> None:
    assert encoded_script.decode(b"MsgBox 1") == b""


@given(st.text(st.characters(max_codepoint=127), min_size=1, max_size=200))
def test_what_was_encoded_is_read_again(script: str) -> None:
    assert encoded_script.decode(make_encoded_script(script)) == script.encode()


@given(st.binary(max_size=300))
def test_any_bytes_are_read(data: bytes) -> None:
    encoded_script.decode(data)
    encoded_script.decode(encoded_script.START + data + encoded_script.END)
