"""The ways of people without an account in a real browser, in Japanese."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from playwright.sync_api import Browser, Page
from pytest_django.live_server_helper import LiveServer

from desk.browser import NARROW, WIDE, keep, launched, needs_chromium, opened, violations
from kakekomi.drill.demo_cases import make_demo_mail

pytestmark = [
    needs_chromium,
    pytest.mark.enable_socket,
    pytest.mark.allow_hosts(["127.0.0.1", "localhost"]),
    pytest.mark.django_db(transaction=True),
]

PAGES = {
    "home": "/",
    "now": "/now/?door=opened",
    "question": "/now/?door=opened&shown=isolate-pc",
    "done": "/now/?door=opened&shown=isolate-pc&a=kind:content_enabled&a=our_name:no",
    "card": "/card/",
    "about": "/about/",
    "find-receipt": "/receipt/",
    "faq": "/faq/",
    "search": "/faq/?q=ジップが届いた 開けていい",
    "answer": "/faq/encrypted-zip/",
    "steps": "/steps/",
    "step": "/steps/isolate-pc/",
    "prevention": "/prevention/",
    "overview": "/overview/",
    "sources": "/sources/",
    "contacts": "/contacts/",
    "pictures": "/pictures/",
    "announcements": "/announcements/",
    "announcement": "/announcements/2026-11-24/",
    "before": "/ask/?q=困った",
    "ask": "/ask/form/?q=困った",
    "drop": "/check/",
}

MOST_CLICKS = 3
MOST_TABS = 30
"""From the top of a page to its one button; search, language and menu lie between."""


@pytest.fixture(scope="module")
def browser() -> Iterator[Browser]:
    with launched() as browser:
        yield browser


@pytest.fixture
def mail(tmp_path: Path) -> Path:
    path = tmp_path / "請求書.eml"
    path.write_bytes(make_demo_mail())
    return path


@pytest.mark.parametrize("viewport", [WIDE, NARROW], ids=["wide", "narrow"])
@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_from_the_first_page_to_the_first_instruction(
    browser: Browser, live_server: LiveServer, viewport: dict[str, int], *, script: bool
) -> None:
    with opened(browser, live_server.url, viewport=viewport, java_script_enabled=script) as page:
        page.goto("/")
        clicks = _clicked(page, "添付やリンクを開いてしまった")
        assert "LANケーブルを抜き" in page.inner_text("h1")
        assert clicks <= MOST_CLICKS

        page.get_by_role("button", name="できた・次へ進む").click()
        page.get_by_role("button", name="「コンテンツの有効化」を押した").click()
        page.get_by_role("button", name="いいえ、聞いていない").click()
        page.get_by_role("button", name="受付番号を出す").click()
        number = page.inner_text(".receipt")
        page.get_by_role("button", name="終わった パソコンをネットワークから切り離す").click()
        assert page.locator(".badge--done").count() == 1

        page.goto("/")
        page.get_by_role("textbox", name="受付番号").fill(number)
        page.get_by_role("button", name="開く", exact=True).click()
        assert page.inner_text(".receipt") == number
        assert page.locator(".badge--done").count() == 1


def _clicked(page: Page, *names: str) -> int:
    for name in names:
        page.get_by_role("link", name=name).first.click()
    return len(names)


def test_the_first_instruction_by_keyboard_only(browser: Browser, live_server: LiveServer) -> None:
    with opened(browser, live_server.url, viewport=WIDE) as page:
        page.goto("/")
        page.keyboard.press("Tab")
        assert page.evaluate("document.activeElement.className") == "skip"
        page.keyboard.press("Enter")
        page.keyboard.press("Tab")
        page.keyboard.press("Enter")
        page.wait_for_url("**/now/?door=opened")
        for _ in range(MOST_TABS):
            page.keyboard.press("Tab")
            if page.locator("main button:focus").count():
                break
        page.keyboard.press("Enter")
        page.wait_for_url("**shown=isolate-pc**")

        assert "開いたあと" in page.inner_text("h1")


@pytest.mark.parametrize("script", [True, False], ids=["script", "no-script"])
def test_a_mail_handed_in_shows_its_verdict(
    browser: Browser, live_server: LiveServer, mail: Path, *, script: bool
) -> None:
    with opened(browser, live_server.url, viewport=NARROW, java_script_enabled=script) as page:
        page.goto("/")
        page.get_by_role("link", name="メールや検査の結果を調べる").click()
        page.get_by_label("ファイル").first.set_input_files(mail)
        page.get_by_role("button", name="調べる").click()

        assert "【検知】" in page.inner_text("h1")
        assert page.locator(".letter a").count() == 0
        assert page.locator("mark").count() > 0
        keep(page, f"verdict-narrow-{script}")
        if script:
            assert violations(page) == []


def test_a_question_that_no_answer_helped_reaches_the_desk(
    browser: Browser, live_server: LiveServer
) -> None:
    with opened(browser, live_server.url, viewport=WIDE) as page:
        page.goto("/")
        page.get_by_label("知りたいことを").fill("ジップが届いたけど開けていい?")
        page.keyboard.press("Enter")
        page.get_by_role("link", name="暗号化されたZIPの付いたメール").click()
        page.get_by_role("link", name="いいえ、解決しない").click()
        page.get_by_role("button", name="それでも窓口に聞く").click()
        page.wait_for_load_state()  # then what is typed is kept
        assert page.get_by_label("聞きたいこと").input_value() == "ジップが届いたけど開けていい?"
        page.get_by_label("くわしい様子").fill("まだ書きかけ")

        page.reload()
        assert page.get_by_label("くわしい様子").input_value() == "まだ書きかけ"
        page.get_by_role("button", name="送る").click()

        assert "受け付けました" in page.inner_text("main")
        assert "まだ書きかけ" in page.inner_text("main")


def test_every_page_is_accessible_fits_a_phone_and_is_kept_as_a_picture(
    browser: Browser, live_server: LiveServer
) -> None:
    found: dict[str, object] = {}
    with opened(browser, live_server.url, viewport=NARROW) as page:
        for name, address in PAGES.items():
            page.goto(address)
            width = page.evaluate("document.documentElement.scrollWidth")
            problems = violations(page)
            if problems or width > NARROW["width"]:
                found[name] = (problems, width)
            keep(page, f"portal-{name}")

    assert found == {}
