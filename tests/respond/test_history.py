from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from kakekomi.facts.errors import ParseError
from kakekomi.respond import history
from kakekomi.respond.action import Action, ActionKind, Step
from kakekomi.respond.history import Ended, History, PastAction, is_journal, read_history
from kakekomi.respond.journal import Journal
from kakekomi.respond.state import EvidenceState

NOW = datetime(2022, 3, 14, tzinfo=UTC)
SHA256 = "a" * 64
STATE = EvidenceState(item="a.zip", members=("a",), sha256=SHA256)


def at(minutes: int) -> datetime:
    return NOW + timedelta(minutes=minutes)


def make_step(kind: ActionKind, target: str) -> Step:
    return Step(action=Action(action=kind, target=target, why="why", undo="undo"))


def make_journal(folder: Path) -> bytes:
    """One entry a minute: of four actions one is verified, one undone, one failed, one begun."""
    minutes = iter(range(100))
    path = folder / "j.jsonl"
    with Journal(path, clock=lambda: at(next(minutes))) as journal:
        journal.open_for("PC-1")
        journal.plan(
            [
                make_step(ActionKind.SAVE_EVIDENCE, r"C:\a.dll"),
                make_step(ActionKind.ISOLATE_NETWORK, ""),
                make_step(ActionKind.END_PROCESS, "412"),
                make_step(ActionKind.QUARANTINE_FILE, r"C:\a.dll"),
            ]
        )
        journal.begin(0, STATE)
        journal.done(0)
        journal.begin(1, STATE)
        journal.done(1)
        journal.begin_undo(1, STATE)
        journal.undone(1)
        journal.fail(2, "refused")
        journal.begin(3, STATE)
    return path.read_bytes()


def action(
    kind: ActionKind, target: str, status: Ended, minutes: int, sha256: str | None = SHA256
) -> PastAction:
    return PastAction(kind=kind, target=target, status=status, at=at(minutes), sha256=sha256)


def test_each_action_is_told_as_it_ended_and_when(tmp_path: Path) -> None:
    data = make_journal(tmp_path)

    assert is_journal(data)
    assert read_history(data, where="j") == History(
        subject="PC-1",
        actions=(
            action(ActionKind.SAVE_EVIDENCE, r"C:\a.dll", Ended.VERIFIED, 3),
            action(ActionKind.ISOLATE_NETWORK, "", Ended.UNDONE, 7),
            action(ActionKind.END_PROCESS, "412", Ended.FAILED, 8, None),
            action(ActionKind.QUARANTINE_FILE, r"C:\a.dll", Ended.PLANNED, 9),
        ),
    )


def test_an_undoing_that_was_cut_leaves_the_change_applied(tmp_path: Path) -> None:
    lines = make_journal(tmp_path).splitlines(keepends=True)

    assert read_history(b"".join(lines[:7]), where="j").actions[1].status is Ended.APPLIED


def test_a_journal_of_too_many_actions_is_refused(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(history, "MAX_ACTIONS", 3)

    with pytest.raises(ParseError, match="more than 3 actions"):
        read_history(make_journal(tmp_path), where="j")


@pytest.mark.parametrize(
    "when", ["2022-03-14T00:02:00", "9999-12-31T23:59:59Z", "0001-01-01T00:00:00+14:00"]
)
def test_a_time_without_a_zone_or_at_the_ends_of_the_calendar_is_refused(
    when: str, tmp_path: Path
) -> None:
    journal = make_journal(tmp_path).replace(b"2022-03-14T00:02:00Z", when.encode())

    with pytest.raises(ParseError, match="no time of an entry"):
        read_history(journal, where="j")


def test_a_journal_that_is_too_large_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(history, "MAX_HISTORY_BYTES", 3)

    with pytest.raises(ParseError, match="more than 3 bytes"):
        read_history(b"1234", where="j")


@given(st.binary(max_size=300))
@example(b"")
@example(
    b'{"event":"opened","schema":"kakekomi.journal/1","subject":"x","at":"2022-03-14T00:00:00Z"'
)
@example(
    b'{"event":"opened","schema":"kakekomi.journal/1","subject":"x","at":"2022-03-14T00:00:00Z"}\n'
    b'{"event":"done","step":7,"at":"2022-03-14T00:00:00Z"}\n'
)
def test_any_bytes_are_a_history_or_a_parse_error(data: bytes) -> None:
    with pytest.raises(ParseError):
        read_history(data, where="j")
