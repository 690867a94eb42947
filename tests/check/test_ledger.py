"""What is kept of a long check, and what a cut at any byte leaves of it."""

from collections.abc import Iterator, Sequence
from concurrent.futures import Future
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cli.mails import make_letter
from kakekomi.check.answer import MailResult
from kakekomi.check.inputs import Input, Letter
from kakekomi.check.ledger import RESULTS_SUFFIX, Ledger, mark, settings_digest
from kakekomi.check.mails import MAILS_PER_SHARD, check
from kakekomi.check.outcome import Problem
from kakekomi.check.shard import Shard, ShardResult, Source, encode
from kakekomi.facts.errors import ConfigurationError

NOW = datetime(2022, 3, 7, tzinfo=UTC)
LATER = datetime(2022, 3, 8, tzinfo=UTC)
COUNT = MAILS_PER_SHARD * 3 + 10
LETTERS = [make_letter(f"m{number}") for number in range(COUNT)]


class Checker:
    """Answers at once, and remembers what it was asked."""

    def __init__(self) -> None:
        self.asked: list[str] = []

    def __call__(self, shard: Shard) -> Future[bytes]:
        self.asked += [source.name for source in shard.sources]
        results = tuple(MailResult(subject=source.name) for source in shard.sources)
        future: Future[bytes] = Future()
        future.set_result(encode(ShardResult(results)))
        return future


def _check(
    path: Path, sources: Sequence[Source], stop_after: int | None = None
) -> tuple[list[str], Checker, list[str]]:
    """Subjects that came out, what was checked for them, and what had changed."""
    checker = Checker()
    with Ledger(str(path), "settings", NOW) as ledger:
        results: Iterator[MailResult] = check(sources, checker, jobs=1, ledger=ledger)
        subjects = []
        for result in results:
            subjects.append(result.subject)
            if len(subjects) == stop_after:
                break
        return subjects, checker, ledger.changed


NAMES = [letter.name for letter in LETTERS]


@pytest.mark.parametrize("stop_after", [1, MAILS_PER_SHARD, MAILS_PER_SHARD + 1, COUNT])
def test_what_was_done_is_not_done_again_and_all_comes_out_in_order(
    tmp_path: Path, stop_after: int
) -> None:
    path = tmp_path / "ledger"
    _check(path, LETTERS, stop_after)

    subjects, checker, changed = _check(path, LETTERS)

    whole_shards = -(-stop_after // MAILS_PER_SHARD) * MAILS_PER_SHARD
    assert (subjects, changed) == (NAMES, [])
    assert checker.asked == NAMES[whole_shards:]


@pytest.fixture(scope="module")
def kept(tmp_path_factory: pytest.TempPathFactory) -> tuple[bytes, bytes]:
    """The two files of a whole check."""
    path = tmp_path_factory.mktemp("kept") / "ledger"
    _check(path, LETTERS)
    return path.read_bytes(), Path(str(path) + RESULTS_SUFFIX).read_bytes()


@given(data=st.data())
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_a_cut_at_any_byte_neither_skips_nor_repeats_a_mail(
    kept: tuple[bytes, bytes], tmp_path: Path, data: st.DataObject
) -> None:
    ledger, results = kept
    path = tmp_path / "ledger"
    path.write_bytes(ledger[: data.draw(st.integers(0, len(ledger)))])
    Path(str(path) + RESULTS_SUFFIX).write_bytes(results[: data.draw(st.integers(0, len(results)))])

    subjects, _, _ = _check(path, LETTERS)
    again, checker, _ = _check(path, LETTERS)

    assert subjects == again == NAMES
    assert checker.asked == []


@given(at=st.integers(0), byte=st.integers(0, 255))
@settings(max_examples=60, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_damage_to_the_results_costs_a_shard_and_no_mail(
    kept: tuple[bytes, bytes], tmp_path: Path, at: int, byte: int
) -> None:
    ledger, results = kept
    damaged = bytearray(results)
    damaged[at % len(damaged)] = byte
    path = tmp_path / "ledger"
    path.write_bytes(ledger)
    Path(str(path) + RESULTS_SUFFIX).write_bytes(damaged)

    assert _check(path, LETTERS)[0] == NAMES


def test_a_changed_mail_is_named_and_checked_again_with_its_shard(tmp_path: Path) -> None:
    path = tmp_path / "ledger"
    _check(path, LETTERS)
    changed = list[Letter](LETTERS)
    changed[300] = make_letter("m300", body=b"other")

    subjects, checker, names = _check(path, changed)

    assert (subjects, names) == (NAMES, ["m300"])
    assert checker.asked == NAMES[MAILS_PER_SHARD : 2 * MAILS_PER_SHARD]
    assert _check(path, changed)[1].asked == []


def test_a_file_is_known_by_its_size_and_time(tmp_path: Path) -> None:
    file = tmp_path / "a.eml"
    source = Input(path=str(file), name="a.eml")
    marks = [mark(source)]
    file.write_bytes(b"1")
    marks.append(mark(source))
    file.write_bytes(b"12")
    marks.append(mark(source))

    assert len(set(marks)) == 3
    assert mark(source) == marks[-1]
    assert mark(Problem(name="a", key="x")) != mark(Problem(name="a", key="y"))


def test_the_time_of_the_check_is_that_of_its_beginning(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger")

    with Ledger(path, "settings", NOW) as first:
        assert first.now == NOW
    with Ledger(path, "settings", LATER) as second:
        assert second.now == NOW


def test_a_ledger_of_another_check_is_refused(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger")
    Ledger(path, "settings", NOW).close()

    with pytest.raises(ConfigurationError, match="belongs to a check of other files"):
        Ledger(path, "others", NOW)


def test_a_file_that_is_no_ledger_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    path = tmp_path / "letter.txt"
    path.write_bytes(b"Dear Sir\n")

    with pytest.raises(ConfigurationError, match="is no file of --resume"):
        Ledger(str(path), "settings", NOW)

    assert path.read_bytes() == b"Dear Sir\n"


def test_two_checks_cannot_use_one_ledger_at_the_same_time(tmp_path: Path) -> None:
    path = str(tmp_path / "ledger")

    with Ledger(path, "settings", NOW), pytest.raises(ConfigurationError, match="in use"):
        Ledger(path, "settings", NOW)


def test_settings_are_told_apart_by_each_of_their_parts() -> None:
    assert settings_digest("a", "b") == settings_digest("a", "b")
    assert settings_digest("a", "b") != settings_digest("ab")
