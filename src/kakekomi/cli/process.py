"""The edge of the process: arguments in, exit status out, and no traceback ever.

Wrong use, a reader who went away, Ctrl+C and a fault of ours each end in a sentence and a status.
"""

import errno
import os
import sys
from collections.abc import Sequence
from typing import Any, Final

import typer

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.outcome import crash_reason
from kakekomi.cli.console import Console
from kakekomi.cli.help import put_in_words
from kakekomi.cli.words import asked_language
from kakekomi.facts.errors import ConfigurationError

NAME: Final = "kakekomi"

WRONG_USE: Final[type[Any]] = typer.BadParameter.__mro__[1]
"""The parser's base class of complaints about arguments; typer exports only this one heir."""

READER_GONE: Final = frozenset({errno.EPIPE} | ({errno.EINVAL} if os.name == "nt" else set()))
"""How writing to a pipe that nobody reads fails; Windows says "invalid argument"."""


def run_process(app: typer.Typer, arguments: Sequence[str]) -> int:
    """Run one command; give the exit status."""
    console = Console(asked_language(arguments), is_text=True)
    try:
        command = typer.main.get_command(app)
        put_in_words(command, console.words)
        status = command.main(list(arguments), prog_name=NAME, standalone_mode=False)
        sys.stdout.flush()
    except WRONG_USE as error:
        return _wrong_use(error, console)
    except ConfigurationError as error:
        console.tell(console.asides("problem.setting", reason=str(error)))
        return ExitStatus.UNREADABLE
    except SystemExit:
        # The parser leaves with SystemExit when it sees a broken pipe, and for nothing else.
        return _reader_gone()
    except typer.Abort:
        status = ExitStatus.INTERRUPTED
    except OSError as error:
        return _system_error(error, console)
    except Exception as error:  # noqa: BLE001  the boundary of the process: a sentence, no traceback
        console.tell(console.asides("problem.fatal", reason=crash_reason(error)))
        return ExitStatus.OUR_FAULT
    if status == ExitStatus.INTERRUPTED:  # so does the parser give Ctrl+C back
        console.tell(console.asides("problem.interrupted"))
    return int(status or 0)


def _wrong_use(error: Any, console: Console) -> int:  # noqa: ANN401  its class is private
    path = error.ctx.command_path if error.ctx else NAME
    console.tell(console.asides("problem.usage", reason=error.format_message()))
    console.tell(console.asides("problem.usage_help", command=path))
    return ExitStatus.UNREADABLE


def _system_error(error: OSError, console: Console) -> int:
    """Outside the boundary of a subject: the output's fault, or ours."""
    if error.errno in READER_GONE:
        return _reader_gone()
    console.tell(console.asides("problem.fatal", reason=crash_reason(error)))
    return ExitStatus.OUR_FAULT


def _reader_gone() -> int:
    """What was left could not be said; keep the interpreter from complaining at its last flush."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return ExitStatus.NOT_CHECKED
