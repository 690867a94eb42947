from pathlib import Path

import pytest

from kakekomi.host.disk import Disk
from kakekomi.host.pc import Account, Pc


@pytest.fixture
def pc(tmp_path: Path) -> Pc:
    tanaka = Account(username="tanaka", sid="S-1-5-21-1", directory="C:\\Users\\tanaka")
    return Pc(disk=Disk(tmp_path), accounts=(tanaka,))


@pytest.mark.parametrize("name", ["tanaka", "TANAKA", "PC\\tanaka", "s-1-5-21-1"])
def test_an_account_is_known_by_name_domain_name_and_sid(pc: Pc, name: str) -> None:
    assert pc.account(name) == pc.accounts[0]


def test_variables_are_those_of_the_user(pc: Pc) -> None:
    assert pc.around("tanaka").expand("%LocalAppData%\\a %windir%") == (
        "C:\\Users\\tanaka\\AppData\\Local\\a C:\\Windows"
    )


def test_a_users_variable_stays_unknown_for_the_machine(pc: Pc) -> None:
    assert pc.around(None).expand("%APPDATA% %ProgramFiles(x86)%") == (
        "%APPDATA% C:\\Program Files (x86)"
    )


def test_without_a_system_hive_the_first_control_set_is_assumed(pc: Pc) -> None:
    assert pc.control_set == "ControlSet001"
