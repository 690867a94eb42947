"""Hand the result of this PC in at a desk, and keep it until the desk has stored it for good.

A result is first written into a spool folder, then sent; it leaves the folder when the desk says
that it is stored. What could not be sent goes along with the next call. Sending twice does no harm:
the desk knows a result by its bytes.

Plain HTTP goes to this machine only; else the connection is encrypted and the certificate checked.
"""

import http.client
import json
import os
import ssl
import time
from collections.abc import Callable, Iterator
from contextlib import suppress
from dataclasses import dataclass
from hashlib import sha256
from pathlib import Path
from typing import Final
from urllib.parse import quote, urlsplit

from kakekomi.facts.errors import ConfigurationError, NotPermittedError, UnavailableError

TIMEOUT_S: Final = 30.0
"""For one answer: a desk in a surge is slow, but a person waits."""

TRIES: Final = 4
"""Of one call; then the result waits in the folder for the next."""

PAUSE_S: Final = 1.0
"""After the first failure; twice as long after each further one."""

MAX_ANSWER_BYTES: Final = 1024 * 1024
"""Of a desk's answer; a verdict has some kilobytes."""

LOOPBACK: Final = frozenset({"localhost", "127.0.0.1", "::1"})
TOKEN_FILE: Final = "pc-token.json"  # noqa: S105  a file's name


@dataclass(frozen=True, slots=True, kw_only=True)
class Desk:
    """A desk by its address."""

    scheme: str
    host: str
    port: int | None
    path: str

    @property
    def address(self) -> str:
        """As it was given, without what follows the path."""
        port = "" if self.port is None else f":{self.port}"
        return f"{self.scheme}://{self.host}{port}{self.path}"


def parse(address: str) -> Desk:
    """Read ``https://desk.example/``.

    Raises:
        ConfigurationError: it is no such address, or would send a result in the clear.
    """
    try:
        parts = urlsplit(address)
        port = parts.port
    except ValueError as error:
        raise ConfigurationError(f"no address of a desk: {address!r}") from error
    if parts.scheme not in {"https", "http"} or not parts.hostname or parts.username:
        raise ConfigurationError("write the desk as https://desk.example/")
    if parts.scheme == "http" and parts.hostname not in LOOPBACK:
        raise ConfigurationError("results go over https only: write the desk as https://…")
    path = parts.path.rstrip("/")
    return Desk(scheme=parts.scheme, host=parts.hostname, port=port, path=path)


@dataclass(frozen=True, slots=True, kw_only=True)
class Sent:
    """What became of what lay in the folder."""

    stored: int
    waiting: int
    trouble: str = ""


class Spool:
    """The results that no desk has stored yet, and the token of this PC."""

    def __init__(self, folder: Path, desk: Desk) -> None:
        name = sha256(desk.address.encode()).hexdigest()[:16]
        self.folder = folder / "submit" / name
        self.desk = desk
        self.folder.mkdir(parents=True, exist_ok=True, mode=0o700)

    def keep(self, data: bytes, name: str) -> None:
        """Write a result so that a power cut leaves all of it or nothing."""
        target = self.folder / f"{sha256(data).hexdigest()}.result"
        head = json.dumps({"name": name}).encode()
        _write(target, head + b"\n" + data)

    def waiting(self) -> Iterator[tuple[Path, str, bytes]]:
        """File, name and bytes of what waits, the oldest first."""
        for path in sorted(self.folder.glob("*.result"), key=lambda path: path.stat().st_mtime):
            head, _, data = path.read_bytes().partition(b"\n")
            yield path, str(json.loads(head)["name"]), data

    @property
    def token(self) -> str | None:
        """The token of this PC at this desk."""
        path = self.folder / TOKEN_FILE
        return str(json.loads(path.read_bytes())["pc_token"]) if path.exists() else None

    def keep_token(self, token: str) -> None:
        """Keep it for us alone."""
        _write(self.folder / TOKEN_FILE, json.dumps({"pc_token": token}).encode())


def _write(target: Path, data: bytes) -> None:
    part = target.with_suffix(f".{os.getpid()}.part")
    with os.fdopen(os.open(part, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600), "wb") as file:
        file.write(data)
        file.flush()
        os.fsync(file.fileno())
    part.replace(target)


