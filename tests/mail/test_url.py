import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import url


@pytest.mark.parametrize(
    ("text", "links"),
    [
        ("見てください。http://a.example/x?y=1。よろしく", ("http://a.example/x?y=1",)),
        ("「https://a.example/」を", ("https://a.example/",)),
        ("http://a.exampleをご確認", ("http://a.example",)),
        ("(see http://a.example/b_(c)).", ("http://a.example/b_(c)",)),
        ("HTTP://A.Example/Q, HTTP://A.Example/Q", ("HTTP://A.Example/Q",)),
        ('<http://a.example/> "ftp://b.example"', ("http://a.example/", "ftp://b.example")),
        ("hxxp://bad.example/a", ("hxxp://bad.example/a",)),
        ("mailto:a@b.example file:///c x:// ://y", ()),
        ("http://", ()),
    ],
)
def test_links_end_where_the_sentence_goes_on(text: str, links: tuple[str, ...]) -> None:
    assert url.find(text) == links


def test_no_more_links_than_the_cap_are_kept() -> None:
    text = " ".join(f"http://a.example/{i}" for i in range(url.MAX_URLS + 5))

    assert len(url.find(text)) == url.MAX_URLS


@pytest.mark.parametrize(
    ("href", "host"),
    [
        ("https://User@Bank.Example:8443/path?q@x", "bank.example"),
        ("http://real.example@evil.example/", "evil.example"),
        ("http:\\\\evil.example\\a", "evil.example"),
        ("//cdn.example/x", "cdn.example"),
        ("http://xn--wgv71a.example.", "xn--wgv71a.example"),
        ("http://[2001:db8::1]:80/", "[2001:db8::1]"),
        ("http://ev%69l.example/", "evil.example"),
        ("mailto:a@b.example", None),
        ("#top", None),
        ("http:///nothing", "nothing"),
        ("", None),
    ],
)
def test_the_host_is_the_one_a_browser_would_ask(href: str, host: str | None) -> None:
    assert url.host(href) == host


@pytest.mark.parametrize(
    ("text", "host"),
    [
        ("https://www.Bank.example/login", "www.bank.example"),
        ("https://user@bank.example:80/login", "bank.example"),
        ("https://bank.example。", "bank.example"),
        ("http://./login", None),
        ("www.bank.co.jp", "www.bank.co.jp"),
        ("bank.co.jp/login", "bank.co.jp"),
        ("こちら http://bank.example へ", "bank.example"),
        ("invoice.pdf", None),
        ("ここをクリック", None),
        ("Version 3.14", None),
        ("e.g. this", None),
    ],
)
def test_text_names_a_host_only_if_it_is_one_or_shows_a_link(text: str, host: str | None) -> None:
    assert url.text_host(text) == host


@pytest.mark.parametrize(
    ("href", "extension"),
    [
        ("http://a.example/b/c.ZIP?x=1.exe", "zip"),
        ("http://a.example", ""),
        ("http://a.example/b.d/c", ""),
        ("http://a.example/c.doc#x/y.exe", "doc"),
        ("/local/x.js", "js"),
        ("", ""),
    ],
)
def test_the_extension_is_that_of_the_path(href: str, extension: str) -> None:
    assert url.extension(href) == extension


@given(st.text(max_size=200))
def test_any_text_gives_answers(text: str) -> None:
    url.find(text)
    url.host(text)
    url.text_host(text)
    url.extension(text)
