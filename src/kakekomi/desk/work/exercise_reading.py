"""Read a packed exercise; in a process that knows no database."""

import msgspec

from kakekomi.desk.work.apart import Tell
from kakekomi.drill.exercise_reading import read_exercise
from kakekomi.facts.errors import ParseError


class Refused(msgspec.Struct, frozen=True, tag="refused"):
    """What is wrong with it."""

    reason: str


class Taken(msgspec.Struct, frozen=True, tag="taken"):
    """The exercise, encoded."""

    exercise: bytes


def exercise_in(request: bytes, _: Tell) -> bytes:
    """The exercise in the bytes of a ZIP, or why there is none."""
    try:
        exercise = read_exercise(request)
    except ParseError as error:
        return msgspec.msgpack.encode(Refused(str(error)))
    return msgspec.msgpack.encode(Taken(msgspec.msgpack.encode(exercise)))
