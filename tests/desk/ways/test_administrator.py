"""The organization's administrator: from signing in with two factors to a closed case."""

import re
import time
from pathlib import Path
from urllib.parse import urlsplit

import pytest
from playwright.sync_api import Browser

from desk.browser import needs_chromium
from desk.test_serve import wait_for
from desk.ways.one_time import code_at
from desk.ways.people import PASSWORD, company_of
from desk.ways.running import Running
from desk.ways.walk import Mode, Walk, walking
from kakekomi.check.submit import Spool, enrol, parse, send_all
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.drill.reports import EMOTET, make_emocheck_txt

pytestmark = [needs_chromium, pytest.mark.enable_socket]

PCS = "PCの名前,使う人\nAOBA-02,佐藤 健\nAOBA-03,高橋 美咲\n"
DIGEST = "0123456789abcdef" * 4


@pytest.mark.parametrize("mode", Mode)
def test_from_signing_in_to_a_closed_case(
    browser: Browser, desk: Running, mode: Mode, tmp_path: Path
) -> None:
    with walking(browser, desk.address, mode, "4-administrator") as walk:
        _signs_in(walk, mode)
        case = _opens_a_case(walk, mode)
        _enters_all_pcs(walk, tmp_path)
        _hands_in_a_mail(walk, tmp_path)
        secret = _makes_the_word_for_pcs(walk, mode)
        _pcs_send_their_results(desk.address, secret, tmp_path)
        _sees_who_is_missing(walk, case)
        _does_tasks(walk)
        _keeps_the_record(walk)
        later = f"a_day_later({_number(case)}, 'admin-{mode}', 'watch-for-spoofs')"
        assert desk.seed(later) == "[]"
        _only_the_end_is_left(walk, case)

    session = desk.seeded.sessions[f"closer-{mode}"]
    with walking(browser, desk.address, mode, "4-administrator", session=session) as closer:
        closer.page.goto(case)
        closer.button("案件を終了する")
        closer.look("11-closed")
        assert "終了しました" in closer.words("#closing ~ .card")
        assert "まだ続いています" in closer.words("main")
        closer.unfold("管理する人")
        closer.button(re.compile("済んだ .*止んだ"))
        assert "いまは続いているという報告がありません" in closer.words("main")


def _number(case: str) -> str:
    return case.strip("/").rpartition("/")[2]


def _signs_in(walk: Walk, mode: Mode) -> None:
    """The first time: a second factor is set up; then it is asked for."""
    walk.page.goto("/")
    walk.link("ログイン")
    walk.look("01-sign-in")
    _gives_name_and_password(walk, mode)
    assert "確認がもう一つ要ります" in walk.words()
    walk.look("02-second-factor")
    walk.link("有効化する")
    walk.fill(re.compile("パスワード"), PASSWORD, within="main")
    walk.button("確認する")
    walk.look("03-app")
    secret = walk.page.locator("#authenticator_secret").input_value()
    walk.fill("認証アプリコード", code_at(secret, time.time()))
    walk.button("有効化する")
    walk.look("04-recovery-codes")
    recovery = walk.field("未使用のコード").input_value().split()

    walk.button("ログアウト")
    walk.page.goto("/accounts/login/")
    _gives_name_and_password(walk, mode)
    walk.look("05-code")
    walk.fill("コード", recovery[0], within="main")
    walk.button(re.compile("^ログイン$"), within="main")
    assert walk.words("h1") == "案件"


def _gives_name_and_password(walk: Walk, mode: Mode) -> None:
    walk.fill("ユーザー名", f"admin-{mode}")
    walk.fill("パスワード", PASSWORD)
    walk.button(re.compile("^ログイン$"), within="main")


def _opens_a_case(walk: Walk, mode: Mode) -> str:
    walk.link("新しい案件")
    walk.choose("組織", company_of(mode))
    walk.fill("案件名", "EmoCheckが検知した")
    walk.button("案件を開く")
    return urlsplit(walk.page.url).path


def _enters_all_pcs(walk: Walk, folder: Path) -> None:
    walk.unfold("PCや検査結果を加える")
    walk.fill("PCの全部の台数", "4", within=walk.form("台数とドメインを決める"))
    walk.fill("自社のメールアドレス", "aoba.example", within=walk.form("台数とドメインを決める"))
    walk.button("台数とドメインを決める")
    walk.unfold("PCや検査結果を加える")
    walk.fill("PCの名前", "AOBA-01", within=walk.form("PCを1台加える"))
    walk.fill("使う人", "田中 一郎", within=walk.form("PCを1台加える"))
    walk.button("PCを1台加える")
    listed = folder / "PC一覧.csv"
    listed.write_text(PCS, "cp932")
    walk.unfold("PCや検査結果を加える")
    walk.give("ファイル", listed, within=walk.form("一覧から加える"))
    walk.button("一覧から加える", within=walk.form("一覧から加える"))
    assert [row.split()[0] for row in walk.page.locator(".ledger tbody th").all_inner_texts()] == [
        *("AOBA-01", "AOBA-02", "AOBA-03")
    ]
    assert "全4台のうち、1台がこの台帳にありません" in walk.words()


