"""How many pages the desk answers: ``python -m bench.desk``.

Two processes answer on one socket, as ``kakekomi desk`` starts them; 50 clients on the same machine
ask as fast as they are answered, each on a connection of its own that stays open. The same clients
ask a page of Django that says "ok", served the same way. Clients and servers share the processors,
so a server of its own does better. With ``--verdict``: how long a verdict on a mail takes instead.
"""

import argparse
import asyncio
import os
import statistics
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import Final

import psutil  # type: ignore[import-untyped]

from kakekomi.desk import serve

CLIENTS: Final = 50
WORKERS: Final = 2
PAGES: Final = ("/", "/now/?door=opened", "/faq/", "/steps/", "/overview/", "/contacts/")
WARM_REQUESTS: Final = 100
"""Before the clock starts: each process has read its templates and the knowledge pack."""

BARE: Final = """
import sys, socket, logging
logging.getLogger("waitress.queue").setLevel(logging.ERROR)
from django.conf import settings
settings.configure(ROOT_URLCONF=__name__, ALLOWED_HOSTS=["*"], SECRET_KEY="x",
    MIDDLEWARE=["django.middleware.common.CommonMiddleware"])
import django
from django.http import HttpResponse
from django.urls import path
from django.core.wsgi import get_wsgi_application
from waitress.server import create_server
urlpatterns = [path("", lambda request: HttpResponse("ok"))]
listener = socket.socket(fileno=int(sys.argv[1]))
create_server(get_wsgi_application(), sockets=[listener], threads=4).run()
"""


@dataclass(frozen=True, slots=True, kw_only=True)
class Load:
    """What the clients saw of one page."""

    page: str
    per_s: float
    p50_ms: float
    p95_ms: float
    cpu_ms: float
    """Processor time of the servers for one answer: what is left when others use the machine."""
    wrong: int
    """Answers that were not 200."""

    def __str__(self) -> str:
        line = f"{self.page:<24}{self.per_s:8.0f}/s   p50 {self.p50_ms:6.1f} ms"
        line += f"   p95 {self.p95_ms:6.1f} ms   processor {self.cpu_ms:5.2f} ms"
        return f"{line}   not 200: {self.wrong}"


@dataclass(frozen=True, slots=True)
class Served:
    """Processes that answer."""

    port: int
    pids: tuple[int, ...]

    def cpu_s(self) -> float:
        """Processor time that they used so far."""
        times = [psutil.Process(pid).cpu_times() for pid in self.pids]
        return float(sum(one.user + one.system for one in times))


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--seconds", type=float, default=5.0, help="for each page")
    parser.add_argument("--database", default="", help="postgresql://…; without it SQLite")
    parser.add_argument("--verdict", action="store_true", help="hand in mails instead")
    parser.add_argument("--clients", type=int, default=4, help="who hand in mails at once")
    parser.add_argument("pages", nargs="*", default=PAGES)
    given = parser.parse_args(arguments)
    if given.verdict:
        return _verdicts(given.database, given.clients)
    with bare() as served:
        print("Django with one page:")
        print(asyncio.run(measure(served, "/", given.seconds)), flush=True)
    with desk(given.database) as served:
        print(f"The desk, {WORKERS} processes, {CLIENTS} clients:")
        for page in given.pages:
            print(asyncio.run(measure(served, page, given.seconds)), flush=True)
    return 0


def _verdicts(database: str, clients: int) -> int:
    from bench import desk_verdict  # noqa: PLC0415  it is built on this module

    with desk(database) as served:
        print(f"The desk, {WORKERS} processes, {clients} people with a mail:")
        for waited in desk_verdict.waits(served, clients):
            print(waited, flush=True)
    return 0


@contextmanager
def desk(database: str) -> Iterator[Served]:
    """A desk with an empty data folder."""
    with tempfile.TemporaryDirectory(prefix="kakekomi-bench-") as data:
        environment = {
            **os.environ,
            "KAKEKOMI_DESK_DATA": data,
            "KAKEKOMI_DESK_DATABASE": database,
        }
        manage = [sys.executable, "-m", "kakekomi.desk.manage", "migrate", "-v", "0"]
        subprocess.run(manage, check=True, env=environment)
        with running([sys.executable, "-m", "kakekomi.desk.web"], environment) as served:
            yield served


@contextmanager
def bare() -> Iterator[Served]:
    """Django with one page and nothing around it."""
    with tempfile.TemporaryDirectory(prefix="kakekomi-bench-") as folder:
        program = Path(folder) / "bare.py"
        program.write_text(BARE, "utf-8")
        with running([sys.executable, str(program)], dict(os.environ)) as served:
            yield served


@contextmanager
def running(command: Sequence[str], environment: dict[str, str]) -> Iterator[Served]:
    """Processes that answer on one socket, as the desk starts them."""
    with serve.listen(serve.LOOPBACK, 0) as listener:
        number = listener.fileno()
        started = [
            subprocess.Popen([*command, str(number)], pass_fds=[number], env=environment)
            for _ in range(WORKERS)
        ]
        try:
            yield Served(listener.getsockname()[1], tuple(one.pid for one in started))
        finally:
            for process in started:
                process.terminate()
            for process in started:
                process.wait()


async def measure(served: Served, page: str, seconds: float) -> Load:
    """Ask for the page from all clients at once."""
    port = served.port
    await asyncio.gather(*(_ask(port, page, count=WARM_REQUESTS // 10) for _ in range(10)))
    cpu = served.cpu_s()
    start = time.perf_counter()
    seen = await asyncio.gather(*(_ask(port, page, until=start + seconds) for _ in range(CLIENTS)))
    took = time.perf_counter() - start
    times = [one for each in seen for one, _ in each]
    return Load(
        page=page,
        per_s=len(times) / took,
        p50_ms=statistics.median(times) * 1000,
        p95_ms=statistics.quantiles(times, n=20)[-1] * 1000,
        cpu_ms=(served.cpu_s() - cpu) / len(times) * 1000,
        wrong=sum(status != b"200" for each in seen for _, status in each),
    )


async def _ask(
    port: int, page: str, *, count: int = sys.maxsize, until: float = float("inf")
) -> list[tuple[float, bytes]]:
    """Seconds and status of each answer on one connection."""
    reader, writer = await asyncio.open_connection(serve.LOOPBACK, port)
    request = f"GET {page} HTTP/1.1\r\nHost: 127.0.0.1\r\nAccept-Language: ja\r\n\r\n".encode()
    seen: list[tuple[float, bytes]] = []
    try:
        while len(seen) < count and time.perf_counter() < until:
            start = time.perf_counter()
            writer.write(request)
            status = await _answer(reader)
            seen.append((time.perf_counter() - start, status))
    finally:
        writer.close()
    return seen


async def _answer(reader: asyncio.StreamReader) -> bytes:
    head = await reader.readuntil(b"\r\n\r\n")
    for line in head.lower().split(b"\r\n"):
        if line.startswith(b"content-length:"):
            await reader.readexactly(int(line.partition(b":")[2]))
    return head[9:12]


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
