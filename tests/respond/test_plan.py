from collections.abc import Iterator
from pathlib import Path

import pytest

from kakekomi.drill.infection import INFECTIONS
from kakekomi.facts.pc_tables import Collection, Processes, ScheduledTasks, Services, StartupItems
from kakekomi.facts.row import Row
from kakekomi.judge.verdict import Evidence, Finding, Verdict
from kakekomi.packs.model import Language
from kakekomi.respond.action import ActionKind, Plan
from kakekomi.respond.plan import make_plan
from kakekomi.respond.wording import Wording
from respond.judged import (
    DLL,
    RULE,
    make_facts,
    make_file,
    make_finding,
    make_judgement,
    make_launch,
    planned,
)
from respond.pcs import RUN_KEY, look, make_root, pack, plan_of


def kinds_and_targets(plan: Plan) -> list[tuple[str, str]]:
    return [(one.action.action, one.action.target) for one in plan.steps]


@pytest.mark.parametrize("is_used", [True, False])
def test_a_healthy_pc_is_left_alone(tmp_path: Path, is_used: object) -> None:
    root = make_root(tmp_path, None, is_used=bool(is_used))

    assert plan_of(root).changes == ()


def test_the_plan_names_the_dll_and_what_starts_it(tmp_path: Path) -> None:
    plan = plan_of(make_root(tmp_path, "2022-03"))

    assert kinds_and_targets(plan) == [
        ("save_evidence", DLL),
        ("save_evidence", "C:\\Users\\tanaka\\aew.ocx"),
        ("remove_autorun", f"{RUN_KEY}\\wcgzvziqg.ljk"),
        ("quarantine_file", DLL),
        ("quarantine_file", "C:\\Users\\tanaka\\aew.ocx"),
    ]


CONTAINED = {
    "2019": 2, "2019-admin": 0, "2019-serial": 1, "2020-02": 1, "2020-08": 1, "2020-10": 1,
    "2021-01": 1, "2021-01-admin": 1, "2022-02": 1, "2022-03": 2, "2022-04": 1,
    "2022-04-admin": 1, "2022-06": 2, "2022-11": 1, "2023-03": 2, "wifi": 1, "second-stage": 4,
    "file-only": 1, "exposed": 0,
}  # fmt: skip
"""Files that are quarantined. Of 2019 with administrator rights nothing tells a program in SysWOW64
from Windows' own without signatures."""


@pytest.mark.parametrize("infection", list(INFECTIONS))
def test_each_period_is_contained_and_no_benign_twin_is_touched(
    tmp_path: Path, infection: str
) -> None:
    clean = set(_files(make_root(tmp_path / "clean", None)))
    root = make_root(tmp_path / "pc", infection)
    plan = plan_of(root)

    moved = [one.target for one in plan.changes if one.action is ActionKind.QUARANTINE_FILE]
    entries = [one for one in plan.changes if one.action is not ActionKind.QUARANTINE_FILE]
    assert len(moved) == CONTAINED[infection]
    assert not clean.intersection(target[3:].replace("\\", "/") for target in moved)
    assert len(entries) == (moved != [] and infection != "file-only")
    assert all(one.action.why and one.action.undo for one in plan.steps)


def _files(root: Path) -> Iterator[str]:
    return (str(path.relative_to(root)) for path in root.rglob("*") if path.is_file())


def test_a_suspicious_pc_has_its_evidence_kept_and_nothing_changed() -> None:
    plan = planned(
        make_facts(make_file()), make_judgement(make_finding(DLL), verdict=Verdict.SUSPICIOUS)
    )

    assert kinds_and_targets(plan) == [("save_evidence", DLL)]
    assert plan.refused == ()


@pytest.mark.parametrize("verdict", [Verdict.NOTHING_FOUND, Verdict.NOT_CHECKED])
def test_without_a_verdict_nothing_is_planned(verdict: Verdict) -> None:
    plan = planned(make_facts(make_file()), make_judgement(make_finding(DLL), verdict=verdict))

    assert plan.steps == ()


def test_a_file_with_little_against_it_stays_with_the_reason() -> None:
    other = DLL.replace("wcg", "abc")
    plan = planned(
        make_facts(make_file(), make_file(other)),
        make_judgement(make_finding(DLL), make_finding(other, 11, "host/dropper-vbs-in-temp")),
    )

    assert [one.target for one in plan.changes] == [DLL]
    assert [(one.target, "11 dB" in one.why) for one in plan.refused] == [(other, True)]
    assert ("save_evidence", other) in kinds_and_targets(plan)


def test_exposure_says_nothing_about_a_file() -> None:
    one = make_finding(DLL)
    capped = Finding(
        rule=one.rule,
        weight_db=30,
        attack=(),
        evidence=one.evidence,
        values={},
        capped=True,
    )

    assert planned(make_facts(make_file()), make_judgement(capped)).steps == ()


def test_of_a_group_only_the_heaviest_counts_for_a_file() -> None:
    findings = [
        Finding(
            rule=RULE,
            weight_db=weight,
            attack=(),
            evidence=(Evidence("file", "path", DLL),),
            values={},
            group="autostart",
        )
        for weight in (12.0, 11.0)
    ]

    assert planned(make_facts(make_file()), make_judgement(*findings)).changes == ()


