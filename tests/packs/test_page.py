from hypothesis import given
from hypothesis import strategies as st

from kakekomi.packs.page import Link, Page, parse_page


def test_front_matter_body_and_links_are_told_apart() -> None:
    text = '+++\nid = "x"\n+++\n\nSee [it](step:isolate-pc) and\n[page](https://example.com/a).\n'

    assert parse_page(text) == Page(
        {"id": "x"},
        "See [it](step:isolate-pc) and\n[page](https://example.com/a).",
        (Link("step", "isolate-pc", 5), Link("https", "//example.com/a", 6)),
    )


def test_a_page_without_front_matter_is_all_body() -> None:
    assert parse_page("text\n") == Page({}, "text\n", ())


def test_front_matter_that_is_not_closed_or_no_toml_is_an_error_with_its_line() -> None:
    not_closed = parse_page("+++\nid = 1\n")
    no_toml = parse_page("+++\nid = 1\ntitle\nx = 1\n+++\nx")

    assert (not_closed.error_line, "closing" in not_closed.error) == (1, True)
    assert (no_toml.error_line, "no TOML" in no_toml.error) == (3, True)


@given(st.text(max_size=80) | st.lists(st.sampled_from(["+++", "a = 1", "x"])).map("\n".join))
def test_any_text_gives_a_page(text: str) -> None:
    parse_page(text)
