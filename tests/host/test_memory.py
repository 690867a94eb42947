from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field

import pytest

from kakekomi.facts.errors import NotPermittedError, UnavailableError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import YaraMatch
from kakekomi.facts.row import Row
from kakekomi.host import memory
from kakekomi.host.machine import Region, Seen
from kakekomi.host.memory import MAX_PROCESS_BYTES, MAX_REGION_BYTES, Look, is_looked_at, is_scanned

RUNDLL32 = r"C:\Windows\SysWOW64\rundll32.exe"
ODD = r"C:\Users\tanaka\AppData\Local\Temp\a.exe"
ALWAYS = Gap(what=What.MEMORY, why=Why.BEYOND_THIS_CHECK)
MARKED = b"..marker.."
OWN_PID = 99


def make_seen(path: str | None = RUNDLL32, *, name: str | None = None, pid: int = 7) -> Seen:
    own_name = name or (path or "").rpartition("\\")[2]
    return Seen(pid=pid, parent=1, name=own_name, path=path, command_line=None, started_s=None)


def make_region(
    start: int = 0x1000,
    *,
    size: int = 0x1000,
    state: int = 0x1000,
    kind: int = 0x2_0000,
    protection: int = 0x40,
) -> Region:
    return Region(start=start, size=size, state=state, kind=kind, protection=protection)


@dataclass
class FakeMemory:
    """Regions with what stands in them; None cannot be read."""

    held: Mapping[Region, bytes | None]
    asked: list[tuple[int, int]] = field(default_factory=list)

    def regions(self) -> Iterator[Region]:
        yield from self.held

    def read(self, start: int, size: int) -> bytes | None:
        self.asked.append((start, size))
        return next(data for region, data in self.held.items() if region.start == start)


def marker(data: bytes) -> tuple[str, ...]:
    return ("marker",) if b"marker" in data else ()


def look(
    programs: Mapping[Seen, FakeMemory | Exception], *, seconds: float = 0.0
) -> tuple[Row, ...]:
    """What is found; the clock goes on by so many seconds each time it is asked."""
    now = 0.0

    def clock() -> float:
        nonlocal now
        now += seconds
        return now

    @contextmanager
    def opened(pid: int) -> Iterator[FakeMemory]:
        (held,) = [one for seen, one in programs.items() if seen.pid == pid]
        if isinstance(held, Exception):
            raise held
        yield held

    needs = Look(opened=opened, scanner=marker, clock=clock, own_pid=OWN_PID)
    return tuple(memory.collect(programs, needs))


def gap(why: Why, detail: str = "rundll32.exe") -> Gap:
    return Gap(what=What.MEMORY, why=why, detail=detail)


@pytest.mark.parametrize(
    "seen",
    [
        make_seen(RUNDLL32),
        make_seen(r"c:\windows\system32\REGSVR32.EXE"),
        make_seen(ODD),
        make_seen(r"C:\Windows\Temp\a.exe"),
        make_seen(r"C:\Windows\Tasks\a.exe"),
        make_seen(r"C:\Program Files\..\Users\a.exe"),
        make_seen(r"C:\ProgramData\a.exe"),
        make_seen(r"C:\a.exe"),
        make_seen(r"\\server\Windows\a.exe"),
        make_seen(None, name="a.exe"),
    ],
)
def test_hosts_of_malware_and_unknown_programs_are_looked_at(seen: Seen) -> None:
    assert is_looked_at(seen, OWN_PID)


@pytest.mark.parametrize(
    "seen",
    [
        make_seen(r"C:\Windows\System32\svchost.exe"),
        make_seen(r"C:\Program Files\Mozilla Firefox\firefox.exe"),
        make_seen(r"C:\Program Files (x86)\a\a.exe"),
        make_seen(ODD, pid=OWN_PID),
        make_seen(None, name="System", pid=4),
        make_seen(None, name="", pid=0),
    ],
)
def test_known_programs_and_the_check_itself_are_not(seen: Seen) -> None:
    assert not is_looked_at(seen, OWN_PID)


@pytest.mark.parametrize("protection", [0x10, 0x20, 0x40, 0x80, 0x240])
def test_private_memory_that_can_run_is_scanned(protection: int) -> None:
    assert is_scanned(make_region(protection=protection))


@pytest.mark.parametrize(
    "region",
    [
        make_region(state=0x2000),
        make_region(kind=0x100_0000),
        make_region(kind=0x4_0000),
        make_region(protection=0x04),
        make_region(protection=0x01),
        make_region(protection=0x140),
    ],
)
def test_reserved_file_backed_data_and_guarded_memory_is_not(region: Region) -> None:
    assert not is_scanned(region)


