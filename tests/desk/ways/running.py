"""A desk as users start it, with people and organizations in it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import msgspec

from desk.house.test_backup import manage
from desk.test_serve import Desk, wait_for

TESTS: Final = Path(__file__).parents[2]


class Seeded(msgspec.Struct, frozen=True):
    """What was put into the desk."""

    sessions: Mapping[str, str]
    """Of somebody signed in, by name."""
    cases: Mapping[str, int]
    """Number of a case, by whose it is."""


@dataclass(frozen=True, slots=True)
class Running:
    """A desk that answers."""

    address: str
    data: Path
    seeded: Seeded

    def seed(self, call: str) -> str:
        """Run a function of the seed module in the desk's own shell; the last line it prints."""
        return _seed(self.data, call)


@contextmanager
def running(data: Path) -> Iterator[Running]:
    """Fill a desk, start it with its background work, and end it."""
    made = manage(data, "migrate", "-v", "0")
    assert made.returncode == 0, made.stderr
    seeded = msgspec.json.decode(_seed(data, "everything()"), type=Seeded)
    started = Desk(data)
    try:
        wait_for(lambda: started.status() == 200)
        yield Running(f"http://127.0.0.1:{started.port}", data, seeded)
    finally:
        started.close()


def _seed(data: Path, call: str) -> str:
    code = f"import sys\nsys.path[:0] = [{str(TESTS)!r}]\nfrom desk.ways import seed\nseed.{call}\n"
    done = manage(data, "shell", "--no-imports", code=code)
    assert done.returncode == 0, done.stderr
    return (done.stdout.splitlines() or [""])[-1]
