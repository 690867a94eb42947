"""The manager: one page with the state, what waits for a decision, and the legal clock."""

import re

import pytest
from playwright.sync_api import Browser

from desk.browser import needs_chromium
from desk.ways.running import Running
from desk.ways.walk import Mode, Walk, walking

pytestmark = [needs_chromium, pytest.mark.enable_socket]

KNOWN_ON = "2022-03-07"

STATED = (
    ("問い合わせの電話番号", "03-0000-0000"),
    ("受付(担当と時間)", "総務 平日9時から17時"),
    ("自社ホームページのお知らせのURL", "https://midori-shokai.example/notice"),
    ("送信に使うアドレス", "info@midori-shokai.example"),
    ("ファイルの送り方についての一文", "当社は、パスワード付きのZIPを送りません。"),
    ("漏れたおそれのある情報", "メールアドレス"),
    ("行ったこと", "パソコンをネットワークから切り離しました。"),
    ("次の報告の予定日", "2022-03-14"),
)


@pytest.mark.parametrize("mode", Mode)
def test_one_page_to_decide_from(browser: Browser, desk: Running, mode: Mode) -> None:
    sessions, case = desk.seeded.sessions, desk.seeded.cases[f"manager-{mode}"]
    helper = sessions[f"administrator-{mode}"]
    with walking(browser, desk.address, mode, "5-manager", session=helper) as walk:
        walk.page.goto(f"/cases/{case}/notices/partners/")
        _states_what_is_not_on_record(walk)
        assert walk.page.get_by_role("button", name="この文面を承認する").count() == 0

    manager = sessions[f"manager-{mode}"]
    with walking(browser, desk.address, mode, "5-manager", session=manager) as walk:
        walk.page.goto(f"/cases/{case}/")
        walk.link("決める人のページ")
        walk.look("1-page")
        assert "決定を待っていること" in walk.words()
        _decides_on_reinstalling(walk)
        _approves_the_notice(walk, case)
        _starts_the_clock(walk, case)


def _states_what_is_not_on_record(walk: Walk) -> None:
    walk.unfold("記録にないことを書く")
    for label, text in STATED:
        walk.fill(label, text)
    walk.button("保存する", within=walk.form_of("保存する"))
    assert walk.page.locator("h2:text-is('直すところ') + ul").all_inner_texts() == []


def _decides_on_reinstalling(walk: Walk) -> None:
    decision = re.compile("済んだ .*初期化")
    assert walk.page.get_by_role("button", name=decision).count() == 1
    walk.button(decision)
    assert walk.page.get_by_role("button", name=decision).count() == 0


def _approves_the_notice(walk: Walk, case: int) -> None:
    walk.page.goto(f"/cases/{case}/manager/")
    walk.link("お知らせの文面", within="main")
    walk.look("2-notice")
    walk.button(re.compile("承認する"))
    walk.look("3-approved")
    assert "承認済み" in walk.words()


def _starts_the_clock(walk: Walk, case: int) -> None:
    walk.page.goto(f"/cases/{case}/#deadlines")
    walk.unfold("期限を計算する")
    walk.fill("漏えいのおそれを知った日", KNOWN_ON)
    walk.choose("本人の数が1,000人を超える", "はい")
    walk.button("期限を計算する", within=walk.form_of("期限を計算する"))
    walk.page.goto(f"/cases/{case}/manager/")
    walk.look("4-clock")
    assert "過ぎています 2022年3月12日 00:00" in walk.words()
    assert "過ぎています 2022年5月6日 00:00" in walk.words()
    walk.button(re.compile("提出した.*速報"))
    walk.page.goto(f"/cases/{case}/manager/")
    assert "提出済み" in walk.words()
