"""``functions.md``: what a query of a pack may call, and what it may cost."""

import sqlite3
from inspect import getdoc, signature

from generator.markdown import block, bullets, code, page, prose, section, table
from kakekomi.facts.sandbox import BUDGET_INSTRUCTIONS, HEAP_LIMIT_BYTES, LIMITS, MAX_ROWS
from kakekomi.facts.sql_functions import BUILT_IN, OURS

INTRODUCTION = """\
A query of a pack may `SELECT` from [tables of facts](tables.md) and call the functions below. It
can't write, attach a database, read a file, use `PRAGMA`, recurse or load an extension: SQLite's
authorizer refuses it while the query is prepared, and `kakekomi pack lint` says so with file and
line.

There is no regular expression on purpose: its time on hostile text is not bounded. Use `LIKE`,
`GLOB`, `instr` and the functions here.
"""


def write() -> str:
    """The page."""
    return page(
        "Functions a rule may use, and what it may cost",
        INTRODUCTION.strip(),
        section("Ours", "NULL gives NULL.", table(("function", "gives"), map(_ours, OURS))),
        section("SQLite's own", ", ".join(map(code, sorted(BUILT_IN)))),
        section("What a query may cost", bullets(_costs()), block(_limits())),
        source="src/kakekomi/facts/sql_functions.py and sandbox.py",
    )


def _ours(entry: tuple[str, int, object]) -> tuple[str, str]:
    name, _, function = entry
    arguments = ", ".join(signature(function).parameters)  # type: ignore[arg-type]
    return code(f"{name}({arguments})"), prose(getdoc(function) or "")


def _costs() -> tuple[str, ...]:
    return (
        f"{BUDGET_INSTRUCTIONS:,} instructions of SQLite's virtual machine; fewer where the mails "
        "have long texts, because one instruction may search a whole text",
        f"{MAX_ROWS:,} rows",
        f"{HEAP_LIMIT_BYTES // 1024**2} MiB of memory, shared by all queries",
        "A query that costs more is stopped and named in a gap of that verdict "
        "(`rule.limit`); the others still count.",
    )


def _limits() -> str:
    return "\n".join(f"{_limit_name(number):<22}{value:>12,}" for number, value in LIMITS)


def _limit_name(number: int) -> str:
    prefix = "SQLITE_LIMIT_"
    names = (name for name in dir(sqlite3) if name.startswith(prefix))
    return next(n.removeprefix(prefix) for n in names if getattr(sqlite3, n) == number).lower()
