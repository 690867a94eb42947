"""``limits.md``: every named cap in the source, with the reason that stands below it."""

import ast
from collections.abc import Iterator
from dataclasses import dataclass
from itertools import pairwise
from pathlib import Path
from typing import Final

from generator.markdown import code, page, prose, section, table

SOURCE: Final = Path(__file__).parents[2] / "src" / "kakekomi"

PREFIXES: Final = ("MAX_", "_MAX_")
"""How the name of a cap begins."""

TITLES: Final = {
    "facts": "Facts, queries and snapshots",
    "mail": "Mail",
    "host": "PCs and reports",
    "packs": "Knowledge packs",
    "judge": "Verdicts",
    "guide": "Guide",
    "respond": "Response",
    "notice": "Notices",
    "trace": "Who leaked",
    "check": "Checks under limits",
    "desk": "Desk",
    "cli": "Command line",
}
"""Rooms in the order of the page; one without a title comes after them under its own name."""

NOT_FOR_STRANGERS: Final = frozenset({"drill"})
"""Rooms that read nothing made by others."""

INTRODUCTION = """\
Everything that is read may be hostile, so whatever input can drive has a named cap with its reason.
What was cut short and could have mattered (parts, attachments, archives, text, hives, folders) is
said in a [gap](gaps.md) of the verdict. Caps on lists that change no verdict, such as recipients,
just end the list.
"""

UNITS: Final = (("MiB", 1024 * 1024), ("KiB", 1024))


@dataclass(frozen=True, slots=True, kw_only=True)
class Cap:
    """One constant."""

    module: str
    name: str
    value: int | float
    reason: str
    """Empty if none stands below it."""
    unit: str = ""
    """Of a duration."""


def write() -> str:
    """The page."""
    return page(
        "Limits",
        INTRODUCTION.strip(),
        *(section(title, _table(room)) for room, title in _rooms() if any(caps(SOURCE / room))),
        source="the named caps in src/kakekomi/",
    )


def _rooms() -> list[tuple[str, str]]:
    folders = {path.name for path in SOURCE.iterdir() if (path / "__init__.py").exists()}
    untitled = sorted(folders - TITLES.keys() - NOT_FOR_STRANGERS)
    return [*TITLES.items(), *((room, room.capitalize()) for room in untitled)]


def _table(room: str) -> str:
    return table(
        ("module", "cap", "value", "why"),
        (
            (cap.module, code(cap.name), shown(cap), prose(cap.reason) or "–")
            for cap in caps(SOURCE / room)
        ),
    )


def caps(folder: Path) -> Iterator[Cap]:
    """All caps of a room, by module and place."""
    for path in sorted(folder.rglob("*.py")):
        yield from _in_module(path.stem, ast.parse(path.read_text("utf-8")))


def _in_module(module: str, tree: ast.Module) -> Iterator[Cap]:
    for statement, following in pairwise([*tree.body, ast.Pass()]):
        if not isinstance(statement, ast.AnnAssign) or statement.value is None:
            continue
        name = ast.unparse(statement.target)
        if name.startswith(PREFIXES):
            value, unit = _measured(statement.value)
            yield Cap(module=module, name=name, value=value, reason=_text(following), unit=unit)


def _text(statement: ast.stmt) -> str:
    match statement:
        case ast.Expr(value=ast.Constant(value=str(text))):
            return text
        case _:
            return ""


def _measured(node: ast.expr) -> tuple[int | float, str]:
    """The number, and its unit if it is a duration: ``timedelta(days=7)``."""
    match node:
        case ast.Call(
            func=ast.Name(id="timedelta"),
            args=[],
            keywords=[ast.keyword(arg=str(unit), value=value)],
        ):
            return number(value), unit
        case _:
            return number(node), ""


def number(node: ast.expr) -> int | float:
    """The value of a sum that a person wrote, such as ``8 * 1024 * 1024``."""
    match node:
        case ast.Constant(value=int() | float() as value):
            return value
        case ast.BinOp(left=left, op=ast.Mult(), right=right):
            return number(left) * number(right)
        case ast.BinOp(left=left, op=ast.Add(), right=right):
            return number(left) + number(right)
        case ast.BinOp(left=left, op=ast.Pow(), right=right):
            return float(number(left) ** number(right))
        case _:
            raise ValueError(f"a cap must be a number that can be read: {ast.unparse(node)}")


def shown(cap: Cap) -> str:
    """The value as people write it."""
    for unit, size in UNITS:
        if cap.name.endswith("_BYTES") and cap.value >= size and cap.value % size == 0:
            return f"{cap.value / size:,g} {unit}"
    return f"{cap.value:,} {cap.unit}".strip()
