"""Who reads the same mails from the same files: Kakekomi, the standard library, clamscan.

All are measured in processor time, their own and that of what they start, so that what else runs
on the machine counts less. The bound is what nobody goes below: read each file, base64 and SHA-256
of its bytes, in C.
"""

import email
import email.policy
import hashlib
import resource
import shutil
import subprocess
import time
from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from email.policy import Policy
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

import pybase64

from bench.measure import RAISED_BY_EMAIL
from kakekomi.facts.errors import ParseError
from kakekomi.judge.engine import Judge
from kakekomi.mail.collect import collect
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded

OURS: Final = "Kakekomi: facts, rules, verdict"

RUNS: Final = 2
"""The best counts."""
BATCH: Final = 200
"""Mails judged at a time, as ``check mail`` does with a folder."""
SIGNATURES: Final = 50
"""Small on purpose: clamscan with the full set takes a gigabyte and half a minute to start."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Contender:
    """Somebody who reads the files of a folder."""

    name: str
    read: Callable[[Sequence[Path]], None] | None
    why_not: str = ""
    """Why it is skipped."""


def best_cpu_s(action: Callable[[], object], runs: int = RUNS) -> float:
    """Processor seconds of the cheapest run, processes started by it included."""
    return min(_once_cpu_s(action) for _ in range(runs))


def _once_cpu_s(action: Callable[[], object]) -> float:
    before = _cpu_s()
    action()
    return _cpu_s() - before


def _cpu_s() -> float:
    children = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.process_time() + children.ru_utime + children.ru_stime


def best_of_rounds(
    reads: Mapping[str, Callable[[Sequence[Path]], None]], files: Sequence[Path]
) -> dict[str, float]:
    """Processor seconds of each, best of some rounds in turn: a busy spell then meets all."""
    rounds = [
        {name: _once_cpu_s(partial(read, files)) for name, read in reads.items()}
        for _ in range(RUNS)
    ]
    return {name: min(one[name] for one in rounds) for name in reads}


def contenders() -> tuple[Contender, ...]:
    """All, the bound first."""
    return (
        Contender(name="bound: read, base64, SHA-256 in C", read=_bound),
        Contender(name=OURS, read=_kakekomi),
        Contender(
            name="standard library, compat32: walk, decode, SHA-256",
            read=partial(_standard, email.policy.compat32),
        ),
        Contender(
            name="standard library, policy.default: the same",
            read=partial(_standard, email.policy.default),
        ),
        _clamscan(),
    )


def _bound(files: Sequence[Path]) -> None:
    for path in files:
        data = path.read_bytes()
        pybase64.b64encode(data)
        hashlib.sha256(data).digest()


def _kakekomi(files: Sequence[Path]) -> None:
    pack = load_embedded()
    scanner = content_scanner(pack)
    with Judge(pack) as judge:
        for start in range(0, len(files), BATCH):
            facts = []
            for path in files[start : start + BATCH]:
                with suppress(ParseError):
                    facts.append(collect(path.read_bytes(), subject=path.name, scanner=scanner))
            judge.judge(facts)


def _standard(policy: "Policy[email.message.Message[str, str]]", files: Sequence[Path]) -> None:
    for path in files:
        with suppress(*RAISED_BY_EMAIL):
            for part in email.message_from_bytes(path.read_bytes(), policy=policy).walk():
                payload = part.get_payload(decode=True)
                if isinstance(payload, bytes):
                    hashlib.sha256(payload).digest()


def _clamscan() -> Contender:
    program = shutil.which("clamscan")
    name = f"clamscan, {SIGNATURES} local signatures"
    if program is None:
        return Contender(name=name, read=None, why_not="clamscan is not installed")
    return Contender(name=name, read=partial(_run_clamscan, program))


def _run_clamscan(program: str, files: Sequence[Path]) -> None:
    with TemporaryDirectory() as folder:
        place = Path(folder)
        words = (f"Practice sample {number}".encode().hex() for number in range(SIGNATURES))
        lines = (f"Practice.{number}:0:*:{word}" for number, word in enumerate(words))
        (place / "local.ndb").write_text("\n".join(lines) + "\n", "ascii")
        (place / "list.txt").write_text("\n".join(map(str, files)) + "\n", "utf-8")
        command = [program, "-d", f"{place}/local.ndb", "--no-summary", "--infected", "--quiet"]
        ended = subprocess.run(
            [*command, f"--file-list={place}/list.txt"], stderr=subprocess.DEVNULL, check=False
        )
    if ended.returncode not in {0, 1}:
        raise RuntimeError(f"clamscan ended with status {ended.returncode}")
