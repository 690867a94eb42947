import json
from datetime import UTC, datetime
from pathlib import Path

import msgspec
import pytest

from cli.command import run
from cli.consoles import MemoryConsole
from cli.documents import make_document, make_finding
from kakekomi.check.judging import Collected, Judging, PackChoice
from kakekomi.check.language import Language
from kakekomi.cli.common import Common
from kakekomi.cli.formats import Format
from kakekomi.cli.result_files import (
    DESKTOPS,
    FOLDER,
    as_asked,
    emocheck_json,
    is_wanted,
    keep,
    place_of,
)
from kakekomi.facts.pc_tables import Processes
from kakekomi.facts.report_tables import EmocheckProcess
from kakekomi.facts.subject import FactsBuilder, Kind
from kakekomi.guide.document import EvidenceDocument, VerdictDocument
from kakekomi.host.emocheck_json import parse_json

NOW = datetime(2022, 11, 24, 9, 30, tzinfo=UTC)
DLL = r"C:\Users\tanaka\AppData\Local\Phxnzljad\ソwcgzvziqg.dll"


def make_common(
    monkeypatch: pytest.MonkeyPatch, *, language: str = "ja", encoding: str = "utf-8"
) -> Common:
    console = MemoryConsole(monkeypatch, encoding=encoding, language=language).console
    return Common(
        language=Language(language),
        form=Format.TEXT,
        console=console,
        judging=Judging(choice=PackChoice(), language=console.words.language, now=NOW),
    )


def make_pc(*processes: Processes) -> Collected:
    facts = FactsBuilder("KEIRI-PC", Kind.PC)
    facts.add(*processes)
    return Collected(facts=(facts.build(),))


def make_verdict(verdict: str = "detected", *paths: str) -> VerdictDocument:
    evidence = tuple(
        EvidenceDocument(table="file", column="path", value=path) for path in paths or (DLL,)
    )
    return make_document(
        subject="KEIRI-PC", kind="pc", verdict=verdict, findings=(make_finding(evidence=evidence),)
    )


@pytest.mark.parametrize("encoding", ["utf-8", "cp932", "cp437"])
def test_files_are_whole_japanese_whatever_the_console_can_show(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, encoding: str
) -> None:
    common = as_asked(make_common(monkeypatch, encoding=encoding))

    kept = keep(tmp_path / FOLDER, make_pc(), [make_verdict()], common)

    names = [path.name for path in kept.paths]
    stem = "KEIRI-PC-20221124-093000-detected"
    local = NOW.astimezone()
    assert names == [
        *(f"{stem}.txt", f"{stem}.html", f"{stem}.json"),
        f"KEIRI-PC_{local:%Y%m%d%H%M%S}_emocheck.json",
    ]
    text = kept.paths[0].read_bytes()
    assert (text[:3], text.count(b"\n")) == (b"\xef\xbb\xbf", text.count(b"\r\n"))
    assert ("このPC" in text.decode(), DLL in text.decode(), b"\x1b" in text) == (True, True, False)
    assert '<html lang="ja">' in kept.paths[1].read_text("utf-8")
    assert json.loads(kept.paths[2].read_bytes())["verdict"] == "detected"


@pytest.mark.parametrize("verdict", ["suspicious", "not_checked"])
def test_what_is_neither_yes_nor_no_has_no_emocheck_form(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, verdict: str
) -> None:
    kept = keep(tmp_path, make_pc(), [make_verdict(verdict)], make_common(monkeypatch))

    assert [path.suffix for path in kept.paths] == [".txt", ".html", ".json"]


def test_the_emocheck_form_names_the_dll_and_the_process_that_runs_it() -> None:
    other = r"C:\Users\tanaka\AppData\Local\Abcde\other.exe"
    process = Processes(
        pid=716,
        name="regsvr32.exe",
        path=r"C:\Windows\System32\regsvr32.exe",
        cmdline=f'regsvr32.exe /s "{DLL.upper()}"',
    )
    document = make_verdict("detected", DLL, other, DLL.lower())
    trusted = EvidenceDocument(table="office_trust", column="path", value="請求書.xlsm")
    findings = (*document.findings, make_finding(evidence=(trusted,)))
    document = msgspec.structs.replace(document, findings=findings)

    report = parse_json(emocheck_json(document, [process], "2022-11-24 18:30:00"), where="x")

    assert (report.hostname, report.is_infected, report.is_cut) == ("KEIRI-PC", True, False)
    assert report.processes == (
        EmocheckProcess(process_name="regsvr32.exe", process_id=716, image_path=DLL.lower()),
        EmocheckProcess(process_name="other.exe", process_id=None, image_path=other),
    )


def test_the_emocheck_form_names_a_dll_of_which_only_the_start_is_known() -> None:
    started = EvidenceDocument(table="launch", column="target", value=DLL)
    document = msgspec.structs.replace(
        make_verdict("detected"), findings=(make_finding(evidence=(started,)),)
    )

    report = parse_json(emocheck_json(document, [], "2022-11-24 18:30:00"), where="x")

    assert [one.image_path for one in report.processes] == [DLL]


def test_nothing_found_is_emochecks_no() -> None:
    data = emocheck_json(make_verdict("nothing_found"), [], "2022-11-24 18:30:00")

    report = parse_json(data, where="x")

    assert (report.is_infected, report.processes) == (False, ())


def test_files_lie_on_the_desktop_that_exists_else_beside_the_program(tmp_path: Path) -> None:
    home, program = tmp_path / "home", tmp_path / "stick" / "kakekomi.exe"

    assert place_of(home, program, None) == tmp_path / "stick" / FOLDER
    for name in reversed(DESKTOPS):
        (home / name).mkdir(parents=True)
        assert place_of(home, program, None) == home / name / FOLDER


def test_the_checked_disk_gets_no_files(tmp_path: Path) -> None:
    (tmp_path / "Users" / "a" / "Desktop").mkdir(parents=True)
    home = tmp_path / "Users" / "a"

    assert place_of(home, tmp_path / "x.exe", str(tmp_path)) == Path.cwd() / FOLDER


def test_a_place_that_takes_no_files_is_a_problem(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "file").write_bytes(b"")

    kept = keep(tmp_path / "file", make_pc(), [make_verdict()], make_common(monkeypatch))

    assert (kept.paths, len(kept.problems)) == ((), 1)


def test_off_a_terminal_nothing_is_written(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "Desktop").mkdir()
    (tmp_path / "root" / "Users").mkdir(parents=True)

    ran = run("check", "pc", "--root", str(tmp_path / "root"), env={"HOME": str(tmp_path)})

    assert FOLDER not in ran.complaint
    assert list((tmp_path / "Desktop").iterdir()) == []
    assert not is_wanted(make_common(monkeypatch))
