"""Somebody with a question: an answer with its sources, or the desk's, with the words kept."""

import pytest
from playwright.sync_api import Browser

from desk.browser import needs_chromium
from desk.ways.running import Running
from desk.ways.walk import Mode, walking

pytestmark = [needs_chromium, pytest.mark.enable_socket]

ASKED = "ジップが届いたけど開けていい?"


@pytest.mark.parametrize("mode", Mode)
def test_from_the_question_to_the_answer_or_to_the_desk(
    browser: Browser, desk: Running, mode: Mode
) -> None:
    with walking(browser, desk.address, mode, "3-question") as walk:
        walk.page.goto("/")
        walk.fill("知りたいことを", ASKED, within="main")
        walk.button("検索", within="main")
        walk.look("1-found")
        walk.link("暗号化されたZIPの付いたメール", within="main")
        walk.look("2-answer")
        assert "電話で確かめます" in walk.words()
        assert "内容を最後に確かめた日: 2026年" in walk.words()
        assert walk.page.locator("main a[href^='/sources/#']").count()

        walk.link("いいえ、解決しない")
        walk.look("3-before")
        _ladder_is_in_order(walk.words())
        walk.button("それでも窓口に聞く")
        walk.page.wait_for_load_state()
        assert walk.field("聞きたいこと").input_value() == ASKED
        walk.fill("くわしい様子", "取引先の名前で届きました")
        walk.look("4-form")
        walk.button("送る", within="main")
        walk.look("5-receipt")
        assert "受付済み" in walk.words()
        assert ASKED in walk.words()
        assert "取引先の名前で届きました" in walk.words()


def _ladder_is_in_order(words: str) -> None:
    rungs = ("自社のシステム管理者", "機器の購入先・保守業者", "対応企業一覧")
    places = [words.index(rung) for rung in rungs]
    assert places == sorted(places)