def test_a_rule_is_told_once_for_each_program_with_its_number() -> None:
    found = look(
        {
            make_seen(): FakeMemory({make_region(): MARKED, make_region(0x9000): MARKED}),
            make_seen(ODD, pid=8): FakeMemory({make_region(): MARKED}),
            make_seen(ODD, pid=9): FakeMemory({make_region(): b"nothing"}),
        }
    )

    assert found == (
        YaraMatch(rule="marker", path=f"{RUNDLL32} (PID 7)"),
        YaraMatch(rule="marker", path=f"{ODD} (PID 8)"),
        ALWAYS,
    )


def test_what_is_not_of_interest_is_not_even_read() -> None:
    held = FakeMemory({make_region(protection=4): MARKED})
    known = FakeMemory({make_region(): MARKED})

    found = look({make_seen(): held, make_seen(r"C:\Windows\explorer.exe", pid=8): known})

    assert (found, held.asked, known.asked) == ((ALWAYS,), [], [])


@pytest.mark.parametrize(
    ("error", "why"),
    [
        (NotPermittedError("refused"), Why.NOT_PERMITTED),
        (UnavailableError("it ended"), Why.UNREADABLE),
    ],
)
def test_a_refused_program_is_a_gap_once_and_the_others_are_looked_at(
    error: Exception, why: Why
) -> None:
    found = look(
        {
            make_seen(pid=5): error,
            make_seen(pid=6): error,
            make_seen(pid=7): FakeMemory({make_region(): MARKED}),
        }
    )

    assert found == (YaraMatch(rule="marker", path=f"{RUNDLL32} (PID 7)"), gap(why), ALWAYS)


def test_a_region_that_cannot_be_read_is_a_gap_and_the_next_is_read() -> None:
    held = FakeMemory({make_region(): None, make_region(0x9000): MARKED})

    assert look({make_seen(): held}) == (
        YaraMatch(rule="marker", path=f"{RUNDLL32} (PID 7)"),
        gap(Why.UNREADABLE),
        ALWAYS,
    )


def test_of_a_large_region_the_beginning_is_read() -> None:
    held = FakeMemory({make_region(size=1 << 40): MARKED})

    found = look({make_seen(): held})

    assert held.asked == [(0x1000, MAX_REGION_BYTES)]
    assert found == (
        YaraMatch(rule="marker", path=f"{RUNDLL32} (PID 7)"),
        gap(Why.LIMIT),
        ALWAYS,
    )


def test_a_program_has_a_limit_and_the_next_program_its_own() -> None:
    count = MAX_PROCESS_BYTES // MAX_REGION_BYTES
    large = {make_region(0x1000 + i, size=MAX_REGION_BYTES): b"" for i in range(count + 1)}
    first, second = FakeMemory(large), FakeMemory({make_region(): MARKED})

    found = look({make_seen(): first, make_seen(ODD, pid=8): second})

    assert sum(size for _, size in first.asked) == MAX_PROCESS_BYTES
    assert found == (
        YaraMatch(rule="marker", path=f"{ODD} (PID 8)"),
        gap(Why.LIMIT),
        ALWAYS,
    )


def test_all_programs_have_a_limit(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MAX_TOTAL_BYTES", 0x1800)
    first, second = FakeMemory({make_region(): MARKED}), FakeMemory({make_region(): MARKED})
    third = FakeMemory({make_region(): MARKED})

    found = look({make_seen(): first, make_seen(ODD, pid=8): second, make_seen(pid=9): third})

    assert (first.asked, second.asked, third.asked) == ([(0x1000, 0x1000)], [(0x1000, 0x800)], [])
    assert found[-3:] == (gap(Why.LIMIT, "a.exe"), gap(Why.LIMIT), ALWAYS)


def test_programs_after_the_time_is_up_are_gaps() -> None:
    held = FakeMemory({make_region(): MARKED})

    assert look({make_seen(): held}, seconds=memory.MAX_S) == (gap(Why.LIMIT), ALWAYS)
    assert held.asked == []


def test_endless_regions_come_to_an_end(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(memory, "MAX_REGIONS", 1)
    held = FakeMemory({make_region(): b"", make_region(0x9000): MARKED})

    assert look({make_seen(): held}) == (gap(Why.LIMIT), ALWAYS)


def test_a_rule_that_takes_too_long_is_a_gap() -> None:
    def slow(_data: bytes) -> tuple[str, ...]:
        raise TimeoutError

    @contextmanager
    def opened(_pid: int) -> Iterator[FakeMemory]:
        yield FakeMemory({make_region(): MARKED})

    needs = Look(opened=opened, scanner=slow, clock=lambda: 0.0, own_pid=OWN_PID)

    assert tuple(memory.collect([make_seen()], needs)) == (gap(Why.LIMIT), ALWAYS)
