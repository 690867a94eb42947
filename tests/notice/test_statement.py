from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ConfigurationError
from kakekomi.notice.statement import (
    Infection,
    Statement,
    date_text,
    merged,
    read_statement,
    write_statement,
)
from kakekomi.packs.model import Language
from notice.notices import make_statement


@given(
    st.builds(
        Statement,
        organization=st.text(),
        spoof_marks=st.lists(st.text()).map(tuple),
        infection=st.none() | st.sampled_from(Infection),
        infected_pcs=st.none() | st.integers(0, 2**40),
        found_on=st.none() | st.dates(),
    )
)
def test_a_statement_is_read_as_it_was_written(statement: Statement) -> None:
    assert read_statement(write_statement(statement, {"telephone": "remark"})) == statement


def test_each_field_has_its_remark_above_it() -> None:
    text = write_statement(Statement(), {"telephone": "問い合わせ先"})

    assert '# 問い合わせ先\ntelephone = ""\n' in text


@pytest.mark.parametrize(
    "text", ["= 1", 'unknown = "x"', 'infected_pcs = "two"', 'infection = "?"']
)
def test_what_can_not_be_used_is_said(text: str) -> None:
    with pytest.raises(ConfigurationError, match="statement"):
        read_statement(text)


def test_what_people_stated_stays_and_the_case_fills_the_rest() -> None:
    stated = Statement(organization="人が書いた名前", done_steps=("isolate-pc",))
    proven = make_statement(organization="案件の名前", done_steps=("check-every-pc",))

    together = merged(stated, proven)

    assert together.organization == "人が書いた名前"
    assert together.found_on == proven.found_on
    assert together.done_steps == ("check-every-pc",)


def test_a_day_is_written_as_people_write_it() -> None:
    day = date(2022, 3, 7)

    assert (date_text(day, Language.JA), date_text(day, Language.EN)) == (
        "2022年3月7日",
        "7 March 2022",
    )
