from pathlib import Path

import pytest

from kakekomi.drill.hive import Value, binary, make_hive, make_tree, text
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_setting_tables import MailAccount
from kakekomi.host import mail_accounts
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Account, Pc

ACCOUNT = Account(username="u", sid=None, directory="C:\\Users\\u")
OUTLOOK = (
    "Software\\Microsoft\\Office\\16.0\\Outlook\\Profiles\\Outlook\\"
    f"{mail_accounts.OUTLOOK_SERVICE}"
)
ADDRESS = "keiri@example.co.jp"


def _collect(path: Path, *values: Value) -> list[object]:
    hive = open_hive(make_hive(make_tree([(f"{OUTLOOK}\\00000002", list(values))])), where="x")
    return list(mail_accounts.collect_user(Pc(disk=Disk(path)), ACCOUNT, hive))


def _write(root: Path, path: str, data: bytes) -> None:
    file = root / "Users/u/AppData" / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_bytes(data)


@pytest.mark.parametrize(
    "value",
    [
        text("Email", ADDRESS),
        text("Account Name", ADDRESS),
        binary("Email", f"{ADDRESS}\0".encode("utf-16-le")),
    ],
)
def test_an_account_of_outlook_is_named(tmp_path: Path, value: Value) -> None:
    password = binary("IMAP Password", b"\x02secret")

    assert _collect(tmp_path, value, password) == [
        MailAccount(username="u", program="Outlook", address=ADDRESS)
    ]


def test_an_address_book_of_outlook_is_no_account(tmp_path: Path) -> None:
    assert _collect(tmp_path, text("Account Name", "Outlook アドレス帳")) == []


def test_an_account_of_thunderbird_is_named_once(tmp_path: Path) -> None:
    line = f'user_pref("mail.identity.id1.useremail", "{ADDRESS}");\n'
    other = 'user_pref("mail.identity.id1.fullName", "a@b");\n'
    _write(tmp_path, "Roaming/Thunderbird/Profiles/x/prefs.js", (line + other + line).encode())

    assert _collect(tmp_path) == [MailAccount(username="u", program="Thunderbird", address=ADDRESS)]


@pytest.mark.parametrize("encoding", ["utf-16", "utf-8"])
def test_an_account_of_windows_live_mail_is_named(tmp_path: Path, encoding: str) -> None:
    body = f'<MessageAccount><SMTP_Email_Address type="SZ">{ADDRESS}</SMTP_Email_Address>'
    _write(
        tmp_path,
        "Local/Microsoft/Windows Live Mail/Example/account{1}.oeaccount",
        body.encode(encoding),
    )

    assert _collect(tmp_path) == [
        MailAccount(username="u", program="Windows Live Mail", address=ADDRESS)
    ]


def test_the_mail_app_whose_accounts_cannot_be_read_is_a_gap(tmp_path: Path) -> None:
    _write(
        tmp_path,
        "Local/Packages/microsoft.windowscommunicationsapps_8wekyb3d8bbwe/LocalState/a",
        b"",
    )

    assert _collect(tmp_path) == [
        Gap(what=What.MAIL_ACCOUNT, why=Why.UNSUPPORTED, detail="Windows Mail")
    ]
