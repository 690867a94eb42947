"""Options that take several paths at once, as a shell's ``*`` gives them.

``--spoof a.eml b.eml`` means ``--spoof a.eml --spoof b.eml``. What follows ``--`` is left alone.
"""

# ruff: noqa: ANN401  the parser keeps its classes private
from collections.abc import Sequence
from typing import Any

from typer.core import TyperCommand


def spread(arguments: Sequence[str], options: frozenset[str]) -> list[str]:
    """Put the option before each further value."""
    spread_out: list[str] = []
    option, has_value = "", False
    for at, argument in enumerate(arguments):
        if argument == "--":
            return [*spread_out, *arguments[at:]]
        if argument in options:
            option, has_value = argument, False
        elif argument.startswith("-") and argument != "-":
            option = ""
        elif option and has_value:
            spread_out.append(option)
        else:
            has_value = True
        spread_out.append(argument)
    return spread_out


class ManyValues(TyperCommand):
    """A command whose options of paths take several."""

    def parse_args(self, ctx: Any, args: list[str]) -> list[str]:
        """Spread them before the parser sees them."""
        options = frozenset(
            name for one in self.params if getattr(one, "multiple", False) for name in one.opts
        )
        return super().parse_args(ctx, spread(args, options))
