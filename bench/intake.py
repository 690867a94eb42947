"""How many results of PCs the desk takes in: ``python -m bench.intake``.

As in ``bench.desk``: two processes, clients on the same machine. Each result is another one, 5 kB,
as a small PC sends it; an answer counts when it says that the result is stored. Beside it stands
what the same database takes in the same run: bare rows of that size, one transaction each.
"""

import argparse
import asyncio
import os
import subprocess
import sys
import time
from collections.abc import Iterator, Sequence
from typing import Final

import psutil  # type: ignore[import-untyped]

from bench.desk import CLIENTS, Served, desk
from kakekomi.desk import serve

RESULTS: Final = 2_000
RESULT_BYTES: Final = 5_000

PREPARE: Final = """
import time, os, secrets
from datetime import timedelta
from django.utils import timezone
from kakekomi.desk.house.models import Organization
from kakekomi.desk.intake.models import Enrolment, PcToken, Result, digest_of
one = Organization.objects.create(name="x")
by = Enrolment.objects.create(organization=one, digest=digest_of("e"), made_by="x",
    expires_at=timezone.now() + timedelta(days=1))
PcToken.objects.create(organization=one, enrolment=by, hostname="PC", digest=digest_of("t"))
start = time.perf_counter()
for number in range(300):
    Result.objects.create(organization=one, content_sha256=str(number), name="x", via="pc",
        sealed=secrets.token_bytes(5000), state="failed")
print(300 / (time.perf_counter() - start))
"""


def main(arguments: Sequence[str]) -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--database", default="", help="postgresql://…; without it SQLite")
    given = parser.parse_args(arguments)
    with desk(given.database) as served:
        print(f"rows of {RESULT_BYTES} bytes, one transaction each: {_prepare(served):6.0f}/s")
        took, stored = asyncio.run(_hand_in(served))
        print(f"results handed in by {CLIENTS} clients: {stored / took:6.0f}/s, {stored} stored")
    return 0


def _prepare(served: Served) -> float:
    """Make an organization and a token; give how many bare rows are written in a second."""
    environment = {**os.environ, **_desk_of(served)}
    done = subprocess.run(
        [sys.executable, "-m", "kakekomi.desk.manage", "shell", "--no-imports", "-c", PREPARE],
        check=True,
        capture_output=True,
        text=True,
        env=environment,
    )
    return float(done.stdout.split()[-1])


def _desk_of(served: Served) -> dict[str, str]:
    """The settings of the running desk, from its process."""
    kept = psutil.Process(served.pids[0]).environ()
    return {name: value for name, value in kept.items() if name.startswith("KAKEKOMI_DESK_")}


async def _hand_in(served: Served) -> tuple[float, int]:
    numbers = iter(range(RESULTS))
    start = time.perf_counter()
    stored = await asyncio.gather(*(_client(served.port, numbers) for _ in range(CLIENTS)))
    return time.perf_counter() - start, sum(stored)


async def _client(port: int, numbers: Iterator[int]) -> int:
    reader, writer = await asyncio.open_connection(serve.LOOPBACK, port)
    stored = 0
    try:
        for number in numbers:
            body = number.to_bytes(4, "big") + os.urandom(RESULT_BYTES - 4)
            head = (
                "POST /api/v1/results HTTP/1.1\r\nHost: 127.0.0.1\r\nAuthorization: Bearer t\r\n"
                f"Content-Type: application/octet-stream\r\nContent-Length: {len(body)}\r\n\r\n"
            )
            writer.write(head.encode() + body)
            answer = await reader.readuntil(b"\r\n\r\n")
            for line in answer.lower().split(b"\r\n"):
                if line.startswith(b"content-length:"):
                    await reader.readexactly(int(line.partition(b":")[2]))
            stored += answer[9:12] == b"201"
    finally:
        writer.close()
    return stored


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
