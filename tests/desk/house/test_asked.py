import pytest
from django.test import RequestFactory

from kakekomi.desk.house.asked import MAX_SEARCH_CHARS, words_asked


@pytest.mark.parametrize(
    ("query", "words"),
    [
        ({}, ""),
        ({"q": "  経理 PC-07 "}, "経理 PC-07"),
        ({"q": "\0経\0理\0"}, "経理"),
        ({"q": "x" * 1_000}, "x" * MAX_SEARCH_CHARS),
    ],
)
def test_words_are_trimmed_cut_and_without_what_no_database_takes(
    query: dict[str, str], words: str
) -> None:
    assert words_asked(RequestFactory().get("/", query)) == words


def test_a_page_may_take_longer_questions() -> None:
    assert words_asked(RequestFactory().get("/", {"q": "x" * 1_000}), 500) == "x" * 500
