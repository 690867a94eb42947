import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import password_value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("ab12です", "ab12"),
        ("さくら2022 です", "さくら2022"),
        ("令和4年3月", "令和4年3月"),
        ("1234をお使いください", "1234"),
        ("ab12．以上です", "ab12．"),
        ("ab12（4文字）", "ab12"),
        ("a(b)c.", "a(b)c."),
        ("2022年4月1日までです", None),
        ("90日間", None),
        ("御社の電話番号", None),
        ("さくらを使います", None),
        ("請求書.zip", None),
        ("required", None),
        ("あ" * 41, None),
        ("社長の犬", None),
        ("12", None),
        ("", None),
    ],
)
def test_a_bare_value_ends_with_its_sentence(text: str, value: str | None) -> None:
    assert password_value.bare(text, 0, is_marked=True) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [("ab12", "ab12"), ("ab12 and", None), ("さくら12\n", "さくら12"), ("さくら", None)],
)
def test_a_value_alone_has_a_digit_and_its_line(text: str, value: str | None) -> None:
    assert password_value.alone(text, 0) == value


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("「ab12」で", "ab12"),
        ("「さくら」です", "さくら"),
        ("「マイページ」で変更", None),
        ("「電話番号」です", None),
        ("「a b c d」", None),
        ("「****」", None),
    ],
)
def test_a_quoted_value_in_japanese_ends_its_sentence(text: str, value: str | None) -> None:
    found = password_value.QUOTED.match(text)

    assert found is not None
    assert password_value.quoted(text, found) == value


@pytest.mark.parametrize(
    ("raw", "value"), [("abc.", "abc"), ("a(b)", "a(b)"), ("b)", "b"), ("...", ".")]
)
def test_punctuation_behind_a_value_is_dropped(raw: str, value: str) -> None:
    assert password_value.trimmed(raw) == value


@given(st.text(alphabet="さ株です。「」（）(ab1 \t\n：", max_size=30), st.booleans())
def test_any_text_gives_a_value_that_stands_in_it(text: str, is_marked: bool) -> None:  # noqa: FBT001  drawn
    for value in (
        password_value.bare(text, 0, is_marked=is_marked),
        password_value.alone(text, 0, is_apart=is_marked),
        password_value.quoted_later(text, 0),
    ):
        assert value is None or value in text
