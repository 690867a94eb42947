from pathlib import Path

import pytest

from kakekomi.facts.pc_setting_tables import BrowserPasswordStore
from kakekomi.host import browser_passwords
from kakekomi.host.disk import Disk
from kakekomi.host.pc import Account, Pc

ACCOUNT = Account(username="u", sid=None, directory="C:\\Users\\u")


@pytest.mark.parametrize(
    ("browser", "path"),
    [
        ("Chrome", "AppData/Local/Google/Chrome/User Data/Default/Login Data"),
        ("Edge", "AppData/Local/Microsoft/Edge/User Data/Profile 1/Login Data"),
        ("Firefox", "AppData/Roaming/Mozilla/Firefox/Profiles/x.default/logins.json"),
        ("Thunderbird", "AppData/Roaming/Thunderbird/Profiles/x.default/logins.json"),
    ],
)
def test_a_browsers_store_is_named_by_profile(tmp_path: Path, browser: str, path: str) -> None:
    file = tmp_path / "Users/u" / path
    file.parent.mkdir(parents=True)
    file.write_bytes(b"")

    assert list(browser_passwords.collect_user(Pc(disk=Disk(tmp_path)), ACCOUNT, None)) == [
        BrowserPasswordStore(
            username="u",
            browser=browser,
            profile=file.parent.name,
            path="C:\\Users\\u\\" + path.replace("/", "\\"),
        )
    ]


def test_a_profile_without_a_store_is_none(tmp_path: Path) -> None:
    (tmp_path / "Users/u/AppData/Local/Google/Chrome/User Data/Default").mkdir(parents=True)

    assert list(browser_passwords.collect_user(Pc(disk=Disk(tmp_path)), ACCOUNT, None)) == []
