from pathlib import Path

import pytest

from cli.consoles import MemoryConsole
from kakekomi.cli.progress import Progress, size_of


class Clock:
    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def streams(monkeypatch: pytest.MonkeyPatch) -> MemoryConsole:
    made = MemoryConsole(monkeypatch)
    made.console.shows_progress = True
    return made


def _lines(streams: MemoryConsole) -> list[str]:
    return [line for line in streams.err.split("\r\x1b[K") if line]


def test_nothing_is_shown_off_a_terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    streams = MemoryConsole(monkeypatch)
    clock = Clock()
    progress = Progress(streams.console, clock=clock)
    clock.now += 60
    progress.done(500)

    assert streams.err == ""


def test_the_first_ones_are_shown_at_once_and_later_ones_now_and_then(
    streams: MemoryConsole,
) -> None:
    clock = Clock()
    progress = Progress(streams.console, clock=clock)
    for count in range(1, 1001):
        clock.now += 0.001
        progress.done(count)

    assert _lines(streams)[:2] == ["2 done", "3 done"]
    assert len(_lines(streams)) == 13


@pytest.mark.parametrize(
    ("passed_s", "done_bytes", "expected"),
    [
        (2, 500, "2,000 done"),
        (10, 0, "2,000 done, 200 a second"),
        (10, 500, "2,000 done, 200 a second, about 10 s left"),
        (100, 100, "2,000 done, 20 a second, about 15 min left"),
        (1_000, 100, "2,000 done, 2 a second, about 2.5 h left"),
        (10, 2_000, "2,000 done, 200 a second"),
    ],
)
def test_rate_and_remaining_time_are_told_once_they_are_known(
    streams: MemoryConsole, passed_s: float, done_bytes: int, expected: str
) -> None:
    clock = Clock()
    progress = Progress(streams.console, clock=clock)
    progress._total_bytes = 1_000
    progress.read(done_bytes)
    clock.now += passed_s
    progress.done(2_000)

    assert _lines(streams) == [expected]


def test_the_size_of_a_folder_is_that_of_its_files(tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / "a").write_bytes(bytes(10))
    (tmp_path / "sub" / "b").write_bytes(bytes(5))
    (tmp_path / "loop").symlink_to(tmp_path)

    assert size_of(str(tmp_path)) == 15
    assert size_of(str(tmp_path / "a")) == 10
    assert size_of("/no/such") == 0
