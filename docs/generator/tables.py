"""``tables.md``: every table of facts, from its class."""

from collections.abc import Sequence
from enum import StrEnum
from inspect import getdoc

from generator.markdown import anchor, block, bullets, code, page, plain, prose, section, table
from kakekomi.facts.gap import Gap
from kakekomi.facts.row import Column, Row, columns
from kakekomi.facts.schema import CASE_TABLES, MAIL_TABLES, PC_TABLES, TABLES
from kakekomi.facts.snapshot import SCHEMA

ROOMS = (
    ("Mail", MAIL_TABLES),
    ("PC", PC_TABLES),
    ("Case", CASE_TABLES),
    ("Everywhere", (Gap,)),
)

INTRODUCTION = """\
Facts are rows of these tables. Rules are queries on them, and so are the steps of the playbook.

Each table begins with a column `subject`: what the row is about. A mail's subject is its path as it
was given; a PC's is its host name or, if that could not be read, the folder that was given.

- Absent is `NULL`, and `NULL` means nothing else. What could not be read is a row of [gap](#gap).
- Text is verbatim: control characters and right-to-left marks are still in it.
- Times are UTC, in SQL as text (`2022-03-03T09:38:00Z`), so that their order is time order.
- Truth values are 1 and 0 in SQL, `true` and `false` in JSON.
- Tables marked **osquery** have the name of osquery's table; columns of one name mean the same.
"""

FORMS = f"""\
`kakekomi facts` prints one row a line:

{block('{"subject": "mail.eml", "table": "password", "row": {"value": "N3kH7s", …}}', "json")}

Every column is there, in the order of this page. A snapshot (`check pc --save`) is gzip around the
same rows, after a line that names the format (`{SCHEMA}`) and a line for each subject. Equal facts
give equal bytes.
"""


def write() -> str:
    """The page."""
    return page(
        "Tables of facts",
        INTRODUCTION.strip(),
        bullets(f"{name}: {_links(tables)}" for name, tables in ROOMS),
        section("How rows are written", FORMS.strip()),
        *(_table(one) for one in TABLES),
        source="src/kakekomi/facts/",
    )


def _links(tables: Sequence[type[Row]]) -> str:
    return " · ".join(f"[{one.TABLE}](#{anchor(one.TABLE)})" for one in tables)


def _table(one: type[Row]) -> str:
    mark = "**osquery.** " if one.OSQUERY else ""
    return section(
        one.TABLE,
        mark + prose(getdoc(one) or ""),
        table(
            ("column", "type", "meaning"),
            ((code(column.name), _type(column), _meaning(column)) for column in columns(one)),
        ),
    )


def _type(column: Column) -> str:
    return _type_name(column.python_type) + (", or NULL" if column.nullable else "")


def _type_name(kind: type) -> str:
    if issubclass(kind, StrEnum):
        return "text"
    return {"str": "text", "int": "integer", "bool": "0 or 1", "float": "number"}.get(
        kind.__name__, "time"
    )


def _meaning(column: Column) -> str:
    if issubclass(column.python_type, StrEnum) and column.python_type.__module__.endswith("gap"):
        return f"{plain(column.meaning)}: [codes](gaps.md)"
    return plain(column.meaning)
