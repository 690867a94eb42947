from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.facts.errors import ConfigurationError
from kakekomi.notice.record import Record, State
from kakekomi.notice.settle import found_in_log, in_doubt, settled
from notice.notices import NOW
from notice.records import make_event

ID = f"kakekomi-notice.{'a' * 40}@company.example"


@pytest.mark.parametrize(
    "line",
    [
        f"Mar 8 09:00:00 mx postfix/cleanup[7]: 1A: message-id=<{ID}>",
        f"msgid={ID} to=p@partner.example",
        f'"{ID}","p@partner.example","Delivered"',
        f"see {ID}.",
        f"kakekomi-notice.{'b' * 40}@company.example,{ID}",
        f"{'kakekomi-notice.' * 4_000}{ID}",
    ],
)
def test_a_log_of_any_kind_names_the_mail(line: str) -> None:
    doubt = make_event(message_id=ID, state=State.UNCERTAIN)

    assert list(found_in_log(["other", line, line], [doubt])) == [doubt]


@pytest.mark.parametrize("line", ["", "kakekomi-notice.", ID[:-1], f"{ID}x"])
def test_a_log_without_exactly_this_id_settles_nothing(line: str) -> None:
    doubt = make_event(message_id=ID, state=State.UNCERTAIN)

    assert list(found_in_log([line], [doubt])) == []


@given(st.lists(st.text()))
def test_any_lines_are_looked_through(lines: list[str]) -> None:
    list(found_in_log([*lines, *(f"kakekomi-notice.{line}" for line in lines)], [make_event()]))


def test_only_what_is_in_doubt_is_settled_by_the_way(tmp_path: Path) -> None:
    doubts = [make_event("a", state=State.SENDING), make_event("b", state=State.UNCERTAIN)]
    with Record(tmp_path / "r") as record:
        for event in (*doubts, make_event("c"), make_event("d", state=State.REFUSED)):
            record.add(event)

        assert in_doubt(record) == tuple(doubts)


def test_settling_keeps_the_mail_and_says_who_settled_it() -> None:
    doubt = make_event(state=State.UNCERTAIN, digest="d")

    assert settled(doubt, is_sent=True, by="田中", at=NOW) == make_event(by="田中", digest="d")
    assert settled(doubt, is_sent=False, by="", at=NOW).state is State.NOT_SENT


@pytest.mark.parametrize("state", [State.SENT, State.TOLD])
def test_who_was_told_is_not_settled_again(state: State) -> None:
    with pytest.raises(ConfigurationError, match="nothing to settle"):
        settled(make_event(state=state), is_sent=False, by="", at=NOW)
