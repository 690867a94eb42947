import os
import time
from pathlib import Path

import pytest

from kakekomi.cli import dead_man
from kakekomi.cli.dead_man import wait
from kakekomi.respond.dead_man import attend


def test_nobody_was_there(tmp_path: Path) -> None:
    assert wait(tmp_path, 0)


def test_somebody_who_comes_ends_the_waiting(tmp_path: Path) -> None:
    slept: list[float] = []

    def sleep(seconds: float) -> None:
        slept.append(seconds)
        attend(tmp_path)
        later = time.time() + 5
        os.utime(tmp_path / "attended", (later, later))

    assert not wait(tmp_path, 60, sleep)
    assert slept == [dead_man.EACH_S]


def test_where_nothing_can_be_changed_nothing_is_lifted(
    tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    assert dead_man.main([str(tmp_path / "j.jsonl"), "0"]) == 30
    assert "--root" in capsys.readouterr().err
    assert list(tmp_path.iterdir()) == []