def test_everything_that_starts_the_file_is_taken_away_before_it() -> None:
    run = f'regsvr32 "{DLL}"'
    plan = planned(
        make_facts(
            make_file(),
            make_launch("startup_items", "a", run),
            StartupItems(name="a", path=run, source=RUN_KEY),
            make_launch("services", "s", run, host="regsvr32"),
            Services(name="s", path=run, service_type="OWN_PROCESS", start_type="AUTO_START"),
            make_launch("scheduled_tasks", "t", run),
            ScheduledTasks(name="t", path="\\V\\t", action=run),
        ),
        make_judgement(make_finding(DLL)),
    )

    assert kinds_and_targets(plan) == [
        ("save_evidence", DLL),
        ("remove_autorun", f"{RUN_KEY}\\a"),
        ("disable_service", "s"),
        ("remove_task", "\\V\\t"),
        ("quarantine_file", DLL),
    ]
    assert [one.target for one in plan.steps[0].related] == [f"{RUN_KEY}\\a", "s", "\\V\\t"]


def test_on_a_running_pc_the_network_is_cut_and_the_host_only_ended() -> None:
    command = f'rundll32 "{DLL}",x'
    plan = planned(
        make_facts(
            Collection(source="live"),
            make_file(),
            make_launch("processes", "rundll32.exe", command, host="rundll32", pid=77),
            Processes(pid=77, name="rundll32.exe", path="C:\\Windows\\System32\\rundll32.exe"),
        ),
        make_judgement(make_finding(DLL)),
    )

    assert kinds_and_targets(plan) == [
        ("isolate_network", "PC"),
        ("save_evidence", DLL),
        ("end_process", "77 rundll32.exe"),
        ("quarantine_file", DLL),
    ]
    assert "its file stays" in plan.steps[2].action.why


@pytest.mark.parametrize(
    "rows",
    [
        (
            make_launch("services", "wuauserv", "svchost -k netsvcs", host="svchost"),
            Services(name="wuauserv", path="svchost -k netsvcs", service_type="SHARE_PROCESS"),
        ),
        (
            make_launch("services", "drv", DLL),
            Services(name="drv", path=DLL, service_type="KERNEL_DRIVER"),
        ),
        (
            make_launch("startup_items", "Shell", DLL),
            StartupItems(
                name="Shell",
                path=DLL,
                source="HKEY_LOCAL_MACHINE\\SOFTWARE\\Microsoft\\Windows NT\\CurrentVersion"
                "\\Winlogon",
            ),
        ),
        (
            make_launch("scheduled_tasks", "t", DLL),
            ScheduledTasks(name="t", path="\\t", action=DLL),
            ScheduledTasks(name="t", path="\\t", action="backup.exe"),
        ),
        (
            make_launch("processes", "lsass.exe", DLL, pid=4),
            Processes(pid=4, name="lsass.exe"),
        ),
    ],
)
def test_if_windows_would_miss_what_starts_the_file_all_of_it_stays(rows: tuple[Row, ...]) -> None:
    plan = planned(make_facts(make_file(), *rows), make_judgement(make_finding(DLL)))

    assert plan.changes == ()
    assert [one.target for one in plan.refused] == [DLL]


def test_an_entry_whose_file_is_gone_is_still_taken_away() -> None:
    plan = planned(
        make_facts(
            make_launch("startup_items", "a", "x"),
            StartupItems(name="a", path="x", source=RUN_KEY),
        ),
        make_judgement(make_finding(DLL)),
    )

    assert [one.action for one in plan.changes] == ["remove_autorun"]


def test_a_service_that_is_off_already_is_not_planned_again() -> None:
    plan = planned(
        make_facts(
            make_launch("services", "s", "x"),
            Services(name="s", path="x", service_type="OWN_PROCESS", start_type="DISABLED"),
        ),
        make_judgement(make_finding(DLL)),
    )

    assert plan.steps == ()


def test_plans_in_both_languages_name_the_same_things(tmp_path: Path) -> None:
    root = make_root(tmp_path, "second-stage")

    japanese, english = plan_of(root, Language.JA), plan_of(root, Language.EN)

    assert kinds_and_targets(japanese) == kinds_and_targets(english)
    assert "隔離" not in english.steps[-1].action.undo
    assert "元の場所" in japanese.steps[-1].action.undo


def test_the_program_of_2019_in_syswow64_goes_only_where_signatures_can_be_asked(
    tmp_path: Path,
) -> None:
    facts, judgement = look(make_root(tmp_path / "pc", "2019-admin"))
    words = Wording(Language.EN)
    path = "C:\\Windows\\SysWOW64\\msptermsizes.exe"

    offline = make_plan(facts, judgement, pack(), words)
    running = make_plan(facts, judgement, pack(), words, is_foreign=lambda asked: asked == path)

    assert [one.target for one in offline.refused] == [path]
    assert offline.changes == ()
    assert kinds_and_targets(running)[-2:] == [
        ("disable_service", "msptermsizes"),
        ("quarantine_file", path),
    ]


def test_a_running_pc_is_cut_off_even_if_nothing_of_it_may_be_moved() -> None:
    path = "C:\\Windows\\System32\\abcdef.dll"
    live = make_facts(Collection(source="live"), make_file(path))

    assert kinds_and_targets(planned(live, make_judgement(make_finding(path)))) == [
        ("isolate_network", "PC"),
        ("save_evidence", path),
    ]
    suspicious = make_judgement(make_finding(path), verdict=Verdict.SUSPICIOUS)
    assert kinds_and_targets(planned(live, suspicious)) == [("save_evidence", path)]
