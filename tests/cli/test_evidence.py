import pytest

from kakekomi.cli.evidence import TIME_COLUMNS, source_of, value_of
from kakekomi.facts.row import columns
from kakekomi.facts.schema import PC_TABLES
from kakekomi.guide.document import EvidenceDocument


@pytest.mark.parametrize(
    ("column", "value", "shown"),
    [
        ("mtime", 1646298000, "2022-03-03 09:00:00 UTC"),
        ("mtime", -1, "-1"),
        ("mtime", 10**12, "1000000000000"),
        ("mtime", "text", "text"),
        ("size", 1646298000, "1646298000"),
        ("path", "C:\\a\u202eb", "C:\\a[U+202E]b"),
    ],
)
def test_times_are_read_as_times_and_all_else_as_it_stands(
    column: str, value: str | int, shown: str
) -> None:
    item = EvidenceDocument(table="file", column=column, value=value)

    assert (value_of(item), source_of(item)) == (shown, f"(file.{column})")


def test_every_column_of_seconds_is_read_as_a_time() -> None:
    seconds = {
        column.name
        for table in PC_TABLES
        for column in columns(table)
        if column.python_type is int
        and ("1970" in column.meaning or column.name.endswith(("mtime", "btime")))
    }

    assert seconds == TIME_COLUMNS
