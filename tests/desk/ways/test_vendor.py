"""The vendor who serves forty organizations: one ledger over all, and nobody else's."""

import pytest
from playwright.sync_api import Browser

from desk.browser import needs_chromium
from desk.ways.people import FORTY, OTHER_VENDORS
from desk.ways.running import Running
from desk.ways.walk import Mode, walking

pytestmark = [needs_chromium, pytest.mark.enable_socket]

PER_PAGE = 20


@pytest.mark.parametrize("mode", Mode)
def test_one_list_over_forty_organizations_and_nobody_elses(
    browser: Browser, desk: Running, mode: Mode
) -> None:
    session = desk.seeded.sessions["vendor"]
    with walking(browser, desk.address, mode, "7-vendor", session=session) as walk:
        walk.page.goto("/")
        walk.link("案件")
        walk.look("1-cases")
        seen = _organizations(walk.words())
        for _ in range(FORTY // PER_PAGE - 1):
            walk.link("次のページ")
            seen |= _organizations(walk.words())
        assert seen == {f"顧客{number:02}商店" for number in range(1, FORTY + 1)}

        walk.fill("案件や組織の名前", "顧客07")
        walk.button("検索", within="main")
        assert _organizations(walk.words()) == {"顧客07商店"}
        assert "1台が未完" in walk.words()
        walk.link("不審なメール 07")
        walk.look("2-case")
        assert "全2台のうち、1台がこの台帳にありません" in walk.words()
        assert "まだ調べていません" in walk.words()

        walk.page.goto(f"/cases/?q={OTHER_VENDORS}")
        assert "案件はまだありません" in walk.words()
    with walking(browser, desk.address, mode, "7-vendor", session=session) as curious:
        answer = curious.page.request.get(f"/cases/{desk.seeded.cases['other-vendor']}/")
        assert answer.status == 404


def _organizations(words: str) -> set[str]:
    return {word for word in words.split() if word.startswith("顧客")}
