r"""Browsers in which passwords may be kept: that the file is there, never what is in it.

Emotet's modules read them all, so whoever uses one of these has passwords to change.

    Chromium's   <folder>\User Data\<profile>\Login Data
    Mozilla's    <folder>\Profiles\<profile>\logins.json

Chromium makes the file with the first start, so it shows a user of the browser, not a password.
"""

from collections.abc import Iterator
from typing import Final

from kakekomi.facts.pc_setting_tables import BrowserPasswordStore
from kakekomi.host.pc import Account, Pc
from kakekomi.host.registry import RegistryHive

MAX_PROFILES: Final = 50
"""Of one browser; people have one to five."""

_CHROMIUM: Final = (
    ("Chrome", "AppData\\Local\\Google\\Chrome\\User Data"),
    ("Edge", "AppData\\Local\\Microsoft\\Edge\\User Data"),
    ("Brave", "AppData\\Local\\BraveSoftware\\Brave-Browser\\User Data"),
    ("Vivaldi", "AppData\\Local\\Vivaldi\\User Data"),
    ("Opera", "AppData\\Roaming\\Opera Software"),
)
_MOZILLA: Final = (
    ("Firefox", "AppData\\Roaming\\Mozilla\\Firefox\\Profiles"),
    ("Thunderbird", "AppData\\Roaming\\Thunderbird\\Profiles"),
)
_STORES: Final = (
    *((browser, path, "Login Data") for browser, path in _CHROMIUM),
    *((browser, path, "logins.json") for browser, path in _MOZILLA),
)


def collect_user(
    pc: Pc, account: Account, _hive: RegistryHive | None
) -> Iterator[BrowserPasswordStore]:
    """One row a profile of a browser."""
    for browser, folder, name in _STORES:
        entries = pc.disk.folder(f"{account.directory}\\{folder}")
        profiles = [entry for entry in entries if entry.is_folder and not entry.is_link]
        stores = [(entry, f"{entry.path}\\{name}") for entry in profiles]
        there = [(entry, path) for entry, path in stores if pc.disk.is_file(path)]
        for entry, path in there[:MAX_PROFILES]:
            yield BrowserPasswordStore(
                username=account.username, browser=browser, profile=entry.name, path=path
            )
