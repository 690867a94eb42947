import msgspec
import pytest
from hypothesis import given

from facts.strategies import FACTS, ROWS
from kakekomi.facts.errors import ParseError
from kakekomi.facts.mail_tables import Password
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.facts.wire import decode_object, decode_row, encode_lines, encode_row


def test_a_line_names_subject_table_and_every_column() -> None:
    facts = SubjectFacts(
        subject="a.eml", kind=Kind.MAIL, rows=(Password(value="パス", label="パスワード"),)
    )

    (line,) = encode_lines(facts)

    assert msgspec.json.decode(line) == {
        "subject": "a.eml",
        "table": "password",
        "row": {"value": "パス", "label": "パスワード", "source": "body"},
    }


@given(ROWS)
def test_every_row_survives_the_wire(row: Row) -> None:
    assert decode_row(decode_object(encode_row(row))) == row


@given(FACTS)
def test_there_is_one_line_a_row(facts: SubjectFacts) -> None:
    decoded = [decode_row(decode_object(line)) for line in encode_lines(facts)]

    assert tuple(decoded) == facts.rows


@pytest.mark.parametrize(
    ("line", "complaint"),
    [
        (b"{", "not JSON"),
        (b"[1]", "not a JSON object"),
        (b'{"table":"nothing","row":{}}', "unknown table 'nothing'"),
        (b'{"table":"password","row":{"value":1}}', "password"),
        (b'{"table":"password","row":{"value":"x","evil":1}}', "evil"),
        (b'{"table":"password"}', "password"),
        (b'{"table":["password"],"row":{}}', "unknown table"),
    ],
)
def test_what_is_no_row_is_refused_with_the_place(line: bytes, complaint: str) -> None:
    with pytest.raises(ParseError, match=complaint) as caught:
        decode_row(decode_object(line, where="x.jsonl"), where="x.jsonl")

    assert caught.value.where == "x.jsonl"
