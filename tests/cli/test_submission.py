"""Handing in after a check: what no desk takes waits, and nothing of it is lost."""

import sys
from pathlib import Path

import pytest

from cli.consoles import MemoryConsole
from kakekomi.check.judging import Collected
from kakekomi.check.submit import Spool, parse
from kakekomi.cli.data_folder import RESPONSES, THIS_PC, data_folder
from kakekomi.cli.submission import NOT_SENT, submit
from kakekomi.facts.subject import Kind, SubjectFacts

pytestmark = [
    pytest.mark.enable_socket,
    pytest.mark.skipif(sys.platform == "win32", reason="names the data folder as Linux does"),
]

NOBODY = "http://127.0.0.1:1/"


@pytest.fixture
def folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("XDG_DATA_HOME", str(tmp_path))
    monkeypatch.setenv("HOME", str(tmp_path))
    return data_folder({"XDG_DATA_HOME": str(tmp_path)}, platform=sys.platform, home=tmp_path)


def kept(folder: Path) -> list[str]:
    waiting = Spool(folder, parse(NOBODY)).waiting()
    return sorted(Path(name).suffix for _, name, _ in waiting)


@pytest.mark.parametrize("has_journal", [True, False])
def test_the_journal_of_this_pc_goes_with_its_result(
    folder: Path, monkeypatch: pytest.MonkeyPatch, *, has_journal: bool
) -> None:
    if has_journal:
        (folder / RESPONSES).mkdir(parents=True)
        (folder / RESPONSES / THIS_PC).write_bytes(b'{"event":"opened"}\n')
    facts = SubjectFacts(subject="PC-1", kind=Kind.PC, rows=())
    problem = submit(Collected(facts=(facts,)), NOBODY, "token", MemoryConsole(monkeypatch).console)

    assert problem is not None
    assert problem.key == NOT_SENT
    assert kept(folder) == ([".jsonl"] if has_journal else []) + [".snapshot"]
