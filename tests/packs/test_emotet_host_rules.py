from datetime import UTC, datetime
from pathlib import Path

import pytest

from kakekomi.drill.infection import INFECTIONS
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.facts.mail_tables import YaraMatch
from kakekomi.facts.pc_tables import Processes
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.root import collect_root
from kakekomi.judge.engine import judge
from kakekomi.judge.verdict import Judgement, Verdict
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded

PACK = load_embedded()
SCANNER = content_scanner(PACK)
NOW = datetime(2026, 11, 24, tzinfo=UTC)
EXPOSURE_ONLY = {"exposed"}


def judged(root: Path) -> Judgement:
    (judgement,) = judge([collect_root(root, scanner=SCANNER, now=NOW)], PACK)
    return judgement


@pytest.mark.parametrize("infection", list(INFECTIONS))
@pytest.mark.parametrize("is_used", [True, False], ids=["used PC", "bare PC"])
def test_every_planted_period_is_found(infection: str, *, is_used: bool, tmp_path: Path) -> None:
    make_pc_root(tmp_path / "root", infection=infection, is_used=is_used)

    verdict = judged(tmp_path / "root").verdict

    expected = Verdict.SUSPICIOUS if infection in EXPOSURE_ONLY else Verdict.DETECTED
    assert verdict is expected


@pytest.mark.parametrize("is_used", [True, False], ids=["used PC", "bare PC"])
def test_a_healthy_pc_is_not_even_suspicious(*, is_used: bool, tmp_path: Path) -> None:
    make_pc_root(tmp_path / "root", infection=None, is_used=is_used)

    assert judged(tmp_path / "root").verdict is Verdict.NOTHING_FOUND


@pytest.mark.parametrize("infection", list(INFECTIONS))
def test_no_evidence_names_a_program_of_windows_as_the_malware(
    infection: str, tmp_path: Path
) -> None:
    make_pc_root(tmp_path / "root", infection=infection)

    named = [
        str(item.value).lower()
        for finding in judged(tmp_path / "root").findings
        for item in finding.evidence
        if (item.table, item.column) in {("launch", "target"), ("file", "path")}
    ]

    assert [name for name in named if name.endswith(("rundll32.exe", "regsvr32.exe"))] == []


def _memory_judged(held: bytes) -> Judgement:
    rows = [
        YaraMatch(rule=rule, path=r"C:\Windows\System32\regsvr32.exe (PID 4321)")
        for rule in SCANNER(held)
    ]
    row = Processes(pid=4321, name="regsvr32.exe", path=r"C:\Windows\System32\regsvr32.exe")
    facts = SubjectFacts(subject="PC-1", kind=Kind.PC, rows=(row, *rows))
    (judgement,) = judge([facts], PACK)
    return judgement


@pytest.mark.parametrize(
    "held",
    [
        b"\x90" * 4000 + b"\0Y.dll\0DllRegisterServer\0" + b"\0" * 999,
        b"ECK1\x20\0\0\0" + bytes(64) + b"ECS1\x20\0\0\0" + bytes(64),
        bytes(500) + b"ECS1\x20\0\0\0" + bytes(4000) + b"ECK1\x20\0\0\0",
    ],
    ids=["module", "keys", "keys the other way round"],
)
def test_emotet_unpacked_in_memory_is_detected(held: bytes) -> None:
    judgement = _memory_judged(held)

    assert judgement.verdict is Verdict.DETECTED
    assert [finding.rule for finding in judgement.findings] == ["host/emotet-in-memory"]


@pytest.mark.parametrize(
    "held",
    [
        b"\0vendor.dll\0DllRegisterServer\0",
        b"ECK1\x20\0\0\0" + bytes(5000) + b"ECS1\x20\0\0\0",
        b"ECS1\x20\0\0\0" + bytes(64),
    ],
    ids=["a control", "keys far apart", "one key"],
)
def test_what_honest_programs_hold_in_memory_is_not(held: bytes) -> None:
    assert _memory_judged(held).verdict is Verdict.NOTHING_FOUND
