import hashlib
from pathlib import Path

import pytest

from kakekomi.cli.data_folder import RESPONSES, THIS_PC
from kakekomi.cli.respond_target import DiskTarget, ThisPc
from kakekomi.facts.errors import ParseError
from kakekomi.respond.store import Store


def test_a_disk_has_a_journal_of_its_own_that_may_not_lie_in_it(tmp_path: Path) -> None:
    target = DiskTarget(root=str(tmp_path), volume_serial=None)
    place = hashlib.sha256(str(tmp_path.resolve()).encode()).hexdigest()[:16]

    assert target.journal(Path("/data")) == Path("/data") / RESPONSES / f"{place}.jsonl"
    assert target.is_below(tmp_path / "a" / "j.jsonl")
    assert not target.is_below(tmp_path.parent / "j.jsonl")


def test_this_pc_has_one_journal() -> None:
    target = ThisPc(allowed=())

    assert target.journal(Path("/data")) == Path("/data") / RESPONSES / THIS_PC
    assert not target.is_below(Path("/data/j.jsonl"))


@pytest.mark.parametrize("address", ["desk.example.jp", "", "192.0.2.0/24"])
def test_a_desk_without_an_address_is_refused_before_anything_is_done(
    tmp_path: Path, address: str
) -> None:
    with pytest.raises(ParseError):
        ThisPc(allowed=(address,)).system(Store(tmp_path))
