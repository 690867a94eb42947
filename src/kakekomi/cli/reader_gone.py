"""Do something for one input, but let it show that whoever read our output went away.

``attempt`` takes every error of the system for one of the input; a broken pipe is none.
"""

import errno
import os
from collections.abc import Callable
from functools import partial

from kakekomi.check.exit_status import ExitStatus
from kakekomi.check.outcome import Problem, attempt


def attempt_for_reader(
    action: Callable[[], ExitStatus], *, name: str, bad_input: str
) -> ExitStatus | Problem:
    """As ``attempt``.

    Raises:
        BrokenPipeError: nobody reads our output any more.
    """
    result = attempt(partial(_unless_gone, action), name=name, bad_input=bad_input)
    if result is None:
        raise BrokenPipeError(errno.EPIPE, os.strerror(errno.EPIPE))
    return result


def _unless_gone(action: Callable[[], ExitStatus]) -> ExitStatus | None:
    try:
        return action()
    except BrokenPipeError:
        return None
