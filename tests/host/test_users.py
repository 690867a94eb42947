from pathlib import Path

import pytest

from kakekomi.drill.hive import expandable, make_hive, make_tree
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.pc_tables import Users
from kakekomi.host import users
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Account, Pc

HIVE = make_hive(make_tree([("Software", [])]))


def _profile(root: Path, name: str, *, hive: bytes | None = HIVE) -> None:
    folder = root / "Users" / name
    folder.mkdir(parents=True)
    if hive is not None:
        (folder / "NTUSER.DAT").write_bytes(hive)


def test_profiles_are_found_in_the_list_and_among_the_folders(tmp_path: Path) -> None:
    for name in ("tanaka", "山田", "Public", "Default"):
        _profile(tmp_path, name)
    entries = [
        (
            f"{users.PROFILE_LIST}\\S-1-5-21-1",
            [expandable("ProfileImagePath", "%SystemDrive%\\Users\\tanaka")],
        )
    ]
    software = open_hive(make_hive(make_tree(entries)), where="SOFTWARE")

    accounts, gaps = users.find_accounts(Disk(tmp_path), software)

    assert [(account.username, account.sid, account.directory) for account in accounts] == [
        ("tanaka", "S-1-5-21-1", "C:\\Users\\tanaka"),
        ("山田", None, "C:\\Users\\山田"),
    ]
    assert gaps == ()


def _account(*, is_person: bool) -> Account:
    return Account(username="u", sid=None, directory="C:\\Users\\u", is_person=is_person)


def _row(*, hive_read: bool) -> Users:
    return Users(username="u", directory="C:\\Users\\u", hive_read=hive_read)


def test_a_users_hive_is_opened(tmp_path: Path) -> None:
    _profile(tmp_path, "u")

    hive, rows = users.open_user(Pc(disk=Disk(tmp_path)), _account(is_person=True))

    assert hive is not None
    assert rows == (_row(hive_read=True),)


def test_a_person_without_a_hive_is_a_gap(tmp_path: Path) -> None:
    assert users.open_user(Pc(disk=Disk(tmp_path)), _account(is_person=True)) == (
        None,
        (
            _row(hive_read=False),
            Gap(what=What.HIVE, why=Why.MISSING, detail="C:\\Users\\u\\NTUSER.DAT"),
            Gap(what=What.USER, why=Why.UNREADABLE, detail="u"),
        ),
    )


def test_a_service_account_without_a_hive_is_none(tmp_path: Path) -> None:
    assert users.open_user(Pc(disk=Disk(tmp_path)), _account(is_person=False)) == (
        None,
        (_row(hive_read=False),),
    )


def test_more_accounts_than_are_looked_at_are_a_gap(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(users, "MAX_ACCOUNTS", 1)
    for name in ("a", "b"):
        _profile(tmp_path, name)

    accounts, gaps = users.find_accounts(Disk(tmp_path), None)

    assert [account.username for account in accounts] == ["a"]
    assert gaps == (Gap(what=What.USER, why=Why.LIMIT, detail="2"),)
