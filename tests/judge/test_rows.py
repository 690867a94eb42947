from random import Random

from hypothesis import given
from hypothesis import strategies as st

from kakekomi.judge.rows import MAX_EVIDENCE_ROWS, MAX_VALUE_CHARS, Cells, SubjectRows, finding_of
from kakekomi.judge.verdict import Evidence
from kakekomi.packs.select_list import outputs
from packs.make_pack import make_rule

RULE = make_rule("SELECT a.subject, a.name, a.size_bytes FROM attachment a")
OUTPUTS = outputs(RULE.sql)[1:]


def make_rows(*rows: Cells) -> SubjectRows:
    kept = SubjectRows()
    for row in rows:
        kept.add(row)
    return kept


CELLS = st.tuples(
    st.none() | st.text(max_size=3) | st.binary(max_size=2), st.none() | st.integers(0, 99)
)


@given(st.lists(CELLS, max_size=200), st.randoms(use_true_random=False))
def test_what_is_kept_depends_on_the_rows_and_not_on_their_order(
    rows: list[Cells], random: Random
) -> None:
    shuffled = list(rows)
    random.shuffle(shuffled)
    kept, other = make_rows(*rows), make_rows(*shuffled)

    assert kept.first() == other.first()
    assert kept.is_cut is other.is_cut is (len(set(rows)) > MAX_EVIDENCE_ROWS)


def test_null_is_no_evidence() -> None:
    finding = finding_of(RULE, OUTPUTS, make_rows((None, 5)))

    assert finding is not None
    assert finding.evidence == (Evidence("attachment", "size_bytes", 5),)
    assert finding.values == {"size_bytes": "5"}


def test_rows_of_nothing_but_null_are_no_finding() -> None:
    assert finding_of(RULE, OUTPUTS, make_rows((None, None))) is None


def test_a_long_value_is_cut_at_its_end() -> None:
    finding = finding_of(RULE, OUTPUTS, make_rows(("ab" * MAX_VALUE_CHARS, 1)))

    assert finding is not None
    assert finding.evidence[0].value == "ab" * (MAX_VALUE_CHARS // 2)


def test_a_boolean_column_is_shown_as_such_and_a_computed_number_is_not() -> None:
    rule = make_rule("SELECT a.subject, a.encrypted, a.encrypted + 0 AS number FROM attachment a")

    finding = finding_of(rule, outputs(rule.sql)[1:], make_rows((1, 1)))

    assert finding is not None
    assert finding.values == {"encrypted": "True", "number": "1"}
