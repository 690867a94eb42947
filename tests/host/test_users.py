from pathlib import Path

from kakekomi.drill.hive import expandable, make_hive, make_tree
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.host import users
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive

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
    assert all(account.hive for account in accounts)
    assert gaps == ()


def test_a_person_without_a_hive_is_a_gap_and_a_service_account_is_none(tmp_path: Path) -> None:
    _profile(tmp_path, "tanaka", hive=None)
    entries = [
        (
            f"{users.PROFILE_LIST}\\S-1-5-18",
            [expandable("ProfileImagePath", "%systemroot%\\system32\\config\\systemprofile")],
        )
    ]
    software = open_hive(make_hive(make_tree(entries)), where="SOFTWARE")

    accounts, gaps = users.find_accounts(Disk(tmp_path), software)

    assert [account.is_person for account in accounts] == [False, True]
    assert gaps == (
        Gap(what=What.HIVE, why=Why.MISSING, detail="C:\\Users\\tanaka\\NTUSER.DAT"),
        Gap(what=What.USER, why=Why.UNREADABLE, detail="tanaka"),
    )
