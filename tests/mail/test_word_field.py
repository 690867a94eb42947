import pytest

from kakekomi.mail import word_field

BEGIN = '<w:fldChar w:fldCharType="begin"/>'
END = '<w:fldChar w:fldCharType="end"/>'


def test_an_instruction_spread_over_runs_is_put_together() -> None:
    text = f'{BEGIN}<w:instrText xml:space="preserve">DD</w:instrText>'
    text += f"<w:instrText>EAUTO cmd &quot;/k x&quot;</w:instrText>{END}"

    assert word_field.in_markup(text) == ['DDEAUTO cmd "/k x"']


def test_a_simple_field_is_read() -> None:
    assert word_field.in_markup('<w:fldSimple w:instr="dde cmd x"/>') == ["dde cmd x"]


def test_other_fields_are_none() -> None:
    text = f"{BEGIN}<w:instrText>PAGE</w:instrText>{END}<w:t>DDEAUTO is a word here</w:t>"

    assert word_field.in_markup(text + '<w:fldSimple w:instr="ADDED"/>') == []


@pytest.mark.parametrize("codec", ["cp1252", "utf-16-le"])
def test_fields_in_a_stream_are_read_in_either_width(codec: str) -> None:
    stream = "x\x13 DDEAUTO cmd \x14y\x15 \x13PAGE\x15".encode(codec)

    assert word_field.in_stream(stream) == ["DDEAUTO cmd"]


def test_the_text_of_one_field_is_read() -> None:
    assert word_field.in_text(' DDEAUTO c "x" ') == ['DDEAUTO c "x"']
