from pathlib import Path

import pytest

from kakekomi import host
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.host import collectors
from kakekomi.host.disk import Disk
from kakekomi.host.files import Files
from kakekomi.host.pc import Command, Pc

WITHOUT_A_PLACE_IN_THE_LIST = {
    "clamav", "collectors", "defender", "emocheck", "event_consumers", "file_places", "memory",
    "running", "security_center", "system",
}  # fmt: skip


def test_every_collector_is_in_a_list() -> None:
    folder = Path(host.__file__).parent
    declared = {
        path.stem
        for path in folder.glob("*.py")
        if "\ndef collect(" in (text := path.read_text("utf-8")) or "\ndef collect_user(" in text
    }
    listed = {
        function.__module__.rpartition(".")[2]
        for function in (*(one for _, one in collectors.MACHINE), *collectors.USER)
    }

    assert declared - WITHOUT_A_PLACE_IN_THE_LIST == listed


def test_commands_past_the_cap_are_a_gap_each(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(collectors, "MAX_COMMANDS", 1)
    disk = Disk(tmp_path)
    commands = [Command(origin="processes", name=name, command="a.exe") for name in "ab"]

    found = list(collectors.collected(Pc(disk=disk), Files(disk, None), commands=commands))

    assert [row.TABLE for row in found] == ["launch", "gap", "gap", "gap"]
    assert [row.what for row in found if isinstance(row, Gap)] == [
        What.REGISTRY_KEY,
        What.EVENT_LOG,
        What.FOLDER,
    ]
    assert found[1] == Gap(what=What.REGISTRY_KEY, why=Why.LIMIT, detail="b")
