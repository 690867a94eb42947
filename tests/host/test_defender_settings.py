from datetime import UTC, datetime
from pathlib import Path

from kakekomi.drill.hive import Value, binary, dword, filetime, make_hive, make_tree
from kakekomi.facts.pc_tables import Registry, WindowsSecurityProducts
from kakekomi.host import defender_settings
from kakekomi.host.defender_settings import DEFENDER
from kakekomi.host.disk import Disk
from kakekomi.host.hive import open_hive
from kakekomi.host.pc import Pc

AT = datetime(2022, 3, 7, tzinfo=UTC)


def _collect(path: Path, *entries: tuple[str, list[Value]]) -> list[object]:
    software = open_hive(make_hive(make_tree(entries)), where="SOFTWARE")
    return list(defender_settings.collect(Pc(disk=Disk(path), software=software)))


def test_the_day_of_the_definitions_is_read_and_on_is_not_claimed(tmp_path: Path) -> None:
    values = [binary("SignaturesLastUpdated", filetime(AT).to_bytes(8, "little"))]

    assert _collect(tmp_path, (f"{DEFENDER}\\Signature Updates", values)) == [
        WindowsSecurityProducts(
            type="Antivirus", name="Microsoft Defender", state=None, signatures_updated_at=AT
        )
    ]


def test_a_policy_that_switches_it_off_is_kept_and_says_so(tmp_path: Path) -> None:
    policy = f"Policies\\{DEFENDER}\\Real-Time Protection"
    found = _collect(tmp_path, (DEFENDER, []), (policy, [dword("DisableRealtimeMonitoring", 1)]))

    assert [(row.key, row.name, row.data) for row in found if isinstance(row, Registry)] == [
        (f"HKEY_LOCAL_MACHINE\\SOFTWARE\\{policy}", "DisableRealtimeMonitoring", "1")
    ]
    assert [row.state for row in found if isinstance(row, WindowsSecurityProducts)] == ["Off"]


def test_folders_that_are_never_scanned_are_kept(tmp_path: Path) -> None:
    path = f"{DEFENDER}\\Exclusions\\Paths"
    found = _collect(tmp_path, (path, [dword("C:\\ProgramData", 0)]))

    assert [row.name for row in found if isinstance(row, Registry)] == ["C:\\ProgramData"]


def test_a_pc_without_it_has_no_row(tmp_path: Path) -> None:
    assert _collect(tmp_path, ("Microsoft", [])) == []
