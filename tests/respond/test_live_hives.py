"""The Run value of a user who is not signed in, while somebody else is."""

from pathlib import Path

import pytest

from kakekomi.facts.errors import ParseError
from kakekomi.respond.action import ActionKind
from kakekomi.respond.carry_out import apply, undo
from kakekomi.respond.controls import StoredValue
from kakekomi.respond.live_hives import PROFILES, SID_PATTERN, SignedOutHives, profiles
from kakekomi.respond.state import HiveState
from respond.fake_windows import FakeWindows
from respond.live_pc import live_session, step
from respond.pcs import RUN_KEY, make_root, tree
from respond.runs import statuses

SID = RUN_KEY.split("\\")[1]
TARGET = f"{RUN_KEY}\\wcgzvziqg.ljk"


def make_signed_out(root: Path) -> FakeWindows:
    """Disk and profile are real, the rest is in memory."""
    path = StoredValue(
        name="ProfileImagePath", type=2, data="%SystemDrive%\\Users\\tanaka\0".encode("utf-16-le")
    )
    return FakeWindows(
        root=make_root(root, "2022-03", is_used=False),
        keys={f"{PROFILES}\\{SID}": {path.name: path}},
        signed_out={SID},
    )


def test_it_is_taken_out_of_the_profile_and_put_back_byte_for_byte(tmp_path: Path) -> None:
    pc = make_signed_out(tmp_path / "pc")
    before = tree(pc.root)
    steps = [step(ActionKind.REMOVE_AUTORUN, name) for name in run_values(pc)]

    with live_session(pc, tmp_path / "data") as session:
        applied = apply(session, steps)
        state = session.journal.records()[0].state
    after = tree(pc.root)
    with live_session(pc, tmp_path / "data") as session:
        undone = undo(session)

    assert steps != []
    assert statuses(applied) == [("verified", "")]
    assert isinstance(state, HiveState)
    assert {name for name in before if before[name] != after[name]} == {"Users/tanaka/NTUSER.DAT"}
    assert statuses(undone) == [("undone", "")]
    assert tree(pc.root) == before


def run_values(pc: FakeWindows) -> list[str]:
    """Targets of all values in the user's Run key."""
    hives = make_hives(pc)
    path, key = hives.hive_of(RUN_KEY)
    cells = hives.cells(path)
    offset = cells.key(key)
    return [f"{RUN_KEY}\\{one.name}" for one in cells.values(offset)] if offset else []


def make_hives(pc: FakeWindows) -> SignedOutHives:
    return SignedOutHives(pc.root, "C:", profiles(pc.controls().registry, "C:"))


def test_what_it_was_is_kept_as_evidence(tmp_path: Path) -> None:
    pc = make_signed_out(tmp_path / "pc")
    (target,) = run_values(pc)

    with live_session(pc, tmp_path / "data") as session:
        (one,) = session.system.registry.exhibits(target)

    assert b"wcgzvziqg.ljk" in b"".join(one.chunks)


@pytest.mark.parametrize(
    "key",
    [
        "HKEY_LOCAL_MACHINE\\Software\\Microsoft\\Windows\\CurrentVersion\\Run",
        "HKEY_USERS\\S-1-5-21-9-9-9-9\\Software\\Microsoft\\Windows\\CurrentVersion\\Run",
        "HKEY_USERS\\..\\Software\\Microsoft\\Windows\\CurrentVersion\\Run",
    ],
)
def test_only_profiles_that_windows_lists_are_looked_into(tmp_path: Path, key: str) -> None:
    with pytest.raises(ParseError):
        make_hives(make_signed_out(tmp_path / "pc")).hive_of(key)
    assert SID_PATTERN.match("..") is None
