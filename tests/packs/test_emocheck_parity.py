"""Whatever EmoCheck's published code finds is found, what it misses too, and their twins are not.

The table of ``docs/emocheck.en.md`` and ``docs/emocheck.ja.md`` has a line for each case here.
"""

from dataclasses import dataclass, replace
from datetime import timedelta
from pathlib import Path
from typing import Final

import pytest

from kakekomi.drill.benign import office_pc, windows
from kakekomi.drill.infection import INFECTIONS, LOCAL, RUNDLL32, VOLUME_SERIAL
from kakekomi.drill.pc_plan import (
    USED_AT,
    PcPlan,
    PlannedFile,
    Run,
    Service,
    UserValue,
)
from kakekomi.drill.pc_root import Owner, make_pc_root, write_plan
from kakekomi.drill.pe import make_pe
from kakekomi.host.root import collect_root
from kakekomi.judge.engine import judge
from kakekomi.judge.verdict import Judgement, Verdict
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded
from packs.test_emotet_host_rules import NOW

PACK = load_embedded()
SCANNER = content_scanner(PACK)
DOCS = Path(__file__).parents[2] / "docs"
OWNER = Owner()
EXPLORER = "Software\\Microsoft\\Windows\\CurrentVersion\\Explorer"


@dataclass(frozen=True, slots=True, kw_only=True)
class Case:
    """What is planted, the file that must be named, and nearly the same of honest software."""

    plan: PcPlan
    malware: str
    twin: PcPlan


def _program(path: str, *, is_dll: bool = False, early: timedelta | None = None) -> PlannedFile:
    return PlannedFile(
        path=path,
        data=make_pe(is_dll=is_dll, note=path),
        modified_at=USED_AT - (early or timedelta(days=30)),
        folder_modified_at=USED_AT,
    )


def _run(path: str, command: str = '"{}"') -> Run:
    stem = path.rpartition("\\")[2].rpartition(".")[0]
    return Run(name=stem, command=command.format(path))


def _started(path: str, *, command: str = '"{}"', early: timedelta | None = None) -> PcPlan:
    is_dll = not path.endswith(".exe")
    return PcPlan(files=(_program(path, is_dll=is_dll, early=early),), runs=(_run(path, command),))


def _hidden(name: bytes) -> PcPlan:
    key = bytes.fromhex(VOLUME_SERIAL)[::-1]
    data = bytes(byte ^ key[at % 4] for at, byte in enumerate(name))
    return PcPlan(values=(UserValue(key=EXPLORER, name=VOLUME_SERIAL.lower(), data=data),))


def _service(path: str, host: str) -> PcPlan:
    name = path.rpartition("\\")[2]
    return PcPlan(
        files=(_program(path, is_dll=True),),
        services=(Service(name=name, image=f'{host} "{path}",abcdefgh', display_name=name),),
    )


PRINTER = "C:\\Program Files\\Printer\\panel.cpl"
WEEK: Final = timedelta(days=7)
METHODS: Final[dict[str, Case]] = {
    "name-from-serial": Case(
        plan=_started(f"{LOCAL}\\volumetaskmgr\\volumetaskmgr.exe"),
        malware=f"{LOCAL}\\volumetaskmgr\\volumetaskmgr.exe",
        twin=_started(f"{LOCAL}\\Task Manager Plus\\volumecontrol.exe"),
    ),
    "registry-xor": Case(
        plan=_hidden(b"netprovisioner.exe") + _started(f"{LOCAL}\\Net Tools\\netprovisioner.exe"),
        malware=f"{LOCAL}\\Net Tools\\netprovisioner.exe",
        twin=replace(_hidden(b"x"), values=(UserValue(key=EXPLORER, name="ShellState", data=b"$"),))
        + _started(f"{LOCAL}\\Net Tools\\netprovisioner.exe"),
    ),
    "system-name-and-run": Case(
        plan=_started(f"{LOCAL}\\KBDSMSNO\\spwizeng.exe"),
        malware=f"{LOCAL}\\KBDSMSNO\\spwizeng.exe",
        twin=_started(f"{LOCAL}\\Setup Wizard\\spwizeng.exe"),
    ),
    "odd-ending-rundll32": Case(
        plan=_started(f"{LOCAL}\\Vfhkqpw\\tnoxq.uda", command=f'{RUNDLL32} "{{}}",QwErTyUi'),
        malware=f"{LOCAL}\\Vfhkqpw\\tnoxq.uda",
        twin=_started(PRINTER, command=f'{RUNDLL32} "{{}}",Control_RunDLL'),
    ),
    "odd-ending-rundll32-service": Case(
        plan=_service("C:\\Windows\\SysWOW64\\Vfhkqpw\\tnoxq.uda", RUNDLL32),
        malware="C:\\Windows\\SysWOW64\\Vfhkqpw\\tnoxq.uda",
        twin=_service("C:\\Windows\\SysWOW64\\Macromed\\panel.cpl", RUNDLL32),
    ),
    "seven-days": Case(
        plan=_started(f"{LOCAL}\\Tools\\loader.exe", early=WEEK),
        malware=f"{LOCAL}\\Tools\\loader.exe",
        twin=_started(f"{LOCAL}\\Tools\\loader.exe", early=WEEK - timedelta(seconds=3)),
    ),
    "seven-days-dll": Case(
        plan=_started(
            f"{LOCAL}\\Tools\\part.dll", command=f'{RUNDLL32} "{{}}",QwErTyUi', early=WEEK
        ),
        malware=f"{LOCAL}\\Tools\\part.dll",
        twin=_started(f"{LOCAL}\\Programs\\Tools\\part.exe", early=WEEK - timedelta(hours=1)),
    ),
}
"""What EmoCheck v2.0 looks for, by its five published methods."""

