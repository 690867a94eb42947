"""What is measured: reading mails, judging facts, starting the command."""

import email
import email.policy
import hashlib
import sqlite3
import subprocess
import sys
from collections import defaultdict
from collections.abc import Callable, Iterator, Sequence
from contextlib import suppress
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Final

from bench.clock import best_s
from bench.mails import ROOT
from kakekomi.drill.demo_cases import make_demo_mail
from kakekomi.facts.errors import ParseError
from kakekomi.facts.row import Row, ddl, insert_sql, sql_rows
from kakekomi.facts.scanner import ContentScanner
from kakekomi.facts.schema import TABLES
from kakekomi.facts.subject import SubjectFacts
from kakekomi.judge.engine import Judge
from kakekomi.mail.collect import collect
from kakekomi.packs.content import content_scanner
from kakekomi.packs.load import load_embedded

STARTS: Final = 7
"""Runs of a process; the shortest counts."""

RAISED_BY_EMAIL: Final = (LookupError, ValueError, AttributeError, TypeError)
"""By the standard library on damaged mail; what was done until then counts for it."""

IMPORT: Final = (
    "import time, sys; start = time.perf_counter(); import kakekomi.cli.main;"
    "sys.stdout.write(str(time.perf_counter() - start))"
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Measured:
    """One line of the table."""

    what: str
    ours: str
    beside: str
    """What else was measured, and how it did."""
    ratio: float
    """Ours by the other's, as time; below 1 is faster."""


def collected(mails: Sequence[bytes]) -> list[SubjectFacts]:
    """Facts of all mails, content rules included."""
    scanner = content_scanner(load_embedded())
    facts = []
    for number, data in enumerate(mails):
        with suppress(ParseError):
            facts.append(collect(data, subject=f"{number}.eml", scanner=scanner))
    return facts


def judging(subjects: Sequence[SubjectFacts]) -> Measured:
    """All rules over all facts, beside an insert of the same rows into empty tables."""
    pack = load_embedded()
    rows = sum(len(facts.rows) for facts in subjects)
    with Judge(pack) as judge:
        ours = best_s(lambda: judge.judge(subjects))
    plain = best_s(lambda: _insert(subjects))
    count = len(subjects)
    rules = len(pack.rules)
    return Measured(
        what=f"judge {count:,} mails ({rows / count:.1f} rows each) by {rules} rules, with loading",
        ours=f"{ours / count * 1e6:.1f} µs a mail",
        beside=f"insert the same rows into SQLite: {plain / count * 1e6:.1f} µs a mail",
        ratio=ours / plain,
    )


def _insert(subjects: Sequence[SubjectFacts]) -> None:
    connection = sqlite3.connect(":memory:", isolation_level=None)
    for table in TABLES:
        connection.execute(ddl(table))
    by_table: defaultdict[type[Row], list[tuple[str | int, Row]]] = defaultdict(list)
    for facts in subjects:
        for row in facts.rows:
            by_table[type(row)].append((facts.subject, row))
    connection.execute("BEGIN")
    for table, pairs in by_table.items():
        connection.executemany(insert_sql(table), sql_rows(table, pairs))
    connection.execute("COMMIT")
    connection.close()


def judging_one() -> Measured:
    """One mail alone, database made anew."""
    (facts,) = collected([make_demo_mail()])
    pack = load_embedded()

    def one() -> None:
        with Judge(pack) as judge:
            judge.judge([facts])

    ours = best_s(one, runs=20)
    plain = best_s(lambda: _insert([facts]), runs=20)
    return Measured(
        what="judge one mail alone, database included",
        ours=f"{ours * 1e3:.2f} ms",
        beside=f"make the tables and insert its rows: {plain * 1e3:.2f} ms",
        ratio=ours / plain,
    )


def reading(mails: Sequence[bytes]) -> Iterator[Measured]:
    """Bytes to facts, beside the standard library with little and with more to do."""
    scanner = content_scanner(load_embedded())
    count = len(mails)
    for words, given, plain_words, plain_read in (
        ("without content rules", None, "parse, decode, hash", _parts_hashed),
        ("with content rules", scanner, "the same, heading and text decoded", _parts_and_text),
    ):
        ours = best_s(partial(_read, mails, given))
        plain = best_s(partial(_read_plain, mails, plain_read))
        yield Measured(
            what=f"read {count:,} mails to facts, {words}",
            ours=f"{count / ours:,.0f} mails/s",
            beside=f"standard library, {plain_words}: {count / plain:,.0f} mails/s",
            ratio=ours / plain,
        )


def _read(mails: Sequence[bytes], scanner: ContentScanner | None) -> None:
    for data in mails:
        with suppress(ParseError):
            collect(data, subject="x", scanner=scanner)


def _read_plain(mails: Sequence[bytes], read: Callable[[bytes], None]) -> None:
    for data in mails:
        with suppress(*RAISED_BY_EMAIL):
            read(data)


def _parts_hashed(data: bytes) -> None:
    for part in email.message_from_bytes(data).walk():
        payload = part.get_payload(decode=True)
        if isinstance(payload, bytes):
            hashlib.sha256(payload).digest()


def _parts_and_text(data: bytes) -> None:
    _parts_hashed(data)
    message = email.message_from_bytes(data, policy=email.policy.default)
    for name in ("Subject", "From", "To", "Date", "Reply-To", "Message-ID"):
        str(message[name])
    body = message.get_body(("plain", "html"))
    if body is not None:
        body.get_content()


def starting() -> Iterator[Measured]:
    """The command from nothing, beside Python itself."""
    with TemporaryDirectory() as folder:
        path = Path(folder) / "one.eml"
        path.write_bytes(make_demo_mail())
        plain = best_s(lambda: _run("-c", "pass"), STARTS)
        for words, arguments in (
            ("--version", ("--version",)),
            ("check mail one.eml (encrypted ZIP, macro)", ("check", "mail", str(path))),
        ):
            ours = best_s(partial(_run, "-m", "kakekomi", *arguments), STARTS)
            yield Measured(
                what=f"start and run kakekomi {words}",
                ours=f"{ours * 1e3:.0f} ms",
                beside=f"python -c pass: {plain * 1e3:.0f} ms",
                ratio=ours / plain,
            )
    imported = min(float(_run("-c", IMPORT)) for _ in range(STARTS))
    yield Measured(
        what="import kakekomi.cli.main",
        ours=f"{imported * 1e3:.0f} ms",
        beside=f"python -c pass: {plain * 1e3:.0f} ms",
        ratio=imported / plain,
    )


def _run(*arguments: str) -> bytes:
    command = [sys.executable, *arguments]
    return subprocess.run(command, capture_output=True, check=False, cwd=ROOT).stdout
