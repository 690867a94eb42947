"""The administrator finds out who leaked, and holds a drill to be ready the next time."""

from pathlib import Path

import pytest
from playwright.sync_api import Browser

from desk.browser import needs_chromium
from desk.test_serve import wait_for
from desk.ways.running import Running
from desk.ways.walk import Mode, Walk, walking
from desk.work.mailboxes import make_mailboxes

pytestmark = [needs_chromium, pytest.mark.enable_socket]

FILES = "ファイルを加える"


@pytest.mark.parametrize("mode", Mode)
def test_from_forged_mails_to_whose_mailbox_it_was(
    browser: Browser, desk: Running, mode: Mode, tmp_path: Path
) -> None:
    mails = make_mailboxes()
    session = desk.seeded.sessions[f"administrator-{mode}"]
    case = desk.seeded.cases[f"manager-{mode}"]
    with walking(browser, desk.address, mode, "8-who-leaked", session=session) as walk:
        walk.page.goto(f"/cases/{case}/leaked/")
        walk.look("1-nothing-yet")
        walk.link("メールを集めて、ここで調べる")
        _hand_in(walk, "届いた、なりすましメール", mails.spoofs, tmp_path)
        _hand_in(walk, "メールボックス(過去のメール)", mails.archives, tmp_path)
        walk.look("2-gathered")
        walk.button("調べ始める")
        walk.look("3-at-work")
        _wait(walk, "結果を見る")
        walk.link("結果を見る")
        walk.look("4-answer")

        words = walk.words()
        assert f"自社の {mails.leaked} の郵便箱" in words
        assert "盗まれたやり取り" in words
        walk.unfold("根拠を見る")
        assert "文字が一致" in walk.words()


def _hand_in(walk: Walk, role: str, files: dict[str, bytes], folder: Path) -> None:
    paths = [folder / name for name in files]
    for path in paths:
        path.write_bytes(files[path.name])
    form = walk.form(FILES)
    walk.choose("これは何ですか", role, within=form)
    walk.give("ファイル(いくつでも)", *paths, within=form)
    walk.button(FILES, within=form)
    assert paths[0].name in walk.words()


def _wait(walk: Walk, words: str) -> None:
    def is_there() -> bool:
        walk.page.reload()
        return words in walk.words()

    wait_for(is_there)


@pytest.mark.parametrize("mode", Mode)
def test_a_drill_from_making_it_to_its_score(browser: Browser, desk: Running, mode: Mode) -> None:
    session = desk.seeded.sessions[f"administrator-{mode}"]
    with walking(browser, desk.address, mode, "9-drill", session=session) as walk:
        walk.page.goto("/cases/")
        walk.link("訓練")
        walk.look("1-drills")
        walk.choose("参加する組織", f"みどり商会 {mode}")
        walk.button("訓練を作る")
        walk.look("2-preparing")
        _wait(walk, "訓練を始める")
        walk.button("訓練を始める")
        assert "これは訓練です" in walk.words("header")
        walk.button("検査する MIDORI-01.snapshot")
        assert "MIDORI-01.snapshot を使いました" in walk.words()
        walk.button("これだと答える")
        walk.look("3-under-way")
        walk.button("訓練を終えて採点する")
        walk.look("4-score")

        words = walk.words()
        assert "しなかったこと" in words
        assert "検査した MIDORI-01" in words
