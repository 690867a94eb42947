"""``read-report`` and ``judge``: verdicts on what other tools or earlier checks wrote down."""

from collections.abc import Iterator, Sequence

from kakekomi.check import inputs
from kakekomi.check.inputs import MAX_FILE_BYTES, Input
from kakekomi.check.judging import Collected, Judging, Result, collect, conclude
from kakekomi.check.outcome import Problem, attempt
from kakekomi.cli.common import Common
from kakekomi.facts import paper, snapshot
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.host.report import read_report


def judge(common: Common, paths: Sequence[str]) -> int:
    """Judge stored facts again."""
    return common.show(snapshots(paths, common.judging))


def read_reports(common: Common, paths: Sequence[str]) -> int:
    """Read reports of other tools."""
    return common.show(reports(paths, common.judging))


def reports(paths: Sequence[str], judging: Judging) -> Iterator[Result]:
    """Verdicts on reports of EmoCheck, Defender and ClamAV."""
    for source in inputs.files(paths):
        yield from conclude([_report(source)], judging)


def _report(source: Input) -> Collected:
    return collect(
        lambda: read_report(_whole(source), file_name=source.name),
        name=source.name,
        kind=Kind.REPORT,
        bad_input="problem.not_report",
    )


def snapshots(paths: Sequence[str], judging: Judging) -> Iterator[Result]:
    """Verdicts on stored facts, by the pack of today."""
    for source in inputs.files(paths):
        stored = _stored(source)
        if isinstance(stored, Problem):
            yield stored
        else:
            yield from conclude([Collected(facts=stored)], judging)


def _stored(source: Input) -> tuple[SubjectFacts, ...] | Problem:
    return attempt(
        lambda: _read(_whole(source), source.name),
        name=source.name,
        bad_input="problem.not_snapshot",
    )


def _read(data: bytes, name: str) -> tuple[SubjectFacts, ...]:
    """A snapshot, or the texts of its codes, one a line, as any reader of codes gives them."""
    if not data.startswith(f"{paper.MARK}:".encode()):
        return snapshot.read(data, where=name)
    joined = paper.join(filter(None, data.decode("ascii", errors="replace").splitlines()))
    return tuple(facts for one in joined for facts in snapshot.read(one, where=name))


def _whole(source: Input) -> bytes:
    data = inputs.read(source, limit_bytes=MAX_FILE_BYTES)
    if len(data) > MAX_FILE_BYTES:
        raise OSError(f"larger than {MAX_FILE_BYTES // (1024 * 1024)} MiB")
    return data
