import os
from pathlib import Path

import pytest

from kakekomi.drill.infection import INFECTIONS
from kakekomi.respond.action import ActionKind
from kakekomi.respond.carry_out import apply, is_open, verify
from kakekomi.respond.hive_edit import HiveEditor, patched
from kakekomi.respond.journal import read_records
from respond.hives import content
from respond.pcs import Tree, changed, make_root, open_session, plan_of, tree
from respond.runs import Killed, contents, kill_at, local, run_apply, run_undo, statuses

NTUSER = "Users/tanaka/NTUSER.DAT"
CONFIG = "Windows/System32/config"
HIVES = {NTUSER, f"{CONFIG}/SYSTEM", f"{CONFIG}/SOFTWARE"}


@pytest.mark.parametrize("infection", [name for name in INFECTIONS if name != "2023-03"])
def test_apply_changes_only_the_targets_and_undo_leaves_everything_as_it_was(
    tmp_path: Path, infection: str
) -> None:
    root = make_root(tmp_path / "pc", infection)
    before, plan = tree(root), plan_of(root)

    applied = run_apply(root, tmp_path / "data", plan.steps)
    after = tree(root)
    undone = run_undo(root, tmp_path / "data")

    assert statuses(applied) == ([("verified", "")] if plan.steps else [])
    assert len(applied) == len(plan.steps)
    files = {
        local(one.target) for one in plan.changes if one.action is ActionKind.QUARANTINE_FILE
    } | {
        f"Windows/System32/Tasks{local(one.target)}"
        for one in plan.changes
        if one.action is ActionKind.REMOVE_TASK
    }
    difference = changed(before, after)
    assert {name for name, what in difference.items() if what == "gone"} == files
    assert {name for name, what in difference.items() if what == "changed"} <= HIVES
    assert "new" not in difference.values()
    assert folder_times(before) == folder_times(after)
    assert statuses(undone) == ([("undone", "")] if plan.changes else [])
    assert tree(root) == before


def folder_times(found: Tree) -> dict[str, int]:
    return {name: one[1] for name, one in found.items() if not one[2] and "Phx" not in name}


