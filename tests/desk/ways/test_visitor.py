"""Somebody who has just opened it: to the first instruction, and back by the receipt number."""

import pytest
from playwright.sync_api import Browser

from desk.browser import needs_chromium
from desk.ways.running import Running
from desk.ways.walk import Mode, walking

pytestmark = [needs_chromium, pytest.mark.enable_socket]

MOST_CLICKS = 3

MOST_QUESTIONS = 3

MOST_LETTERS = 400
"""Of the first page's beginning and the instruction: read in under a minute by a slow reader, who
reads seven letters a second."""


@pytest.mark.parametrize("mode", Mode)
def test_from_the_first_page_to_the_instruction_and_back(
    browser: Browser, desk: Running, mode: Mode
) -> None:
    with walking(browser, desk.address, mode, "1-visitor") as walk:
        walk.page.goto("/")
        walk.look("1-home")
        read = walk.words("main > h1") + walk.words(".doors")
        walk.link("添付やリンクを開いてしまった")
        walk.look("2-now")
        assert "LANケーブルを抜き" in walk.words("h1")
        assert "電源は切らないで" in walk.words("h1")
        assert walk.clicks <= MOST_CLICKS
        assert len(read + walk.words(".now")) <= MOST_LETTERS

        walk.button("できた・次へ進む")
        walk.look("3-question")
        walk.button("「コンテンツの有効化」を押した")
        assert f"質問 {MOST_QUESTIONS}" in walk.words()
        walk.button("いいえ、聞いていない")
        walk.look("4-what-next")
        assert "管理者に電話かじかに伝える" in walk.words()
        assert "だれに知らせるか" in walk.words()
        assert "手元にそろえるもの" in walk.words()

        walk.button("受付番号を出す")
        number = walk.words(".receipt")
        walk.button("終わった パソコンをネットワークから切り離す")
        walk.look("5-receipt")

    with walking(browser, desk.address, mode, "1-visitor") as later:
        later.page.goto("/")
        later.fill("受付番号", number, within="main")
        later.button("開く", within="main")
        assert later.words(".receipt") == number
        assert later.page.locator(".badge--done").count() == 1
        later.link("最初の15分カード", within="main")
        later.look("6-card")
        assert later.page.pdf(format="A4").count(b"/Type /Page\n") == 1
