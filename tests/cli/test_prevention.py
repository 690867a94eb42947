from pathlib import Path

import pytest

from cli.command import run
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.guide.document import decode


@pytest.fixture(scope="module")
def root(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pc") / "root"
    make_pc_root(folder, infection=None)
    return folder


def test_a_person_reads_how_each_measure_stands(root: Path) -> None:
    ran = run("check", "pc", "--root", str(root), "--prevention", "--lang", "en")

    listed = ran.text[ran.text.index("Prevention: this can't be read from the PC. Is it done?") :]
    assert "- Long passwords and two-step sign-in: " in listed
    assert "Prevention: done, as far as it can be read\n  - Keep antivirus" in listed


def test_programs_find_what_is_not_done_among_the_next_steps(root: Path) -> None:
    plain = decode(run("check", "pc", "--root", str(root), "--format", "jsonl").out)
    asked = run("check", "pc", "--root", str(root), "--format", "jsonl", "--prevention")
    steps = [step.step for step in decode(asked.out).next_steps]

    assert steps[: len(plain.next_steps)] == [step.step for step in plain.next_steps]
    assert {"strong-sign-in", "disable-macros", "offline-backup"} <= set(steps)
    assert "keep-antivirus-updated" not in steps
    assert len(steps) == len(set(steps))