def _hands_in_a_mail(walk: Walk, folder: Path) -> None:
    mail = folder / "請求書.eml"
    mail.write_bytes(make_demo_mail())
    walk.unfold("PCや検査結果を加える")
    walk.give("ファイル", mail, within=walk.form("検査結果を加える"))
    walk.button("検査結果を加える")
    assert "請求書.eml" in walk.words("#found ~ .scroll")


def _makes_the_word_for_pcs(walk: Walk, mode: Mode) -> str:
    walk.link("PCの結果の受け取り")
    if walk.page.get_by_role("link", name=company_of(mode)).count():
        walk.link(company_of(mode))
    walk.button("合言葉を作る")
    walk.look("06-word-for-pcs")
    assert "kakekomi check pc --submit" in walk.words()
    return walk.page.locator(".notice pre").first.inner_text()


def _pcs_send_their_results(address: str, secret: str, folder: Path) -> None:
    """As ``check pc --submit`` does it on each PC."""
    for number, processes in ((1, EMOTET), (2, ())):
        spool = Spool(folder / f"pc{number}", parse(f"{address}/"))
        enrol(spool, secret, f"AOBA-0{number}")
        report = make_emocheck_txt(processes=processes)
        spool.keep(report, f"AOBA-0{number}_20220314101500_emocheck.txt")
        send_all(spool)


def _sees_who_is_missing(walk: Walk, case: str) -> None:
    def has_come() -> bool:
        walk.page.goto(case)
        return walk.page.locator(".ledger tbody .missing", has_text="まだ調べて").count() == 1

    wait_for(has_come)
    walk.look("07-ledger")
    rows = [
        re.split(r"\s+", row) for row in walk.page.locator(".ledger tbody tr").all_inner_texts()
    ]
    assert {row[0]: _verdict(row) for row in rows} == {
        "AOBA-01": "検知",
        "AOBA-02": "該当なし",
        "AOBA-03": "",
    }


def _verdict(row: list[str]) -> str:
    return next((word for word in row if word in {"検知", "該当なし"}), "")


def _does_tasks(walk: Walk) -> None:
    """One is declared done, taken back, and declared again."""
    isolated = re.compile("済んだ LANケーブルを抜き")
    before = _left(walk)
    walk.unfold("担当が決まっていません" if not _has_person(walk) else "田中 一郎")
    walk.button(isolated)
    assert _left(walk) < before
    walk.unfold("申告された手順(1)")
    walk.button("済んでいなかった")
    assert _left(walk) == before
    walk.unfold("田中 一郎" if _has_person(walk) else "担当が決まっていません")
    walk.button(isolated)
    walk.unfold("申告された手順(1)")
    walk.look("08-declared")


def _has_person(walk: Walk) -> bool:
    return walk.page.locator("summary", has_text="田中 一郎").count() > 0


def _left(walk: Walk) -> int:
    found = re.search(r"あと(\d+)件", walk.words("#closing ~ .card >> nth=0"))
    return int(found[1]) if found else 0


def _keeps_the_record(walk: Walk) -> None:
    walk.unfold("アカウントを加える")
    walk.choose("種類", "メール", within=walk.form_of("アカウントを加える"))
    walk.fill("アドレスやユーザー名", "tanaka@aoba.example")
    walk.choose("PC", "AOBA-01", within=walk.form_of("アカウントを加える"))
    walk.button("アカウントを加える")
    assert "メール: tanaka@aoba.example (AOBA-01) これから" in walk.words("#accounts ~ ol >> nth=0")
    walk.unfold("相手を加える")
    walk.fill("相手の名前", "若葉商店", within=walk.form("相手を加える"))
    walk.button("相手を加える", within=walk.form("相手を加える"))
    walk.unfold("知らせた記録を加える")
    walk.choose("方法", "電話", within=walk.form_of("知らせた記録を加える"))
    walk.choose("取引先", "若葉商店", within=walk.form_of("知らせた記録を加える"))
    walk.button("知らせた記録を加える")
    assert "電話 20" in walk.words("#partners ~ .scroll >> nth=0")
    walk.unfold("経過を書き足す")
    walk.fill("いつ", "2022-03-14T09:30", within=walk.form_of("経過を書き足す"))
    walk.fill("起きたこと", "添付を開いた")
    walk.button("経過を書き足す")
    assert "2022年3月14日 09:30\n添付を開いた" in walk.words(".timeline")
    walk.unfold("保全したものを加える")
    walk.fill("保全したものの名前", "AOBA-01のディスクの複製")
    walk.fill("SHA-256", DIGEST)
    walk.fill("保管場所", "金庫")
    walk.button("保全したものを加える")
    assert DIGEST in walk.words("#evidence ~ .scroll >> nth=0")
    walk.look("09-record")


def _only_the_end_is_left(walk: Walk, case: str) -> None:
    walk.page.goto(case)
    walk.look("10-all-done")
    assert "残っている手順はありません。終了できます。" in walk.words("#closing ~ .card >> nth=0")
    assert walk.page.get_by_role("button", name="案件を終了する").count() == 0
