from hypothesis import given
from hypothesis import strategies as st

from kakekomi.packs.tokens import Token, tokens


def test_sql_comes_apart_without_blanks_and_comments() -> None:
    assert tokens("SELECT a.Name, 'it''s' -- x\nFROM \"t\" /* y */ WHERE b<>1") == (
        Token("word", "select", 0),
        Token("word", "a", 0),
        Token("sign", ".", 0),
        Token("word", "name", 0),
        Token("sign", ",", 0),
        Token("text", "'it''s'", 0),
        Token("word", "from", 1),
        Token("quoted", '"t"', 1),
        Token("word", "where", 1),
        Token("word", "b", 1),
        Token("sign", "<>", 1),
        Token("number", "1", 1),
    )


@given(st.text(max_size=100))
def test_any_text_gives_tokens_that_are_all_of_it_but_blanks_and_comments(text: str) -> None:
    assert all(token.text for token in tokens(text))
