"""How long somebody with a mail in hand waits for the verdict: ``python -m bench.desk --verdict``.

Clients hand mails in as a browser does (form, upload, and the page that it leads to), each from an
address of its own, because the desk counts uploads by address. A mail with an encrypted ZIP and an
ordinary one take turns. What is timed is from the click on the button to the last byte of the page
with the verdict.
"""

import http.client
import statistics
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from itertools import count
from typing import Final

from bench.desk import Served
from kakekomi.desk import serve
from kakekomi.drill.business import make_business
from kakekomi.drill.campaign import make_campaign

CLIENTS: Final = 4
"""At once: two for each processor of a small server."""

PER_CLIENT: Final = 20
"""Uploads; the desk allows sixty of an address in ten minutes."""

PAUSE_S: Final = 1.0
"""Between two mails of a client: a person reads the verdict, and much longer than that."""

PERIOD: Final = "2022-03 encrypted ZIP, Excel macro"
"""Whose mails are handed in: of the large wave in Japan."""

BOUNDARY: Final = "kakekomi-bench"


@dataclass(frozen=True, slots=True, kw_only=True)
class Waited:
    """What clients saw with one kind of mail."""

    kind: str
    seconds: tuple[float, ...]
    wrong: int
    """Uploads that led to no verdict."""

    def __str__(self) -> str:
        p95 = statistics.quantiles(self.seconds, n=20)[-1]
        line = f"{self.kind:<24}{len(self.seconds):4} uploads   p50 "
        line += f"{statistics.median(self.seconds):5.2f} s   p95 {p95:5.2f} s"
        return f"{line}   no verdict: {self.wrong}"


def mails() -> dict[str, bytes]:
    """One mail of each kind."""
    zipped = next(one for one in make_campaign() if one.period == PERIOD)
    return {"encrypted ZIP": zipped.data, "ordinary": next(iter(make_business())).data}


def waits(served: Served, clients: int = CLIENTS, pause_s: float = PAUSE_S) -> Iterator[Waited]:
    """Hand in from all clients at once."""
    kinds = mails()
    _hand_in(served.port, "127.0.1.1", kinds["ordinary"])  # each process has its knowledge now
    _hand_in(served.port, "127.0.1.1", kinds["ordinary"])
    with ThreadPoolExecutor(clients) as pool:
        done = pool.map(
            lambda number: _client(served.port, number, list(kinds.items()), pause_s),
            range(clients),
        )
        seen = [one for each in done for one in each]
    for kind in kinds:
        times = tuple(seconds for name, seconds, _ in seen if name == kind)
        wrong = sum(not is_right for name, _, is_right in seen if name == kind)
        yield Waited(kind=kind, seconds=times, wrong=wrong)


def _client(
    port: int, number: int, kinds: Sequence[tuple[str, bytes]], pause_s: float
) -> list[tuple[str, float, bool]]:
    seen = []
    time.sleep(pause_s * number / CLIENTS)
    for turn, _ in zip(count(number), range(PER_CLIENT), strict=False):
        name, mail = kinds[turn % len(kinds)]
        seconds, is_right = _hand_in(port, f"127.0.0.{number + 2}", mail)
        seen.append((name, seconds, is_right))
        time.sleep(pause_s)
    return seen


def _hand_in(port: int, address: str, mail: bytes) -> tuple[float, bool]:
    """Seconds from the button to the verdict, and whether it is one."""
    connection = http.client.HTTPConnection(
        serve.LOOPBACK, port, timeout=60, source_address=(address, 0)
    )
    try:
        connection.request("GET", "/check/")
        page = connection.getresponse()
        cookie = (page.getheader("Set-Cookie") or "").partition(";")[0]
        token = page.read().decode().partition('csrfmiddlewaretoken" value="')[2][:64]
        start = time.perf_counter()
        connection.request("POST", "/check/", _form(mail, token), _headers(cookie))
        answer = connection.getresponse()
        answer.read()
        connection.request("GET", answer.getheader("Location") or "/", headers={"Cookie": cookie})
        verdict = connection.getresponse()
        text = verdict.read().decode()
        is_right = (answer.status, verdict.status) == (302, 200) and 'class="verdict' in text
        return time.perf_counter() - start, is_right
    finally:
        connection.close()


def _headers(cookie: str) -> dict[str, str]:
    return {
        "Content-Type": f"multipart/form-data; boundary={BOUNDARY}",
        "Cookie": cookie,
    }


def _form(mail: bytes, token: str) -> bytes:
    parts = (
        (b'name="csrfmiddlewaretoken"', token.encode()),
        (b'name="file"; filename="mail.eml"\r\nContent-Type: message/rfc822', mail),
    )
    mark = f"--{BOUNDARY}".encode()
    body = b"".join(
        mark + b"\r\nContent-Disposition: form-data; " + head + b"\r\n\r\n" + data + b"\r\n"
        for head, data in parts
    )
    return body + mark + b"--\r\n"
