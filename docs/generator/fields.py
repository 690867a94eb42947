"""Read what stands below the fields of a class: the one line that documents each."""

import ast
import inspect
from collections.abc import Iterator, Mapping
from itertools import pairwise
from types import ModuleType


def meanings(module: ModuleType) -> Mapping[str, str]:
    """``Class.field`` and its line, for all classes of a module."""
    tree = ast.parse(inspect.getsource(module))
    classes = [node for node in tree.body if isinstance(node, ast.ClassDef)]
    return {f"{one.name}.{field}": text for one in classes for field, text in _fields(one)}


def _fields(one: ast.ClassDef) -> Iterator[tuple[str, str]]:
    for statement, following in pairwise(one.body):
        match statement, following:
            case (
                ast.AnnAssign(target=ast.Name(id=name)),
                ast.Expr(value=ast.Constant(value=str(text))),
            ):
                yield name, text
