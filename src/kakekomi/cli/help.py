"""Help texts in the reader's language, put into the parsed commands.

Commands are found by their path (``check mail``), options by the parameter's name; each has its
words, and the tests say so.
"""

# ruff: noqa: ANN401  the parser keeps its classes private
from typing import Any

from kakekomi.cli.words import Words


def put_in_words(command: Any, words: Words, path: str = "root") -> None:
    """Give the command, its parameters and its subcommands their help."""
    command.help = command.short_help = words(f"help.{path}")
    for parameter in command.params:
        if parameter.param_type_name == "option":
            parameter.help = words(f"option.{parameter.name}")
    command.get_help_option = _worded_help_option(command.get_help_option, words)
    for name, inner in getattr(command, "commands", {}).items():
        put_in_words(inner, words, name if path == "root" else f"{path} {name}")


def _worded_help_option(make: Any, words: Words) -> Any:
    def worded(context: Any) -> Any:
        option = make(context)
        if option is not None:
            option.help = words("option.help")
        return option

    return worded
