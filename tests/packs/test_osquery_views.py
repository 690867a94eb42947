# ruff: noqa: S608  names of tables come from our own lists
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kakekomi.drill.infection import INFECTIONS
from kakekomi.drill.pc_root import make_pc_root
from kakekomi.facts.pc_tables import OfficeTrust
from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.facts.sql_functions import OURS, register
from kakekomi.facts.subject import SubjectFacts
from kakekomi.host.root import collect_root
from kakekomi.judge.engine import judge
from kakekomi.packs.load import load_embedded
from kakekomi.packs.osquery import export, query_name
from kakekomi.packs.osquery_sql import osquery_database
from kakekomi.packs.osquery_views import COLUMNS, FUNCTIONS, SCHEMA, VIEWS

PACK = load_embedded()
EXPORT = export(PACK)
TRUST_KEY = (
    "HKEY_USERS\\S-1-5-21-1-2-3-1001\\Software\\Microsoft\\Office\\16.0\\Word"
    "\\Security\\Trusted Documents\\TrustRecords"
)
NOW = datetime(2026, 11, 24, tzinfo=UTC)


def osquery_of(facts: SubjectFacts) -> sqlite3.Connection:
    """What osquery would show of a PC of which we have these facts."""
    connection = osquery_database()
    for row in facts.rows:
        names = [name for name in SCHEMA.get(row.TABLE, ()) if hasattr(row, name)]
        if names:
            connection.execute(
                f"INSERT INTO {row.TABLE} ({', '.join(names)})"
                f" VALUES ({', '.join('?' * len(names))})",
                [getattr(row, name) for name in names],
            )
    for trust in facts.of(OfficeTrust):
        data = "00" * 20 + ("FFFFFF7F" if trust.enabled_content else "01000000")
        connection.execute(
            "INSERT INTO registry (key, name, type, data) VALUES (?, ?, 'REG_BINARY', ?)",
            [TRUST_KEY, trust.path, data],
        )
    return connection


def fired_in_osquery(facts: SubjectFacts) -> set[str]:
    with closing(osquery_of(facts)) as connection:
        return {
            name
            for name, query in EXPORT.pack.queries.items()
            if connection.execute(query.query).fetchall()
        }


def fired_here(facts: SubjectFacts) -> set[str]:
    (judgement,) = judge([facts], PACK)
    names = {query_name(PACK.rule(finding.rule)) for finding in judgement.findings}
    return names & set(EXPORT.pack.queries)


@pytest.mark.parametrize("infection", [*INFECTIONS, None])
def test_osquery_finds_what_we_find_by_the_exported_rules(
    infection: str | None, tmp_path: Path
) -> None:
    make_pc_root(tmp_path / "root", infection=infection)
    facts = collect_root(tmp_path / "root", now=NOW)

    assert fired_in_osquery(facts) == fired_here(facts)


@pytest.mark.parametrize("function", sorted(FUNCTIONS))
@pytest.mark.parametrize(
    "text",
    [
        "",
        "a",
        "abc",
        "a1",
        r"C:\a\b.DLL",
        r"C:\a.b\c",
        r"C:\a\.x",
        "x.",
        "a/b.c",
        "\\",
        "日本",
        None,
    ],
)
def test_an_expression_says_the_same_as_our_function(function: str, text: str | None) -> None:
    assert function in {name for name, _, _ in OURS}
    with closing(sqlite3.connect(":memory:")) as connection:
        register(connection)
        ours, theirs = connection.execute(
            f"SELECT {function}(x), {FUNCTIONS[function].replace('{0}', 'x')} FROM (SELECT ? AS x)",
            [text],
        ).fetchone()

    assert (ours or 0) == (theirs or 0) or (ours, theirs) == ("", 0)


def test_views_promise_no_column_that_our_tables_lack() -> None:
    unknown = {
        (table, column)
        for table, columns in COLUMNS.items()
        for column in columns - {"subject"}
        if column not in TABLE_BY_NAME[table].__struct_fields__
    }

    assert unknown == set()


LAUNCH = f"WITH {', '.join(VIEWS['launch'])} SELECT host, target, place, folder_depth, entry_point"


@pytest.mark.parametrize(
    ("command", "launch"),
    [
        (
            r"C:\Windows\System32\regsvr32.exe /s C:\Users\a b\AppData\Local\Qx\y.dll",
            ("regsvr32", r"C:\Users\a b\AppData\Local\Qx\y.dll", "local_appdata", 1, None),
        ),
        (
            r'"C:\Windows\SysWOW64\rundll32.exe" "C:\ProgramData\y.dll",Control_RunDLL x',
            ("rundll32", r"C:\ProgramData\y.dll", "programdata", 0, "Control_RunDLL"),
        ),
        (
            r"rundll32 %LOCALAPPDATA%\Qx\y.abc,Run",
            ("rundll32", r"C:\Users\%USERNAME%\AppData\Local\Qx\y.abc", "local_appdata", 1, "Run"),
        ),
        (
            r"C:\Users\a\AppData\Local\rundll32.exe C:\Users\a\y.dll,Run",
            (None, r"C:\Users\a\AppData\Local\rundll32.exe", "local_appdata", 0, None),
        ),
        (
            r"wscript.exe //B C:\Users\a\AppData\Roaming\x.vbs",
            ("wscript", r"C:\Users\a\AppData\Roaming\x.vbs", "roaming_appdata", 0, None),
        ),
        (
            r"%SystemRoot%\System32\svchost.exe -k netsvcs",
            (None, r"C:\Windows\System32\svchost.exe", "system32", 0, None),
        ),
        ("", (None, "", None, None, None)),
    ],
)
def test_a_command_line_gives_what_it_starts_and_where_that_lies(
    command: str, launch: tuple[object, ...]
) -> None:
    with closing(osquery_database()) as connection:
        connection.execute("INSERT INTO services (name, path) VALUES ('x', ?)", [command])

        assert connection.execute(f"{LAUNCH} FROM kakekomi_launch").fetchall() == [launch]
