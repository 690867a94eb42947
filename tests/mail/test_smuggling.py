import base64

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.drill.archive import ZipMember, make_zip
from kakekomi.mail import smuggling
from kakekomi.mail.smuggling import Smuggled

ARCHIVE = make_zip([ZipMember(name="a.iso", content=bytes(range(256)), deflate=False)])
LETTERS = base64.b64encode(ARCHIVE).decode()


def test_a_file_in_a_data_link_is_found_with_its_type() -> None:
    page = f'<a download="a.zip" href="data:application/zip;base64,{LETTERS}">open</a>'

    assert smuggling.find(page, has_script=False) == (Smuggled(ARCHIVE, "application/zip"),)


def test_a_data_link_without_base64_is_read_by_its_percent_codes() -> None:
    page = "<a href='data:text/html;charset=utf-8,%3Cb%3Ex'>"

    assert smuggling.find(page, has_script=False) == (Smuggled(b"<b>x", "text/html"),)


@pytest.mark.parametrize("kind", ["image/png", "IMAGE/svg+xml", "font/woff2", "text/css"])
def test_pictures_and_fonts_are_left_out(kind: str) -> None:
    assert smuggling.find(f'<img src="data:{kind};base64,{LETTERS}">', has_script=False) == ()


@pytest.mark.parametrize("quote", ["'", '"', "`"])
def test_base64_of_a_file_in_a_script_is_found(quote: str) -> None:
    page = f"<script>var b={quote}{LETTERS}{quote};atob(b)</script>"

    assert smuggling.find(page, has_script=True) == (Smuggled(ARCHIVE, None),)
    assert smuggling.find(page, has_script=False) == ()


def test_line_ends_inside_a_script_literal_are_skipped() -> None:
    broken = "\\\n".join(LETTERS[at : at + 76] for at in range(0, len(LETTERS), 76))

    assert smuggling.find(f'<script>b="{broken}"', has_script=True) == (Smuggled(ARCHIVE, None),)


@pytest.mark.parametrize("literal", ["'UEsDBshort'", "UEsDB" + "A" * 400, "'" + "A" * 400 + "'"])
def test_short_unquoted_and_unknown_literals_are_no_files(literal: str) -> None:
    assert smuggling.find(f"<script>{literal}</script>", has_script=True) == ()


def test_the_same_file_in_link_and_script_comes_once() -> None:
    page = f"<a href='data:a/b;base64,{LETTERS}'></a><script>x='{LETTERS}'</script>"

    assert smuggling.find(page, has_script=True) == (Smuggled(ARCHIVE, "a/b"),)


@pytest.mark.parametrize("piece", ["data:", "data:a/b;base64,", "'UEsDB", "data:a/b;", "TVqQ"])
def test_repeated_pieces_are_read_to_the_end(piece: str) -> None:
    assert len(smuggling.find(piece * 20_000, has_script=True)) <= smuggling.MAX_FILES


@given(st.text(alphabet=st.sampled_from("data:/;base64,UEsDB='\"AQ=+ "), max_size=200))
def test_any_text_gives_a_list(page: str) -> None:
    assert isinstance(smuggling.find(page, has_script=True), tuple)
