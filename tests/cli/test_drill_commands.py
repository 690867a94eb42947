from pathlib import Path

import msgspec

from cli.command import run
from kakekomi.drill.answer_sheet import unseal
from kakekomi.drill.drill_log import DrillLog, Entry, What
from kakekomi.facts import snapshot
from kakekomi.facts.case_tables import CheckResult, Pc
from kakekomi.facts.subject import Kind, SubjectFacts
from notice.notices import NOW


def test_an_exercise_is_made_and_scored_by_a_log_kept_by_hand(tmp_path: Path) -> None:
    folder = tmp_path / "drill"
    made = run("drill", str(folder), "--seed", "7", "--lang", "en")
    sheet = unseal((folder / "answers.sealed").read_bytes())
    named = Entry(at=NOW, what=What.NAMED, subject=sheet.leaked)
    log = DrillLog(drill=sheet.drill, started_at=NOW, entries=(named,))
    (folder / "log.json").write_bytes(msgspec.json.encode(log))

    scored = run("drill", str(folder), "--score", str(folder / "log.json"), "--lang", "en")
    as_json = run("drill", str(folder), "--score", str(folder / "log.json"), "--format", "json")

    assert (made.status, scored.status) == (0, 0)
    assert "5.0 of" in scored.text
    assert sheet.leaked in scored.text
    assert msgspec.json.decode(as_json.out, type=dict)["schema"] == "kakekomi.drill-score/1"


def test_a_case_from_the_desk_is_scored_too(tmp_path: Path) -> None:
    folder = tmp_path / "drill"
    run("drill", str(folder), "--seed", "7")
    sheet = unseal((folder / "answers.sealed").read_bytes())
    rows = (
        Pc(hostname=sheet.detected[0]),
        CheckResult(kind="pc", verdict="detected", checked_at=NOW),
    )
    case = snapshot.write((SubjectFacts(subject="1", kind=Kind.PC, rows=rows),))
    (tmp_path / "case").write_bytes(case)

    ran = run("drill", str(folder), "--score", str(tmp_path / "case"), "--format", "json")

    lines = msgspec.json.decode(ran.out, type=dict)["lines"]
    assert [one["subject"] for one in lines if one["result"] == "done"] == [sheet.detected[0]]


def test_a_folder_in_use_and_a_log_that_is_none_are_told(tmp_path: Path) -> None:
    (tmp_path / "x").write_text("x")

    made = run("drill", str(tmp_path))
    run("drill", str(tmp_path / "d"))
    scored = run("drill", str(tmp_path / "d"), "--score", str(tmp_path / "x"))
    missing = run("drill", str(tmp_path / "nowhere"), "--score", str(tmp_path / "x"))

    assert (made.status, scored.status, missing.status) == (2, 2, 2)
    assert "not empty" in made.complaint
