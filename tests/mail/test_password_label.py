import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import password_label
from kakekomi.mail.password_label import Label


@pytest.mark.parametrize(
    ("text", "spelled", "is_short"),
    [
        ("添付のパスワード", "添付のパスワード", False),
        ("用のパスワード", "パスワード", False),
        ("解凍PW", "解凍PW", False),
        ("共通PW", "共通PW", True),
        ("復号化キー", "復号化キー", False),
        ("Pass Code", "Pass Code", False),
        ("P.W.", "P.W.", True),
    ],
)
def test_a_label_is_told_with_its_words_and_whether_it_may_mean_something_else(
    text: str, spelled: str, *, is_short: bool
) -> None:
    (label,) = password_label.find(text)

    assert (password_label.spelled(text, label), label.is_short) == (spelled, is_short)


@pytest.mark.parametrize("mark", password_label.ASCII_MARKS)
def test_the_quick_look_misses_no_mark(mark: str) -> None:
    assert password_label.may_hold(f"x {mark} y")


@pytest.mark.parametrize("text", ["", "plain words", "p / w", "as word"])
def test_the_quick_look_passes_over_text_without_a_mark(text: str) -> None:
    assert not password_label.may_hold(text)


@pytest.mark.parametrize("text", ["compass", "キーワード", "バスワード", "bypass:", "spw", "a.pw"])
def test_other_words_are_no_labels(text: str) -> None:
    assert password_label.find(text) == []


@pytest.mark.parametrize(("text", "begins_line"), [("a\nPW", True), ("PW", True), ("a PW", False)])
def test_a_short_label_may_begin_its_line(text: str, *, begins_line: bool) -> None:
    (label,) = password_label.find(text)

    assert label.begins_line is begins_line


def test_labels_are_capped() -> None:
    assert len(password_label.find("pw " * 1_000)) == password_label.MAX_LABELS


@given(st.text(alphabet="パスワード解凍キーpassw./ İ\n", max_size=40))
def test_any_text_gives_labels_in_order_inside_it(text: str) -> None:
    labels = password_label.find(text)

    assert labels == sorted(labels, key=lambda label: label.start)
    assert all(isinstance(one, Label) and one.end <= len(text) for one in labels)
