import random
from pathlib import Path

import pytest
from fuzz.mutation import mutated
from fuzz.run import Plan, run
from fuzz.target import Target
from fuzz.targets import TARGETS

from kakekomi.facts.errors import ParseError


@pytest.mark.parametrize("target", TARGETS, ids=lambda target: target.name)
def test_sound_and_damaged_inputs_give_a_value_or_are_refused(
    target: Target, tmp_path: Path
) -> None:
    report = run(target, Plan(seed=1, folder=tmp_path, inputs=8))

    assert (report.inputs, report.failures) == (8, {})


def test_the_same_seed_makes_the_same_inputs() -> None:
    seeds = [b"one" * 9, b"two" * 9]
    made = [mutated(seeds, random.Random("1 x 3")) for _ in range(2)]  # noqa: S311  the same every time

    assert made[0] == made[1]
    assert made[0] not in seeds


def test_an_error_that_is_none_of_ours_is_told_with_its_input(tmp_path: Path) -> None:
    def read(data: bytes) -> None:
        raise (ParseError("x") if len(data) % 2 else KeyError(len(data)))

    target = Target(name="broken", seeds=lambda: [b"abcdefgh"], read=read)
    report = run(target, Plan(seed=7, folder=tmp_path, inputs=20))

    ((what, _), (path, _)) = next(iter(report.failures.items()))
    assert (what, len(report.failures)) == ("KeyError", 1)
    assert len(path.read_bytes()) % 2 == 0
