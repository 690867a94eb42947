"""Somebody with a mail, a report or a PC's result in hand: verdict, reasons, what next."""

import re
from dataclasses import dataclass
from pathlib import Path

import pytest
from playwright.sync_api import Browser

from check.test_codes import photograph
from check.test_uploads import make_snapshot
from cli.command import PLAIN_MAIL
from desk.browser import needs_chromium
from desk.ways.running import Running
from desk.ways.walk import Mode, Walk, walking
from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.drill.demo_cases import PASSWORD, make_demo_mail
from kakekomi.drill.outlook import OutlookMail, make_msg
from kakekomi.drill.reports import EMOTET, make_emocheck_txt
from kakekomi.facts.paper import pages_of

pytestmark = [needs_chromium, pytest.mark.enable_socket]


@dataclass(frozen=True, slots=True)
class Handed:
    """What is handed in, and what must be read of it."""

    files: tuple[Path, ...]
    verdict: str


@pytest.fixture(scope="module")
def in_hand(tmp_path_factory: pytest.TempPathFactory) -> dict[str, Handed]:
    """Everything that the page says one may hand in, but for the first mail."""
    folder = tmp_path_factory.mktemp("hand")

    def file(name: str, data: bytes) -> Path:
        path = folder / name
        path.write_bytes(data)
        return path

    snapshot = make_snapshot(folder)
    pages = pages_of(snapshot)
    report = make_emocheck_txt(processes=EMOTET)
    return {
        "outlook": Handed((file("案内.msg", make_msg(OutlookMail())),), "【該当なし】"),
        "report": Handed((file("PC-07_20220314101500_emocheck.txt", report),), "【検知】"),
        "snapshot": Handed((file("PC-08.snapshot", snapshot),), "【検知】"),
        "codes": Handed(
            tuple(file(f"IMG_{n}.png", photograph(page)) for n, page in enumerate(pages)),
            "【検知】",
        ),
    }


@pytest.mark.parametrize("mode", Mode)
def test_whatever_is_in_hand_gets_a_verdict_and_what_to_do_next(
    browser: Browser, desk: Running, mode: Mode, tmp_path: Path, in_hand: dict[str, Handed]
) -> None:
    mail = tmp_path / "請求書.eml"
    mail.write_bytes(make_demo_mail())
    with walking(browser, desk.address, mode, "2-mail") as walk:
        walk.page.goto("/")
        walk.link("メールや検査の結果を調べる")
        walk.look("1-drop")
        _hand_in(walk, mail)
        walk.look("2-verdict")
        _sees_a_mail_that_nothing_in_can_be_clicked(walk)
        for name, handed in in_hand.items():
            walk.link("ほかのものを調べる")
            _hand_in(walk, *handed.files)
            assert handed.verdict in walk.words("h1"), name
            assert "次にすること" in walk.words()
            assert "調べていないこと" in walk.words()
        walk.look("3-of-a-pc")


@pytest.mark.parametrize("mode", Mode)
def test_a_folder_of_mails_gives_a_list_and_a_receipt_keeps_a_result(
    browser: Browser, desk: Running, mode: Mode, tmp_path: Path
) -> None:
    mails = tmp_path / "受信.zip"
    members = {"受信/請求書.eml": make_demo_mail(), "受信/案内.eml": PLAIN_MAIL}
    mails.write_bytes(make_zip([ZipMember(name=n, content=c) for n, c in members.items()]))
    with walking(browser, desk.address, mode, "2-mail") as walk:
        walk.page.goto("/check/")
        _hand_in(walk, mails)
        walk.look("4-folder")
        assert "2件を調べました" in walk.words()
        walk.link(re.compile("請求書.eml"))
        walk.button("受付番号を出して")
        assert "請求書.eml" in walk.words()
        walk.look("5-receipt")


def test_what_cannot_be_checked_is_said_with_the_way_on(
    browser: Browser, desk: Running, tmp_path: Path
) -> None:
    photo = tmp_path / "写真.jpg"
    photo.write_bytes(b"\xff\xd8\xff\xe0")
    with walking(browser, desk.address, Mode.PHONE, "2-mail") as walk:
        walk.page.goto("/check/")
        walk.unfold("パスワードや自社のドメイン")
        walk.fill("パスワード", "abc")
        walk.give("ファイル", photo)
        walk.page.get_by_role("button", name="調べる", exact=True).click()
        walk.look("6-refused")

        assert "写真.jpg" in walk.words()
        assert "添付ファイルだけを取り出さず" in walk.words()
        assert walk.field("パスワード").input_value() == "abc"


def _hand_in(walk: Walk, *files: Path) -> None:
    walk.give("ファイル", *files)
    walk.button(re.compile("^調べる$"))


def _sees_a_mail_that_nothing_in_can_be_clicked(walk: Walk) -> None:
    assert "【検知】" in walk.words("h1")
    assert walk.page.locator("mark", has_text=PASSWORD).count()
    assert walk.page.locator(".letter :is(a, button, img, iframe)").count() == 0
    outside = "main a:not([href^='/'], [href^='#'])"
    assert walk.page.locator(outside).count() == 0
    assert walk.page.locator("#next ~ ol a[href^='/steps/']").count()
