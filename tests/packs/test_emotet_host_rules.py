from datetime import UTC, datetime
from pathlib import Path

import pytest

from kakekomi.drill.infection import INFECTIONS
from kakekomi.drill.pc_root import make_pc_root
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
