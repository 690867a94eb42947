import json
import os
import pty
import subprocess
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest

from cli.command import COMMAND, Ran, environment, run
from kakekomi.drill.pc_root import make_pc_root

DLL = "C:\\Users\\tanaka\\AppData\\Local\\Phxnzljad\\wcgzvziqg.ljk"
LOCAL_DLL = "Users/tanaka/AppData/Local/Phxnzljad/wcgzvziqg.ljk"
Respond = Callable[..., Ran]


@pytest.fixture
def root(tmp_path: Path) -> Path:
    return make_pc_root(tmp_path / "pc", infection="2022-03")


@pytest.fixture
def respond(tmp_path: Path, root: Path) -> Respond:
    def run_it(*arguments: str, disk: Path = root) -> Ran:
        env = {"XDG_DATA_HOME": str(tmp_path / "data")}
        return run("respond", *arguments, "--root", str(disk), env=env)

    return run_it


def state(root: Path) -> dict[str, tuple[int, bytes]]:
    return {
        str(path.relative_to(root)): (
            path.stat().st_mtime_ns,
            path.read_bytes() if path.is_file() and path.stat().st_size < 10**7 else b"",
        )
        for path in root.rglob("*")
    }


def actions(ran: Ran) -> list[tuple[str, str]]:
    document: dict[str, Any] = json.loads(ran.out)
    return [(one["action"], one["target"]) for one in document["actions"]]


def test_a_plan_names_the_dll_and_changes_nothing(root: Path, respond: Respond) -> None:
    before = state(root)
    plan = respond("plan", "--format", "json")

    document = json.loads(plan.out)
    assert (plan.status, plan.err) == (0, b"")
    assert document["schema"] == "kakekomi.plan/1"
    assert ("quarantine_file", DLL) in actions(plan)
    assert {frozenset(one) for one in document["actions"]} == {
        frozenset(("action", "target", "why", "undo"))
    }
    assert "rundll32.exe" not in str(actions(plan))
    assert "regsvr32.exe" not in str(actions(plan))
    assert state(root) == before


def test_apply_verify_list_and_undo(tmp_path: Path, root: Path, respond: Respond) -> None:
    before = state(root)

    applied = respond("apply", "--yes", "--format", "json")
    assert (applied.status, json.loads(applied.out)["done"]) == (0, True)
    assert not (root / LOCAL_DLL).exists()
    assert {name for name in before if name not in state(root)} == {
        LOCAL_DLL,
        "Users/tanaka/aew.ocx",
    }
    assert respond("verify").status == 0
    assert respond("apply", "--yes").status == 0
    listed = run(
        "respond", "list", "--format", "json", env={"XDG_DATA_HOME": str(tmp_path / "data")}
    )
    assert len(json.loads(listed.out)["journals"][0]["actions"]) == len(actions(applied))

    undone = respond("undo", "--yes")
    assert undone.status == 0
    assert state(root) == before
    assert respond("undo", "--yes").status == 0
    assert respond("verify").status == 2


def test_a_healthy_pc_needs_nothing_and_gets_no_journal(tmp_path: Path, respond: Respond) -> None:
    clean = make_pc_root(tmp_path / "clean", infection=None)
    before = state(clean)

    plan = respond("plan", "--format", "json", disk=clean)
    applied = respond("apply", "--yes", disk=clean)

    assert [kind for kind, _ in actions(plan) if kind != "save_evidence"] == []
    assert (applied.status, "nothing to end" in applied.text) == (0, True)
    assert state(clean) == before
    assert not (tmp_path / "data").exists()


def test_without_a_terminal_nothing_is_changed_unless_yes(root: Path, respond: Respond) -> None:
    before = state(root)

    for ran in (respond("apply"), respond("apply", "--format", "json")):
        assert (ran.status, ran.out, "--yes" in ran.complaint) == (2, b"", True)
    assert state(root) == before


@pytest.mark.parametrize(("answer", "is_done"), [(b"yes\n", True), (b"\n", False)])
def test_a_person_at_a_terminal_is_asked(
    tmp_path: Path, root: Path, answer: bytes, is_done: object
) -> None:
    ours, theirs = pty.openpty()
    os.write(ours, answer)
    done = subprocess.run(  # noqa: S603  our own command
        [COMMAND, "respond", "apply", "--root", root, "--journal", tmp_path / "j"],
        stdin=theirs,
        capture_output=True,
        env=environment(),
        check=False,
        timeout=60,
    )
    os.close(ours)
    os.close(theirs)

    assert b"Quarantine file: " + DLL.encode() in done.stdout
    assert b"Type 'yes'" in done.stderr
    assert (not (root / LOCAL_DLL).exists()) is is_done
    assert done.returncode == (0 if is_done else 2)


def test_a_journal_inside_the_disk_is_refused(root: Path, respond: Respond) -> None:
    before = state(root)

    ran = respond("apply", "--yes", "--journal", str(root / "Users" / "j.jsonl"))

    assert (ran.status, "outside" in ran.complaint) == (2, True)
    assert state(root) == before


def test_a_journal_of_another_pc_is_refused(tmp_path: Path, root: Path, respond: Respond) -> None:
    journal = tmp_path / "j.jsonl"
    journal.write_text(
        '{"event":"opened","schema":"kakekomi.journal/1","subject":"OTHER",'
        '"at":"2022-03-01T00:00:00Z"}\n'
    )
    before = state(root)

    for command in ("apply", "undo"):
        ran = respond(command, "--yes", "--journal", str(journal))
        assert (ran.status, "OTHER" in ran.complaint) == (2, True)
    assert state(root) == before


@pytest.mark.parametrize(
    "damage", [b"nonsense\n", b"{}\n", b'{"event":"done","step":1}\n', b"\0\n"]
)
def test_a_damaged_journal_is_named_and_nothing_is_changed(
    tmp_path: Path, root: Path, respond: Respond, damage: bytes
) -> None:
    journal = tmp_path / "j.jsonl"
    journal.write_bytes(damage)
    before = state(root)

    ran = respond("apply", "--yes", "--journal", str(journal))

    assert (ran.status, "j.jsonl" in ran.complaint) == (2, True)
    assert (state(root), journal.read_bytes()) == (before, damage)


def test_a_running_pc_is_told_that_it_cannot_be_changed_yet() -> None:
    ran = run("respond", "plan")

    assert (ran.status, "--root" in ran.complaint) == (30, True)


def test_what_is_no_disk_is_refused(tmp_path: Path, respond: Respond) -> None:
    ran = respond("apply", "--yes", disk=tmp_path / "none")

    assert (ran.status, "no such file" in ran.complaint) == (2, True)


def test_what_could_not_be_done_is_told_in_the_readers_language(
    root: Path, respond: Respond
) -> None:
    log = bytearray(528)
    log[512:516], log[524:528] = b"HvLE", (99).to_bytes(4, "little")
    (root / "Users/tanaka/NTUSER.DAT.LOG1").write_bytes(log)

    ran = respond("apply", "--yes", "--lang", "ja")

    assert ran.status == 2
    assert "できていません" in ran.text
    assert "まだ終わっていません" in ran.text
