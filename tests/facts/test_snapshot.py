import gzip
import random
from collections.abc import Iterable
from contextlib import suppress

import pytest
from hypothesis import example, given
from hypothesis import strategies as st

from facts.strategies import FACTS
from kakekomi.facts import snapshot
from kakekomi.facts.errors import ParseError, UnsupportedError
from kakekomi.facts.mail_tables import Password
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.facts.wire import sorted_rows


def make_facts(subject: str = "PC-01") -> SubjectFacts:
    rows = tuple(Password(value=str(number)) for number in range(30))
    return SubjectFacts(subject=subject, kind=Kind.PC, rows=rows)


def shuffled(facts: SubjectFacts) -> SubjectFacts:
    rows = random.Random(7).sample(facts.rows, len(facts.rows))  # noqa: S311  order only
    return SubjectFacts(subject=facts.subject, kind=facts.kind, rows=tuple(rows))


def test_equal_facts_give_equal_bytes_whatever_their_order() -> None:
    assert snapshot.write([make_facts()]) == snapshot.write([shuffled(make_facts())])


def test_different_facts_give_different_bytes() -> None:
    assert snapshot.write([make_facts()]) != snapshot.write([make_facts("PC-02")])


@given(st.lists(FACTS, min_size=1, max_size=4))
def test_what_was_written_is_read(subjects: list[SubjectFacts]) -> None:
    back = snapshot.read(snapshot.write(subjects))

    assert [(one.subject, one.kind, sorted_rows(one.rows)) for one in back] == [
        (one.subject, one.kind, sorted_rows(one.rows)) for one in subjects
    ]


def test_any_gzip_reads_it_since_the_format_is_open() -> None:
    lines = gzip.decompress(snapshot.write([make_facts()])).splitlines()

    assert lines[:2] == [b'{"schema":"kakekomi.snapshot/1"}', b'{"subject":"PC-01","kind":"pc"}']
    assert len(lines) == 2 + 30


WHOLE = snapshot.write([make_facts()])


@given(st.integers(0, len(WHOLE) - 1))
def test_a_cut_snapshot_is_an_error_never_a_smaller_one(length: int) -> None:
    with pytest.raises(ParseError):
        snapshot.read(WHOLE[:length])


@given(st.binary(max_size=2000))
@example(b"\x1f\x8b")
@example(WHOLE + b"x")
def test_any_bytes_are_read_or_refused(data: bytes) -> None:
    with suppress(ParseError, UnsupportedError):
        snapshot.read(data)


@given(
    st.lists(
        st.sampled_from(
            [
                b'{"subject":"a","kind":"pc"}',
                b'{"schema":"kakekomi.snapshot/1"}',
                b'{"table":"gap","row":{"what":"pc","why":"failed"}}',
                b"[]",
                b"{",
                b"",
                b'{"subject":1}',
                b'{"subject":"a","kind":{}}',
            ]
        ),
        max_size=6,
    )
)
def test_any_lines_are_read_or_refused(lines: list[bytes]) -> None:
    with suppress(ParseError, UnsupportedError):
        snapshot.read(gzip.compress(b"\n".join(lines) + b"\n"))


def test_a_snapshot_of_a_newer_version_asks_for_an_update() -> None:
    newer = gzip.compress(b'{"schema":"kakekomi.snapshot/9"}\n')

    with pytest.raises(UnsupportedError, match="update Kakekomi"):
        snapshot.read(newer, where="x.snap")


def test_an_old_snapshot_climbs_step_by_step() -> None:
    old = gzip.compress(
        b'{"schema":"kakekomi.snapshot/0a"}\n{"host":"PC-01"}\n'
        b'{"table":"password","row":{"value":"x"}}\n'
    )

    def name_subject(lines: Iterable[snapshot.Line]) -> Iterable[snapshot.Line]:
        return ({"subject": line["host"]} if "host" in line else line for line in lines)

    def add_kind(lines: Iterable[snapshot.Line]) -> Iterable[snapshot.Line]:
        return ({**line, "kind": "pc"} if "subject" in line else line for line in lines)

    steps = [
        snapshot.Upgrader(
            from_schema="kakekomi.snapshot/0a",
            to_schema="kakekomi.snapshot/0b",
            upgrade=name_subject,
        ),
        snapshot.Upgrader(
            from_schema="kakekomi.snapshot/0b", to_schema=snapshot.SCHEMA, upgrade=add_kind
        ),
    ]

    assert snapshot.read(old, upgraders=steps) == (
        SubjectFacts(subject="PC-01", kind=Kind.PC, rows=(Password(value="x"),)),
    )


def test_a_bomb_stops_at_the_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MAX_INFLATED_BYTES", 3 * 1024 * 1024)
    bomb = gzip.compress(b'{"schema":"kakekomi.snapshot/1"}\n' + b"\n" * (8 * 1024 * 1024))

    with pytest.raises(ParseError):
        snapshot.read(bomb)


def test_an_endless_line_stops_at_its_cap(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "MAX_LINE_BYTES", 1024 * 1024)
    bomb = gzip.compress(b'{"schema":"kakekomi.snapshot/1"}\n' + b"x" * (4 * 1024 * 1024))

    with pytest.raises(ParseError, match="longer than"):
        snapshot.read(bomb)
