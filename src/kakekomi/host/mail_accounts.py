r"""Mail accounts that are set up for a user: addresses only, passwords are never read.

    Outlook             Software\Microsoft\Office\<version>\Outlook\Profiles\<profile>\<service>
                        \<number>: "Email", "Account Name" (text, or UTF-16 bytes)
    Thunderbird         prefs.js of each profile: user_pref("mail.identity.id1.useremail", "…")
    Windows Live Mail   *.oeaccount below its folder: <SMTP_Email_Address …>…</…>

The Mail app of Windows 10 keeps its accounts where they can't be read; that it is there is a gap.

Source: by practice (Outlook, Windows Live Mail); Mozilla's preferences file
"""

import re
from collections.abc import Iterator
from itertools import chain
from typing import Final

from kakekomi.facts.errors import NotPermittedError, ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_setting_tables import MailAccount
from kakekomi.facts.row import Row
from kakekomi.host.disk import Entry
from kakekomi.host.hive_value import Value, utf16
from kakekomi.host.pc import Account, Pc
from kakekomi.host.registry import RegistryHive, RegistryKey, below, descendant

MAX_ACCOUNTS: Final = 100
"""Of one program and user."""
MAX_FILE_BYTES: Final = 4 * 1024 * 1024
"""Thunderbird's preferences have some 20 kB."""
MAX_ADDRESS_CHARS: Final = 320
"""64 before and 255 after the @."""

OUTLOOK_SERVICE: Final = "9375CFF0413111d3B88A00104B2A6676"
_OFFICE: Final = "Software\\Microsoft\\Office"
_OLD_OUTLOOK: Final = (
    "Software\\Microsoft\\Windows NT\\CurrentVersion\\Windows Messaging Subsystem\\Profiles"
)
_BINARY: Final = 3
_THUNDERBIRD: Final = "AppData\\Roaming\\Thunderbird\\Profiles"
_LIVE_MAIL: Final = "AppData\\Local\\Microsoft\\Windows Live Mail"
_MAIL_APP: Final = (
    "AppData\\Local\\Packages\\microsoft.windowscommunicationsapps_8wekyb3d8bbwe\\LocalState"
)

IDENTITY_PATTERN: Final = re.compile(
    r'^user_pref\("mail\.identity\.[^."]{1,40}\.useremail", "([^"\\]{1,320})"\);', re.MULTILINE
)
"""Takes ``user_pref("mail.identity.id1.useremail", "a@b.jp");``; refuses ``…id1.fullName…``."""
SMTP_ADDRESS_PATTERN: Final = re.compile(r"<SMTP_Email_Address[^>]{0,80}>([^<]{1,320})<")
"""Takes ``<SMTP_Email_Address type="SZ">a@b.jp<``; refuses ``<SMTP_Server type="SZ">b.jp<``."""


def collect_user(pc: Pc, account: Account, hive: RegistryHive | None) -> Iterator[Row]:
    """One row for each account and program."""
    found = (
        ("Outlook", _outlook(hive) if hive else iter(())),
        ("Thunderbird", _thunderbird(pc, account)),
        ("Windows Live Mail", _live_mail(pc, account)),
    )
    for program, addresses in found:
        for address in list(dict.fromkeys(addresses))[:MAX_ACCOUNTS]:
            yield MailAccount(username=account.username, program=program, address=address)
    if pc.disk.folder(f"{account.directory}\\{_MAIL_APP}"):
        yield Gap(what=What.MAIL_ACCOUNT, why=Why.UNSUPPORTED, detail="Windows Mail")


def _outlook(hive: RegistryHive) -> Iterator[str]:
    versions = [key for key in below(hive.key(_OFFICE)) if key.name[:1].isdigit()]
    roots = (*(descendant(key, "Outlook\\Profiles") for key in versions), hive.key(_OLD_OUTLOOK))
    for profile in chain.from_iterable(map(below, roots)):
        for service in below(profile.child(OUTLOOK_SERVICE)):
            if address := _address(service):
                yield address


def _address(key: RegistryKey) -> str | None:
    for name in ("Email", "Account Name"):
        value = key.value(name)
        text = _text(value) if value else ""
        if "@" in text:
            return text[:MAX_ADDRESS_CHARS]
    return None


def _text(value: Value) -> str:
    return utf16(value.data).partition("\0")[0] if value.type == _BINARY else value.text


def _thunderbird(pc: Pc, account: Account) -> Iterator[str]:
    for profile in pc.disk.folder(f"{account.directory}\\{_THUNDERBIRD}"):
        entry = pc.disk.find(f"{profile.path}\\prefs.js")
        if entry:
            yield from IDENTITY_PATTERN.findall(_content(pc, entry).decode("utf-8", "replace"))


def _live_mail(pc: Pc, account: Account) -> Iterator[str]:
    for folder in pc.disk.folder(f"{account.directory}\\{_LIVE_MAIL}"):
        for entry in pc.disk.folder(folder.path)[:MAX_ACCOUNTS] if folder.is_folder else ():
            if entry.name.casefold().endswith(".oeaccount"):
                data = _content(pc, entry)
                encoding = "utf-16" if data[:2] in {b"\xff\xfe", b"\xfe\xff"} else "utf-8"
                yield from SMTP_ADDRESS_PATTERN.findall(data.decode(encoding, "replace"))


def _content(pc: Pc, entry: Entry) -> bytes:
    """Nothing if it cannot be read: names of accounts are a help, not a finding."""
    try:
        return pc.disk.head(entry, MAX_FILE_BYTES)
    except (NotPermittedError, ParseError):
        return b""
