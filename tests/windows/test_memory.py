"""What a program holds in memory that can run is found by content rules, and only there."""

import json
import subprocess
import sys
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path

import pytest

from kakekomi.facts.errors import UnavailableError
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import YaraMatch
from kakekomi.host.live import collect_live
from kakekomi.host.memory import is_scanned
from kakekomi.host.windows.memory import opened
from kakekomi.judge.engine import judge
from kakekomi.judge.verdict import Verdict
from kakekomi.packs.content import compiled, content_scanner
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import ContentRule
from windows.planting import Planted, planted

MARKER = b"kakekomi-harmless-marker"


@pytest.fixture
def place() -> Iterator[Planted]:
    with planted() as one:
        yield one


def holding(place: Planted, kind: str) -> tuple[int, Path]:
    """A program with the marker in private memory: ``run``, ``data`` or ``module``."""
    program = place.copy("holder.exe", f"{{home}}\\AppData\\Local\\Temp\\{kind}.exe")
    process = subprocess.Popen([str(program), kind], stdout=subprocess.PIPE)  # noqa: S603  our stub
    place.ends(process)
    assert process.stdout is not None
    assert process.stdout.readline().strip() == b"ready"
    return process.pid, program


def marker(data: bytes) -> tuple[str, ...]:
    return ("marker",) if MARKER in data else ()


def test_a_marker_in_memory_that_can_run_is_found_and_in_data_it_is_not(place: Planted) -> None:
    pid, program = holding(place, "run")
    holding(place, "data")

    facts = collect_live(
        hostname="x",
        platform="windows",
        now=datetime.now(UTC),
        scanner=marker,
        is_memory_asked=True,
    )

    (found,) = [row for row in facts.rows if isinstance(row, YaraMatch)]
    assert (found.rule, (found.path or "").casefold()) == (
        "marker",
        f"{program} (PID {pid})".casefold(),
    )
    gaps = {row.why for row in facts.rows if isinstance(row, Gap) and row.what is What.MEMORY}
    assert Why.BEYOND_THIS_CHECK in gaps
    assert Why.NOT_COLLECTED not in gaps


def test_real_rules_match_what_is_read(place: Planted) -> None:
    source = 'rule held { strings: $a = "kakekomi-harmless-marker" condition: $a }'
    rules = compiled((ContentRule(file="held.yar", source=source),), "test")
    assert rules is not None
    pid, _ = holding(place, "run")

    with opened(pid) as memory:
        read = [memory.read(one.start, one.size) for one in memory.regions() if is_scanned(one)]

    assert [
        [rule.identifier for rule in rules.scan(data).matching_rules] for data in read if data
    ].count(["held"]) == 1


def test_the_names_of_emotets_module_in_memory_are_detected_and_say_so(place: Planted) -> None:
    pack = load_embedded()
    pid, program = holding(place, "module")

    facts = collect_live(
        hostname="x",
        platform="windows",
        now=datetime.now(UTC),
        scanner=content_scanner(pack),
        is_memory_asked=True,
    )
    (judgement,) = judge([facts], pack)

    assert judgement.verdict is Verdict.DETECTED
    (found,) = [one for one in judgement.findings if one.rule == "host/emotet-in-memory"]
    assert [str(one.value).casefold() for one in found.evidence if one.column == "path"] == [
        f"{program} (PID {pid})".casefold()
    ]


def test_what_is_not_there_cannot_be_read(place: Planted) -> None:
    pid, _ = holding(place, "run")

    with opened(pid) as memory:
        assert memory.read(0x10, 16) is None


def test_a_program_that_is_not_there_is_told() -> None:
    with pytest.raises(UnavailableError), opened(0x7FFF_FFF0):
        pass


def test_the_command_looks_at_memory_when_it_is_asked_to() -> None:
    command = [sys.executable, "-m", "kakekomi", "check", "pc", "--memory", "--format", "jsonl"]

    ran = subprocess.run(  # noqa: S603  our own program
        command, capture_output=True, check=False, stdin=subprocess.DEVNULL
    )

    whys = {gap["why"] for gap in json.loads(ran.stdout)["gaps"] if gap["what"] == "memory"}
    assert "beyond_this_check" in whys
    assert "not_collected" not in whys
