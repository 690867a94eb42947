from hypothesis import given
from hypothesis import strategies as st

from kakekomi.mail import pdf_string


def test_each_string_is_found_with_its_place() -> None:
    text = rb"<< /A (a\)(b)) /B <41 42> /C [(c)<>] >>"

    found = [(text[start:end], content) for start, end, content in pdf_string.find_all(text)]

    assert found == [
        (rb"(a\)(b))", b"a)(b)"),
        (b"<41 42>", b"AB"),
        (b"(c)", b"c"),
        (b"<>", b""),
    ]


def test_a_string_stands_at_its_place_or_does_not() -> None:
    assert pdf_string.at(b"/A  (x)", 2) == b"x"
    assert pdf_string.at(b"/A <<", 2) is None


def test_a_string_that_is_never_closed_ends_at_the_cap() -> None:
    ((start, end, content),) = pdf_string.find_all(b"(" + bytes(5_000))

    assert (start, end, len(content)) == (0, 4_000, 3_999)


@given(
    st.lists(st.sampled_from([b"(", b")", b"<", b">", b"\\", b"4", b"\r"]) | st.binary(max_size=3))
)
def test_any_bytes_give_strings_in_their_order(pieces: list[bytes]) -> None:
    places = [(start, end) for start, end, _ in pdf_string.find_all(b"".join(pieces))]

    assert places == sorted(places)
    assert all(end > start for start, end in places)