def enrol(spool: Spool, secret: str, hostname: str) -> None:
    """Get a token for this PC and keep it.

    Raises:
        NotPermittedError: the desk does not take the token.
        UnavailableError: the desk can't be reached.
    """
    body = json.dumps({"token": secret, "hostname": hostname}).encode()
    status, answer = _call(spool.desk, "POST", "/api/v1/enrol", body, kind="application/json")
    if status != http.HTTPStatus.CREATED:
        raise NotPermittedError(_reason(status, answer))
    spool.keep_token(str(json.loads(answer)["pc_token"]))


def send_all(spool: Spool, *, sleep: Callable[[float], None] = time.sleep) -> Sent:
    """Send what waits; what the desk stored leaves the folder.

    Raises:
        NotPermittedError: this PC has no token, or the desk does not take it any more.
    """
    token = spool.token
    if token is None:
        raise NotPermittedError("this PC is not enrolled at the desk; add --enrol TOKEN once")
    stored = 0
    waiting = list(spool.waiting())
    for at, (path, name, data) in enumerate(waiting):
        try:
            _send(spool.desk, token, name, data, sleep)
        except UnavailableError as error:
            return Sent(stored=stored, waiting=len(waiting) - at, trouble=str(error))
        path.unlink()
        stored += 1
    return Sent(stored=stored, waiting=0)


def send_with(spool: Spool, enrolment: str | None, hostname: str) -> Sent:
    """Send what waits; enrol first, or again if the desk has forgotten this PC.

    Raises:
        NotPermittedError, UnavailableError: as ``enrol`` and ``send_all``.
    """
    if enrolment is None:
        return send_all(spool)
    if spool.token is not None:
        with suppress(NotPermittedError):
            return send_all(spool)
    enrol(spool, enrolment, hostname)
    return send_all(spool)


def _send(desk: Desk, token: str, name: str, data: bytes, sleep: Callable[[float], None]) -> None:
    place = f"/api/v1/results?name={quote(name, safe='')}"
    for attempt in range(TRIES):
        if attempt:
            sleep(PAUSE_S * 2 ** (attempt - 1))
        try:
            status, answer = _call(desk, "POST", place, data, token=token)
        except UnavailableError:
            if attempt == TRIES - 1:
                raise
            continue
        if status in {http.HTTPStatus.OK, http.HTTPStatus.CREATED}:
            _confirm(answer, data)
            return
        if status < http.HTTPStatus.INTERNAL_SERVER_ERROR and status != (
            http.HTTPStatus.TOO_MANY_REQUESTS
        ):
            raise NotPermittedError(_reason(status, answer))
    raise UnavailableError(f"the desk has a fault (status {status})")


def _confirm(answer: bytes, data: bytes) -> None:
    """The desk must have stored these very bytes."""
    try:
        stored = json.loads(answer)["content_sha256"]
    except (ValueError, KeyError, TypeError) as error:
        raise UnavailableError("what answered is no desk") from error
    if stored != sha256(data).hexdigest():
        raise UnavailableError("the desk stored something else")


def _call(
    desk: Desk,
    method: str,
    place: str,
    body: bytes,
    *,
    token: str | None = None,
    kind: str = "application/octet-stream",
) -> tuple[int, bytes]:
    headers = {"Content-Type": kind, "Accept": "application/json"}
    if token is not None:
        headers["Authorization"] = f"Bearer {token}"
    connection = _connection(desk)
    try:
        connection.request(method, desk.path + place, body, headers)
        answer = connection.getresponse()
        return answer.status, answer.read(MAX_ANSWER_BYTES)
    except (OSError, http.client.HTTPException) as error:
        raise UnavailableError(f"{desk.address}: {error!s:.200}") from error
    finally:
        connection.close()


def _connection(desk: Desk) -> http.client.HTTPConnection:
    if desk.scheme == "http":
        return http.client.HTTPConnection(desk.host, desk.port, timeout=TIMEOUT_S)
    context = ssl.create_default_context()
    return http.client.HTTPSConnection(desk.host, desk.port, timeout=TIMEOUT_S, context=context)


def _reason(status: int, answer: bytes) -> str:
    try:
        return str(json.loads(answer)["title"])[:200]
    except (ValueError, KeyError, TypeError):
        return f"the desk refuses (status {status})"
