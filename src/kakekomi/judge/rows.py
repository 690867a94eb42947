"""Keep what a rule returned for one subject, and turn it into one finding.

A rule may return thousands of rows for a hostile mail. Only the first few in a stated order are
kept while they come, so that memory is bounded and the result depends neither on the order in
which facts were collected nor on the way the database took.
"""

from typing import Final

from kakekomi.facts.row import columns
from kakekomi.facts.schema import TABLE_BY_NAME
from kakekomi.judge.verdict import Evidence, Finding, Value
from kakekomi.judge.windows_file import is_windows_file
from kakekomi.packs.model import Rule
from kakekomi.packs.select_list import Output

Cells = tuple[object, ...]

MAX_EVIDENCE_ROWS: Final = 20
"""More rows of the same sign tell a reader nothing new."""

KEPT_ROWS: Final = 64
"""Rows are sorted and cut whenever so many are kept: seldom, and memory stays small."""

MAX_VALUE_CHARS: Final = 2_000
"""A value is shown up to here; longer ones are padding or whole bodies."""

PATH_COLUMNS: Final = frozenset(
    {("launch", "target"), ("file", "path"), ("emocheck_process", "image_path")}
)
"""Columns that sentences present as the file to remove: never filled with a file of Windows."""


class SubjectRows:
    """The rows of one rule for one subject, without the leading subject."""

    __slots__ = ("_rows", "is_cut")

    def __init__(self) -> None:
        self._rows: set[Cells] = set()
        self.is_cut = False
        """More distinct rows came than are kept."""

    def add(self, cells: Cells) -> None:
        """Take one row."""
        self._rows.add(cells)
        if len(self._rows) >= KEPT_ROWS:
            self._rows = set(self.first())

    def first(self) -> list[Cells]:
        """The distinct rows that are kept, ordered by their columns from left to right."""
        ordered = sorted(self._rows, key=_order)
        self.is_cut |= len(ordered) > MAX_EVIDENCE_ROWS
        return ordered[:MAX_EVIDENCE_ROWS]


def _order(cells: Cells) -> list[tuple[int, object]]:
    return [_rank(cell) for cell in cells]


def _rank(cell: object) -> tuple[int, object]:
    """NULL, then numbers, then text, then bytes, as SQLite orders them."""
    match cell:
        case None:
            return (0, 0)
        case int() | float():
            return (1, cell)
        case str():
            return (2, cell)
        case _:
            return (3, cell)


def finding_of(rule: Rule, outputs: tuple[Output, ...], rows: SubjectRows) -> Finding | None:
    """The finding, or None if no row holds a value that may be shown as evidence."""
    shown = [_shown(outputs, cells) for cells in rows.first()]
    evidence = dict.fromkeys(
        Evidence(output.table, output.column, value)
        for cells in shown
        for output, value in zip(outputs, cells, strict=True)
        if value is not None and output.table and output.column and not _is_windows(value)
    )
    if not evidence:
        return None
    first = zip(outputs, shown[0], strict=True)
    return Finding(
        rule=rule.id,
        weight_db=rule.weight_db,
        attack=rule.attack,
        evidence=tuple(evidence),
        values={output.name: str(value) for output, value in first if value is not None},
        group=rule.group,
        capped=rule.capped,
    )


def _shown(outputs: tuple[Output, ...], cells: Cells) -> list[Value | None]:
    return [_value(output, cell) for output, cell in zip(outputs, cells, strict=True)]


def _value(output: Output, cell: object) -> Value | None:
    match cell:
        case None:
            return None
        case str():
            hidden = (output.table, output.column) in PATH_COLUMNS and is_windows_file(cell)
            return None if hidden else cell[:MAX_VALUE_CHARS]
        case bytes():
            return cell[:MAX_VALUE_CHARS].hex()
        case int() if output.is_plain and _is_boolean(output):
            return bool(cell)
        case int() | float():
            return cell
        case _:
            raise TypeError(f"SQLite gave {type(cell).__name__}")


def _is_boolean(output: Output) -> bool:
    table = TABLE_BY_NAME[output.table or ""]
    return any(c.python_type is bool for c in columns(table) if c.name == output.column)


def _is_windows(value: Value) -> bool:
    return isinstance(value, str) and is_windows_file(value)