MISSED: Final[dict[str, str]] = {
    "2022-02": f"{LOCAL}\\Meajrcbavloy\\npuf.vya",
    "2022-03": f"{LOCAL}\\Phxnzljad\\wcgzvziqg.ljk",
    "2022-04": f"{LOCAL}\\Kfichjg\\cbun.zia",
    "2022-04-admin": "C:\\Windows\\System32\\Kfichjg\\cbun.zia",
    "2022-06": f"{LOCAL}\\Tdwvbhunlkq\\hgfwodbeqx.dll",
    "2022-11": f"{LOCAL}\\EEdafoGqJrPp\\pYvzqbuWqgBOj.dll",
    "2023-03": f"{LOCAL}\\HaMbPzVwRk\\TgqXyNeLw.dll",
    "wifi": "C:\\ProgramData\\service.exe",
    "second-stage": f"{LOCAL}\\Phxnzljad\\glzwfrkh.exe",
    "file-only": f"{LOCAL}\\Vqkwyfejbj\\dkrtkhv.ktv",
}
"""Periods and cases that its published code has no method for, and the file to be named."""

NAMING = {("launch", "target"), ("file", "path"), ("services", "path")}


def _judged(root: Path) -> Judgement:
    facts = collect_root(root, volume_serial=VOLUME_SERIAL, scanner=SCANNER, now=NOW)
    (judgement,) = judge([facts], PACK)
    return judgement


def _made(root: Path, plan: PcPlan) -> Path:
    write_plan(root, windows() + office_pc() + plan, OWNER)
    return root


def _named(judgement: Judgement) -> set[str]:
    return {
        str(item.value)
        for finding in judgement.findings
        for item in finding.evidence
        if (item.table, item.column) in NAMING
    }


@pytest.mark.parametrize("method", list(METHODS))
def test_what_emocheck_finds_is_found_and_the_file_named(method: str, tmp_path: Path) -> None:
    case = METHODS[method]

    judgement = _judged(_made(tmp_path / "root", case.plan))

    assert judgement.verdict is Verdict.DETECTED
    assert OWNER.fill(case.malware) in _named(judgement)


@pytest.mark.parametrize("method", list(METHODS))
def test_honest_software_of_nearly_the_same_shape_is_not_detected(
    method: str, tmp_path: Path
) -> None:
    judgement = _judged(_made(tmp_path / "root", METHODS[method].twin))

    assert judgement.verdict is not Verdict.DETECTED


@pytest.mark.parametrize("infection", list(MISSED))
def test_what_emocheck_misses_is_found_and_the_file_named(infection: str, tmp_path: Path) -> None:
    judgement = _judged(make_pc_root(tmp_path / "root", infection=infection))

    assert judgement.verdict is Verdict.DETECTED
    assert OWNER.fill(MISSED[infection]) in _named(judgement)


def test_every_infection_is_one_that_emocheck_finds_or_one_that_it_misses() -> None:
    found_by_emocheck = {"2019", "2019-admin", "2019-serial", "2020-02", "2020-08", "2020-10"} | {
        "2021-01",
        "2021-01-admin",
    }

    assert set(INFECTIONS) == found_by_emocheck | set(MISSED) | {"exposed"}


@pytest.mark.parametrize("language", ["en", "ja"])
def test_the_page_has_a_line_for_each_case(language: str) -> None:
    page = (DOCS / f"emocheck.{language}.md").read_text("utf-8")

    lines = {line.split("`")[1] for line in page.splitlines() if line.startswith("| `")}

    assert lines == set(METHODS) | set(MISSED)
