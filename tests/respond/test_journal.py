from contextlib import suppress
from pathlib import Path
from tempfile import TemporaryDirectory

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError, UnavailableError
from kakekomi.respond.action import Action, ActionKind, Step
from kakekomi.respond.journal import Journal, Status, read_records
from kakekomi.respond.state import EvidenceState
from respond.pcs import NOW

STATE = EvidenceState(item="a.zip", members=("a",), sha256=None)


def make_step(target: str) -> Step:
    return Step(
        action=Action(action=ActionKind.SAVE_EVIDENCE, target=target, why="why", undo="undo")
    )


def make_journal(path: Path) -> Journal:
    return Journal(path, clock=lambda: NOW)


def write_some(path: Path) -> None:
    with make_journal(path) as journal:
        journal.open_for("PC")
        journal.plan([make_step("a"), make_step("b"), make_step("c")])
        journal.begin(0, STATE)
        journal.done(0)
        journal.fail(1, "no")
        journal.begin(2, STATE)
        journal.plan([make_step("d")])
        journal.undone(3)


def test_what_was_written_is_read_back_by_the_next_run(tmp_path: Path) -> None:
    path = tmp_path / "deep" / "j.jsonl"
    write_some(path)

    with make_journal(path) as journal:
        records = journal.records()

    assert records == read_records(path)
    assert [(one.number, one.step.action.target, one.status, one.reason) for one in records] == [
        (0, "a", Status.APPLIED, None),
        (1, "b", Status.PLANNED, "no"),
        (2, "c", Status.BEGUN, None),
        (3, "d", Status.UNDONE, None),
    ]
    assert [one.state for one in records] == [STATE, None, STATE, None]
    assert path.stat().st_mode & 0o777 == 0o600


def test_a_journal_cut_anywhere_says_what_it_said_before_the_cut(tmp_path: Path) -> None:
    whole = tmp_path / "j.jsonl"
    write_some(whole)
    data = whole.read_bytes()

    for end in range(len(data)):
        path = tmp_path / "cut.jsonl"
        path.write_bytes(data[:end])
        full_lines = data[:end].count(b"\n")
        expected = tmp_path / "expected.jsonl"
        expected.write_bytes(b"".join(line + b"\n" for line in data.split(b"\n")[:full_lines]))
        with make_journal(path) as journal:
            assert journal.records() == read_records(expected)
            journal.open_for("PC")
        assert path.read_bytes().endswith(b"}\n")


def test_two_programs_never_write_one_journal(tmp_path: Path) -> None:
    with make_journal(tmp_path / "j.jsonl"), pytest.raises(UnavailableError):
        make_journal(tmp_path / "j.jsonl")
    make_journal(tmp_path / "j.jsonl").__exit__()


def test_a_journal_is_about_one_pc(tmp_path: Path) -> None:
    write_some(tmp_path / "j.jsonl")

    with make_journal(tmp_path / "j.jsonl") as journal:
        journal.open_for("PC")
        with pytest.raises(ParseError, match="OTHER"):
            journal.open_for("OTHER")


def test_a_journal_of_a_later_version_is_refused(tmp_path: Path) -> None:
    write_some(tmp_path / "j.jsonl")
    data = (tmp_path / "j.jsonl").read_bytes().replace(b"journal/1", b"journal/2")
    (tmp_path / "j.jsonl").write_bytes(data)

    with pytest.raises(ParseError):
        make_journal(tmp_path / "j.jsonl")
    assert (tmp_path / "j.jsonl").read_bytes() == data


def test_a_journal_that_is_not_there_has_no_steps_and_is_not_made(tmp_path: Path) -> None:
    assert read_records(tmp_path / "none") == ()
    assert list(tmp_path.iterdir()) == []


@given(st.binary(max_size=200))
@settings(max_examples=60)
def test_any_bytes_are_a_journal_or_refused(noise: bytes) -> None:
    with TemporaryDirectory() as folder:
        path = Path(folder) / "j.jsonl"
        path.write_bytes(noise)
        with suppress(ParseError):
            read_records(path)
        with suppress(ParseError), make_journal(path):
            pass