def test_a_padded_file_comes_back_without_taking_space(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    file = root / "Users/tanaka/AppData/Local/Phxnzljad/wcgzvziqg.ljk"
    times = file.stat()
    os.truncate(file, 64 * 1024 * 1024)
    os.utime(file, ns=(times.st_atime_ns, times.st_mtime_ns))
    before = tree(root)

    run_apply(root, tmp_path / "data", plan_of(root).steps)
    assert not file.exists()
    kept = sum(path.stat().st_size for path in (tmp_path / "data").rglob("*") if path.is_file())
    run_undo(root, tmp_path / "data")

    assert kept < 1024 * 1024
    assert file.stat().st_blocks * 512 < 2 * 1024 * 1024
    assert tree(root) == before


def test_a_second_apply_and_a_second_undo_change_nothing(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    data, steps, before = tmp_path / "data", plan_of(root).steps, tree(root)
    first = run_apply(root, data, steps)
    applied, kept = tree(root), tree(data)

    second = run_apply(root, data, plan_of(root).steps)

    assert second == first
    assert (tree(root), contents(tree(data))) == (applied, contents(kept))
    run_undo(root, data)
    run_undo(root, data)
    assert tree(root) == before


def test_what_was_applied_leaves_nothing_to_plan(tmp_path: Path) -> None:
    for infection in ("2022-03", "2021-01-admin", "2022-02", "2020-02", "second-stage"):
        root = make_root(tmp_path / infection, infection)
        run_apply(root, tmp_path / f"{infection}-data", plan_of(root).steps)

        assert plan_of(root).changes == ()


def test_a_step_that_fails_stops_no_other_and_is_tried_again(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    data, before, plan = tmp_path / "data", tree(root), plan_of(root)
    log = bytearray(528)
    log[512:516], log[524:528] = b"HvLE", (99).to_bytes(4, "little")
    (root / f"{NTUSER}.LOG1").write_bytes(log)

    failed = [one for one in run_apply(root, data, plan.steps) if one.status == "failed"]

    assert [(one.action.action, "log" in one.reason) for one in failed] == [
        ("remove_autorun", True)
    ]
    (root / f"{NTUSER}.LOG1").unlink()
    assert statuses(run_apply(root, data)) == [("verified", "")]
    run_undo(root, data)
    assert contents(tree(root)) == contents(before)


def test_a_file_is_left_alone_if_its_evidence_could_not_be_kept(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    root = make_root(tmp_path / "pc", "file-only", is_used=False)
    before = tree(root)
    monkeypatch.setattr("kakekomi.respond.container.MAX_MEMBER_BYTES", 10)

    outcomes = run_apply(root, tmp_path / "data", plan_of(root).steps)

    assert [one.status for one in outcomes] == ["failed", "failed"]
    assert "evidence" in outcomes[1].reason
    assert tree(root) == before


def test_a_file_that_somebody_else_removed_needs_no_quarantine(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "file-only", is_used=False)
    plan = plan_of(root)
    (root / local(plan.changes[0].target)).unlink()

    outcomes = run_apply(root, tmp_path / "data", plan.steps)

    assert [(one.action.action, one.status) for one in outcomes] == [("save_evidence", "verified")]


def test_undo_never_overwrites_what_is_there_now(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "file-only", is_used=False)
    plan = plan_of(root)
    run_apply(root, tmp_path / "data", plan.steps)
    (root / local(plan.changes[0].target)).write_bytes(b"mine")

    outcomes = run_undo(root, tmp_path / "data")

    assert [one.status for one in outcomes] == ["failed"]
    assert "another file" in outcomes[0].reason
    assert (root / local(plan.changes[0].target)).read_bytes() == b"mine"


def test_verify_looks_at_the_pc_and_not_at_the_journal(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    hive = (root / NTUSER).read_bytes()
    outcomes = run_apply(root, tmp_path / "data", plan_of(root).steps)
    (root / NTUSER).write_bytes(hive)
    container = next((tmp_path / "data/journal.files/quarantine").iterdir())
    container.write_bytes(container.read_bytes()[:-40])

    with open_session(root, tmp_path / "data") as session:
        looked = verify(session)

    assert {one.action.action for one in looked if one.status == "failed"} == {
        "remove_autorun",
        "quarantine_file",
    }
    assert len(looked) == len(outcomes)


def test_a_plan_that_was_cut_is_open_until_it_is_finished(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    data, steps = tmp_path / "data", plan_of(root).steps
    with pytest.raises(Killed):
        run_apply(root, data, steps, kill_at(12))

    with open_session(root, data) as session:
        assert is_open(session)
        apply(session)
        assert not is_open(session)
    assert len(read_records(data / "journal.jsonl")) == len(steps)


def test_a_value_is_put_back_into_a_hive_that_went_on(tmp_path: Path) -> None:
    root = make_root(tmp_path / "pc", "2022-03", is_used=False)
    before = content((root / NTUSER).read_bytes())
    run_apply(root, tmp_path / "data", plan_of(root).steps)
    went_on = (root / NTUSER).read_bytes()
    editor = HiveEditor(went_on, where="")
    editor.add_value("Software\\Microsoft", "new", 1, b"n\0e\0w\0\0\0")
    (root / NTUSER).write_bytes(patched(went_on, editor.patches()))

    outcomes = run_undo(root, tmp_path / "data")

    after = content((root / NTUSER).read_bytes())
    assert statuses(outcomes) == [("undone", "")]
    assert after.pop("Software\\Microsoft") == (("new", 1, b"n\0e\0w\0\0\0"),)
    assert before.pop("Software\\Microsoft") == ()
    assert after == before
