from collections.abc import Mapping
from itertools import count

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.packs.links import (
    MAX_LINKS,
    Answer,
    Ask,
    Link,
    LinkState,
    ask_web,
    check_link,
    check_links,
)

PAGE = "https://office.example/page"


def make_web(pages: Mapping[tuple[str, str], Answer]) -> Ask:
    """A web that knows these pages; nobody answers for others."""

    def ask(method: str, url: str) -> Answer:
        if (method, url) not in pages:
            raise TimeoutError
        return pages[method, url]

    return ask


def make_link(state: LinkState, status: int | None = None, moved_to: str = "") -> Link:
    return Link(source="office", url=PAGE, state=state, status=status, moved_to=moved_to)


@pytest.mark.parametrize(
    ("head", "get", "expected"),
    [
        (200, None, make_link(LinkState.OK, 200)),
        (404, 404, make_link(LinkState.GONE, 404)),
        (404, 200, make_link(LinkState.OK, 200)),
        (403, 403, make_link(LinkState.FORBIDDEN, 403)),
        (403, 200, make_link(LinkState.OK, 200)),
        (410, None, make_link(LinkState.GONE, 410)),
        (503, None, make_link(LinkState.UNREACHABLE, 503)),
        (None, None, make_link(LinkState.UNREACHABLE)),
    ],
)
def test_gone_is_only_what_the_server_says_is_gone(
    head: int | None, get: int | None, expected: Link
) -> None:
    answers = {("HEAD", PAGE): head, ("GET", PAGE): get}
    web = make_web({key: Answer(status) for key, status in answers.items() if status})

    assert check_link("office", PAGE, web) == expected


def test_a_page_that_moved_for_good_is_named_with_its_new_place() -> None:
    web = make_web(
        {
            ("HEAD", PAGE): Answer(301, "/new"),
            ("HEAD", "https://office.example/new"): Answer(302, "/new/today"),
            ("HEAD", "https://office.example/new/today"): Answer(200),
        }
    )

    assert check_link("office", PAGE, web) == make_link(
        LinkState.MOVED, 200, "https://office.example/new"
    )


def test_a_redirect_for_this_time_only_is_no_move() -> None:
    web = make_web(
        {("HEAD", PAGE): Answer(302, "/x"), ("HEAD", "https://office.example/x"): Answer(200)}
    )

    assert check_link("office", PAGE, web) == make_link(LinkState.OK, 200)


def test_a_loop_ends() -> None:
    assert check_link("office", PAGE, lambda _method, _url: Answer(302, PAGE)) == make_link(
        LinkState.UNREACHABLE, 302
    )


@pytest.mark.parametrize("url", ["file:///etc/passwd", "javascript:1", "office.example", ""])
def test_what_is_no_address_of_a_page_is_not_asked(url: str) -> None:
    assert check_link("office", url, make_web({})).state is LinkState.REFUSED


def test_a_redirect_out_of_the_web_is_not_followed() -> None:
    web = make_web({("HEAD", PAGE): Answer(302, "file:///etc/passwd")})

    assert check_link("office", PAGE, web).state is LinkState.REFUSED


@pytest.mark.parametrize("host", ["127.0.0.1", "[::1]", "10.0.0.1", "169.254.169.254"])
def test_doors_of_our_own_network_are_not_knocked_at(host: str) -> None:
    with pytest.raises(ValueError, match="no public address"):
        ask_web("HEAD", f"http://{host}/")


def test_only_so_many_pages_are_asked_for() -> None:
    endless = ((f"s{number}", PAGE) for number in count())

    assert len(list(check_links(endless, make_web({})))) == MAX_LINKS


@given(st.text(), st.text(), st.sampled_from([200, 301, 302, 404, 500]))
def test_any_address_and_any_redirect_give_a_state(url: str, location: str, status: int) -> None:
    assert check_link("x", url, lambda _method, _url: Answer(status, location)).state in LinkState
