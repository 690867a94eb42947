"""What became of one input: verdicts, or the reason why there are none.

The one place where a crash is caught. A fault of ours in one subject becomes a problem that is
named, and a gap in that subject's verdict; the other subjects go on.
"""

import traceback
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import PurePath
from typing import TypeVar

from kakekomi.check.exit_status import ExitStatus
from kakekomi.facts.errors import ConfigurationError, KakekomiError

ResultT = TypeVar("ResultT")


@dataclass(frozen=True, slots=True, kw_only=True)
class Problem:
    """An input of which nothing, or not everything, could be done."""

    name: str
    """File, folder or subject as given."""
    key: str
    """Words that say what is wrong."""
    reason: str = ""
    """Detail for the words, in English, from whoever noticed."""
    status: ExitStatus = ExitStatus.UNREADABLE

    @property
    def is_ours(self) -> bool:
        """A fault of the program, not of the input."""
        return self.status is ExitStatus.OUR_FAULT


def attempt(action: Callable[[], ResultT], *, name: str, bad_input: str) -> ResultT | Problem:
    """Do it for one subject, whatever happens.

    ``bad_input`` is the key of the words for input that can't be read.
    """
    try:
        return action()
    except ConfigurationError as error:
        return Problem(name=name, key="problem.setting", reason=str(error))
    except KakekomiError as error:
        return Problem(name=name, key=bad_input, reason=_without_name(str(error), name))
    except OSError as error:
        return of_os_error(error, name=name)
    except Exception as error:  # noqa: BLE001  the boundary: one subject never stops the others
        return Problem(
            name=name,
            key="problem.crash",
            reason=crash_reason(error),
            status=ExitStatus.OUR_FAULT,
        )


def of_os_error(error: OSError, *, name: str) -> Problem:
    """What the system says about a file, in words that say what to do."""
    match error:
        case FileNotFoundError():
            return Problem(name=name, key="problem.no_such_file")
        case PermissionError():
            return Problem(name=name, key="problem.not_permitted")
        case IsADirectoryError():
            return Problem(name=name, key="problem.is_a_folder")
        case NotADirectoryError():
            return Problem(name=name, key="problem.not_a_folder")
        case _:
            return Problem(name=name, key="problem.other", reason=error.strerror or str(error))


def crash_reason(error: BaseException) -> str:
    """Kind, message and place of a crash on one line, to be reported to us."""
    frames = traceback.extract_tb(error.__traceback__)
    place = f" at {PurePath(frames[-1].filename).name}:{frames[-1].lineno}" if frames else ""
    return f"{type(error).__name__}: {error!s:.200}{place}"


def _without_name(message: str, name: str) -> str:
    return message.removeprefix(f"{name}: ")
