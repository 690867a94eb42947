"""The operator of the desk: the queue, a wave, announcements, texts, and the hand-over."""

import re
from datetime import timedelta
from urllib.parse import urlsplit

import pytest
from django.utils import timezone
from playwright.sync_api import Browser

from desk.browser import needs_chromium
from desk.ways.running import Running
from desk.ways.walk import Mode, Walk, walking

pytestmark = [needs_chromium, pytest.mark.enable_socket]

SOURCES = "情報源(名前かアドレス。空白で区切る)"
ANSWER = "そのメールは開かずに、そのまま残してください。"
TO_ALL = "同じ文面のメールが広がっています。添付は開かないでください。"
EDITED = "窓口で確かめた新しい説明です。"


@pytest.mark.parametrize("mode", Mode)
def test_from_the_queue_to_the_hand_over(browser: Browser, desk: Running, mode: Mode) -> None:
    desk.seed(f"_enquiries({mode.value!r})")
    session = desk.seeded.sessions[f"operator-{mode}"]
    with walking(browser, desk.address, mode, "6-operator", session=session) as walk:
        receipt = _answers_one(walk, mode)
        _answers_the_whole_wave(walk)
        _announces(walk, f"なりすましメールが増えています({mode})")
        _edits_an_answer(walk)
        walk.link("きょうの動き")
        walk.look("7-today")
        assert walk.page.locator("main table tbody tr").count() >= 1
        assert "問い合わせがありました" in walk.words()
        walk.link("引き継ぎ", within="main nav")
        walk.look("8-hand-over")
        assert "この24時間に回答したもの" in walk.words()
    with walking(browser, desk.address, mode, "6-operator") as visitor:
        visitor.page.goto(receipt)
        visitor.look("9-answered")
        assert ANSWER in visitor.words()


def _answers_one(walk: Walk, mode: Mode) -> str:
    walk.page.goto("/")
    walk.link(re.compile("^窓口$"))
    walk.look("1-queue")
    walk.link(f"このメールは何ですか({mode})")
    walk.button("自分が受け持つ")
    walk.look("2-enquiry")
    assert f"operator-{mode}" in walk.words()
    receipt = walk.page.locator("main dd a").first.get_attribute("href")
    walk.fill("回答", ANSWER, within=walk.form_of("回答を出す"))
    walk.button("回答を出す")
    assert "回答しました" in walk.words("body")
    return receipt or ""


def _answers_the_whole_wave(walk: Walk) -> None:
    walk.link("波", within="main nav")
    walk.look("3-waves")
    walk.link(re.compile("このメールは何ですか"), within="main table")
    walk.look("4-wave")
    waiting = re.search(r"答えを待っている(\d+)件すべて", walk.words())
    assert waiting is not None
    assert int(waiting[1]) >= 2
    walk.fill("回答", TO_ALL, within=walk.form_of("すべてに回答を出す"))
    walk.button("すべてに回答を出す")
    assert f"{waiting[1]}件に回答しました" in walk.words("body")
    assert "答えを待っている問い合わせはありません" in walk.words()


def _announces(walk: Walk, title: str) -> None:
    """A draft that nobody sees, urgent on every page, and gone when its days are over."""
    today = timezone.localdate()
    walk.link("お知らせ", within="main nav")
    walk.link("お知らせを書く")
    form = walk.form_of("下書きを保存する")
    walk.choose("重さ", "緊急(すべてのページの上に表示)", within=form)
    walk.fill("有効な最初の日", today.isoformat(), within=form)
    walk.fill("題名(日本語)", title, within=form)
    walk.fill("本文(日本語)", "添付を開かないでください。", within=form)
    walk.fill("題名(英語)", "Forged mails", within=form)
    walk.fill("本文(英語)", "Do not open attachments.", within=form)
    walk.fill(SOURCES, "https://www.ipa.go.jp/", within=form)
    walk.fill("情報源と突き合わせた日", today.isoformat(), within=form)
    walk.button("下書きを保存する")
    walk.look("5-announcement")
    place = urlsplit(walk.page.url).path
    assert title not in _home(walk)
    walk.page.goto(place)
    walk.button("公開する")
    assert title in _home(walk)
    walk.page.goto(place)
    over = today - timedelta(days=1)
    walk.fill("有効な最初の日", over.isoformat(), within=walk.form_of("下書きを保存する"))
    walk.fill(
        "有効な最後の日(空なら当面)", over.isoformat(), within=walk.form_of("下書きを保存する")
    )
    walk.button("下書きを保存する")
    assert title not in _home(walk)
    walk.page.goto(place)


def _home(walk: Walk) -> str:
    walk.page.goto("/")
    return walk.words("body")


def _edits_an_answer(walk: Walk) -> None:
    walk.link("質問と手順の文章", within="main nav")
    link = walk.page.locator("main ul a[href*='/faq/']").first
    ref = (link.get_attribute("href") or "").strip("/").split("/")[-2]
    walk.link(link.inner_text(), within="main")
    form = walk.form_of("下書きとして保存する")
    walk.fill("本文", EDITED, within=form)
    walk.fill(SOURCES, "https://www.jpcert.or.jp/", within=form)
    walk.fill("情報源と突き合わせた日", timezone.localdate().isoformat(), within=form)
    walk.fill("変えた理由", "新しい発表に合わせた", within=form)
    walk.button("下書きとして保存する")
    walk.look("6-edition")
    assert EDITED in walk.words()
    place = urlsplit(walk.page.url).path
    walk.page.goto(f"/faq/{ref}/")
    assert EDITED not in walk.words()
    walk.page.goto(place)
    walk.button("公開する")
    walk.page.goto(f"/faq/{ref}/")
    assert EDITED in walk.words()
    walk.page.goto(place)
    walk.button("もとの文章に戻す")
    walk.page.goto(f"/faq/{ref}/")
    assert EDITED not in walk.words()
    walk.page.goto(place)
