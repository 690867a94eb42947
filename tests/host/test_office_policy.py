from pathlib import Path

from kakekomi.drill.hive import dword, make_hive, make_tree, text
from kakekomi.facts.pc_setting_tables import OfficePolicy
from kakekomi.host import office_policy
from kakekomi.host.disk import Disk
from kakekomi.host.hive import Hive, open_hive
from kakekomi.host.pc import Account, Pc

ACCOUNT = Account(username="u", sid=None, directory="C:\\Users\\u")


def _hive(prefix: str) -> Hive:
    entries = [
        (f"{prefix}\\Office\\16.0\\Excel\\Security", [dword("VBAWarnings", 1), text("x", "y")]),
        (
            f"{prefix}\\Office\\16.0\\Word\\Security\\ProtectedView",
            [dword("DisableInternetFilesInPV", 1)],
        ),
        (f"{prefix}\\Office\\Common\\Word\\Security", [dword("VBAWarnings", 1)]),
    ]
    return open_hive(make_hive(make_tree(entries)), where="x")


def _rows(*, is_enforced: bool, username: str | None) -> list[OfficePolicy]:
    return [
        OfficePolicy(
            application=application,
            version="16.0",
            name=name,
            value=1,
            is_enforced=is_enforced,
            username=username,
        )
        for application, name in (("Excel", "vbawarnings"), ("Word", "disableinternetfilesinpv"))
    ]


def test_a_users_choices_are_read(tmp_path: Path) -> None:
    hive = _hive("Software\\Microsoft")

    assert list(office_policy.collect_user(Pc(disk=Disk(tmp_path)), ACCOUNT, hive)) == _rows(
        is_enforced=False, username="u"
    )


def test_what_the_organization_enforces_for_a_user_is_told_apart(tmp_path: Path) -> None:
    hive = _hive("Software\\Policies\\Microsoft")

    assert list(office_policy.collect_user(Pc(disk=Disk(tmp_path)), ACCOUNT, hive)) == _rows(
        is_enforced=True, username="u"
    )


def test_what_it_enforces_for_all_has_no_user(tmp_path: Path) -> None:
    pc = Pc(disk=Disk(tmp_path), software=_hive("Policies\\Microsoft"))

    assert list(office_policy.collect(pc)) == _rows(is_enforced=True, username=None)
