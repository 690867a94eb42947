import pytest
from hypothesis import given
from hypothesis import strategies as st

from kakekomi.packs.problem import Problem
from kakekomi.packs.sql_file import MAX_SQL_FILE_CHARS, Entry, Query, SqlFile, parse


def test_front_matter_and_query_are_told_apart() -> None:
    text = (
        "-- id: mail/x\n-- title.ja: 題: 副題\n-- says.en: One\n--   two\n\n"
        "SELECT a.subject -- why\nFROM attachment a;\n"
    )

    assert parse(text, "x.sql") == SqlFile(
        path="x.sql",
        entries=(
            Entry(key="id", value="mail/x", line=1),
            Entry(key="title.ja", value="題: 副題", line=2),
            Entry(key="says.en", value="One two", line=3),
        ),
        queries=(Query(name="", sql="SELECT a.subject -- why\nFROM attachment a", line=6),),
        problems=(),
    )


def test_the_two_queries_of_a_step_stand_below_their_names() -> None:
    file = parse("-- id: x\n-- applies\nSELECT 1\n-- proven\nSELECT 2\nFROM t\n", "x.sql")

    assert file.queries == (
        Query(name="applies", sql="SELECT 1", line=3),
        Query(name="proven", sql="SELECT 2\nFROM t", line=5),
    )


def test_windows_line_ends_change_nothing() -> None:
    text = "-- id: x\n-- applies\nSELECT 1\n-- proven\nSELECT 2\n"

    assert parse(text.replace("\n", "\r\n"), "x.sql") == parse(text, "x.sql")


def test_every_slip_of_the_front_matter_is_named_with_its_line() -> None:
    text = "--   nothing above\n-- a remark\n-- id: x\n-- id: y\nSELECT 1"

    assert parse(text, "x.sql").problems == (
        Problem("x.sql", 1, "continues a key, but there is none above"),
        Problem("x.sql", 2, "is no front matter of the form key: '-- a remark'"),
        Problem("x.sql", 4, "key 'id' stands twice"),
    )


def test_a_file_too_long_to_review_is_refused() -> None:
    (problem,) = parse("x" * (MAX_SQL_FILE_CHARS + 1), "x.sql").problems

    assert "longer" in problem.message


@given(st.text(max_size=200))
def test_any_text_gives_a_file(text: str) -> None:
    file = parse(text, "x.sql")

    assert all(query.sql for query in file.queries)


@pytest.mark.parametrize("nothing", [";", " ; ;\n", "-- applies\n;\n-- proven\n;"])
def test_a_semicolon_alone_is_no_query(nothing: str) -> None:
    assert parse(nothing, "x.sql").queries == ()


@given(st.lists(st.sampled_from(["-- id: x", "--   y", "-- applies", "SELECT 1", "", "--"])))
def test_any_order_of_lines_gives_a_file(lines: list[str]) -> None:
    file = parse("\n".join(lines), "x.sql")

    assert all(1 <= query.line <= len(lines) + 1 for query in file.queries)
