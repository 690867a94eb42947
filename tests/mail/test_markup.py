from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import markup


def test_tags_are_found_with_any_prefix_and_not_by_half_their_name() -> None:
    text = '<sheets><x:sheet name="a"/><sheet name="b"></sheets>'

    assert list(markup.tags(text, "sheet")) == ['<x:sheet name="a"/>', '<sheet name="b">']


def test_attributes_are_read_in_either_quotes_and_unescaped() -> None:
    assert markup.attributes("<a r:id='1' b=\"&lt;x&#12354;\" c=none>") == {
        "r:id": "1",
        "b": "<xあ",
    }


def test_text_runs_on_over_the_tags_between() -> None:
    assert markup.text_of("<p><r>Enable</r><r> Con</r><r>tent</r></p>") == "Enable Content"


def test_the_byte_order_mark_tells_utf_16() -> None:
    assert markup.decode("<a>あ".encode("utf-16")) == "<a>あ"
    assert markup.decode("\ufeff<a>あ".encode()) == "<a>あ"


def test_a_number_without_end_is_no_trap() -> None:
    assert len(markup.unescape("&#" + "9" * 10_000 + ";")) <= markup.MAX_VALUE_CHARS


@given(st.text(alphabet="<>/=\"' abx:&#0;", max_size=200))
def test_any_text_gives_tags_and_attributes(text: str) -> None:
    for tag in markup.tags(text, "a"):
        assert isinstance(markup.attributes(tag), dict)
    assert "<" not in markup.text_of(text)
