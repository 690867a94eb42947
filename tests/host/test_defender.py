from datetime import UTC, datetime

import pytest

from kakekomi.facts.errors import ParseError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.report_tables import AvScan, AvThreat
from kakekomi.facts.row import Row
from kakekomi.host import defender

DLL = r"C:\Users\tanaka\AppData\Local\Phxnzljad\wcgzvziqg.ljk"
EMOTET = "Trojan:Win32/Emotet.PDE!MTB"

CONSOLE = rf"""
Scan starting...
Scan finished.
Scanning C:\ found 1 threats.
<===========================LIST OF DETECTED THREATS==========================>
----------------------------- Threat information ------------------------------
Threat                  : {EMOTET}
Resources               : 1 total
    file                : {DLL}
"""
POWERSHELL = f"""
IsActive         : False
Resources        : {{file:_{DLL}}}
ThreatID         : 2147780000
ThreatName       : {EMOTET}
"""
BROKEN = f"""
Resources                      : {{file:_{DLL[:30]}
                                 {DLL[30:]}}}
ThreatName                     : {EMOTET}
"""
LOG = rf"2022-03-14T01:02:03.456Z DETECTIONEVENT MPSOURCE_REALTIME {EMOTET} file:{DLL};"
EVENT = f"""
Microsoft Defender ウイルス対策 により、マルウェアが検出されました。
 名前: {EMOTET}
 パス: file:_{DLL}
 操作: 検疫
"""


def _read(text: str) -> tuple[Row, ...]:
    return defender.read(text.encode().split(b"\n"), where="x")


@pytest.mark.parametrize("text", [CONSOLE, POWERSHELL, BROKEN, LOG, EVENT])
def test_every_shape_names_the_threat_and_its_file(text: str) -> None:
    threats = [row for row in _read(text) if isinstance(row, AvThreat)]

    assert [(row.name, row.path) for row in threats] == [(EMOTET, DLL)]


def test_what_was_done_stands_beside_the_threat() -> None:
    assert _read(EVENT)[1] == AvThreat(product="defender", name=EMOTET, path=DLL, action="検疫")


def test_a_detection_without_a_name_counts_by_its_number() -> None:
    text = f"""
InitialDetectionTime : 2022/03/14 10:15:00
Resources            : {{file:_{DLL}, file:_C:\\ProgramData\\a.dll}}
ThreatID             : 2147780000

Resources            : {{}}
ThreatID             : 5
"""

    assert [row for row in _read(text) if isinstance(row, AvThreat)] == [
        AvThreat(
            product="defender",
            name="ThreatID 2147780000",
            path=path,
            found_at=datetime(2022, 3, 14, 1, 15, tzinfo=UTC),
        )
        for path in (DLL, r"C:\ProgramData\a.dll")
    ]


def test_every_threat_of_a_list_is_read_with_its_own_files() -> None:
    text = (
        CONSOLE
        + r"""Threat                  : Worm:Win32/Other.A
Resources               : 2 total
    file                : C:\a.exe
    file                : C:\b.exe
"""
    )

    assert [(row.name, row.path) for row in _read(text) if isinstance(row, AvThreat)] == [
        (EMOTET, DLL),
        ("Worm:Win32/Other.A", r"C:\a.exe"),
        ("Worm:Win32/Other.A", r"C:\b.exe"),
    ]


def test_a_count_without_its_list_is_no_clean_scan() -> None:
    text = "Scan starting...\nScan finished.\nScanning C:\\ found 2 threats.\n"

    assert _read(text)[:2] == (
        AvScan(product="defender", threats=2),
        AvThreat(product="defender", name="unknown"),
    )
    assert Gap(what=What.REPORT, why=Why.TRUNCATED, detail="Microsoft Defender") in _read(text)


def test_a_clean_scan_is_a_scan_without_threats_and_with_gaps() -> None:
    text = "Windows Defender のスキャンが完了しました。\nスキャン パラメーター: フル スキャン\n"

    assert _read(text) == (
        AvScan(product="defender", scope="full", threats=0),
        Gap(what=What.OTHER_MALWARE, why=Why.BEYOND_THIS_CHECK, detail="Microsoft Defender"),
    )


def test_a_log_without_a_scans_end_says_nothing_about_a_clean_pc() -> None:
    with pytest.raises(ParseError, match="end of a scan"):
        _read("MpCmdRun: Command Line: -Scan\nScan starting...\n")


def test_a_name_that_is_no_threat_name_is_not_taken_for_one() -> None:
    with pytest.raises(ParseError):
        _read("Windows Defender\nName: Taro Tanaka\n")
