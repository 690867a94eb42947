import pytest

from kakekomi.packs.front_matter import FrontMatter
from kakekomi.packs.model import Role, Text
from kakekomi.packs.problem import Problem
from kakekomi.packs.sql_file import parse


def make_matter(text: str) -> FrontMatter:
    return FrontMatter(parse(text, "x.sql"))


def test_values_are_read_as_what_they_are() -> None:
    matter = make_matter(
        "-- id: x\n-- title.ja: 題\n-- title.en: T\n-- weight: -3.5\n-- source: a, b,\n"
        "-- role: vendor\nSELECT 1"
    )

    assert matter.text("id") == "x"
    assert matter.in_languages("title") == Text(ja="題", en="T")
    assert matter.number("weight") == -3.5
    assert matter.words("source") == ("a", "b")
    assert matter.choice("role", Role, Role.EMPLOYEE) is Role.VENDOR
    assert matter.in_languages_or_none("danger") is None
    assert matter.query() == ("SELECT 1", 7)
    matter.finish()
    assert matter.problems == []


def test_what_is_missing_wrong_or_unknown_is_named() -> None:
    matter = make_matter(
        "-- weight: heavy\n-- role: boss\n-- colour: red\n-- danger.ja: 危\nSELECT 1"
    )
    matter.text("id")
    matter.number("weight")
    matter.choice("role", Role, Role.EMPLOYEE)
    matter.in_languages_or_none("danger")
    matter.query("applies")
    matter.finish(queries=("applies",))

    assert matter.problems == [
        Problem("x.sql", 1, "needs a line '-- id: …'"),
        Problem("x.sql", 1, "weight must be a number, not 'heavy'"),
        Problem(
            "x.sql", 2, "role must be one of employee, administrator, manager, vendor, not 'boss'"
        ),
        Problem("x.sql", 1, "needs a line '-- danger.en: …'"),
        Problem("x.sql", 1, "has no query below a line -- applies"),
        Problem(
            "x.sql",
            3,
            "unknown key 'colour'; known here: danger.en, danger.ja, id, role, weight",
        ),
        Problem("x.sql", 5, "query 'without a name' is out of place"),
    ]


@pytest.mark.parametrize("value", ["nan", "inf", "-inf", "1e9", "0x5", ""])
def test_a_number_is_finite_and_of_sane_size(value: str) -> None:
    matter = make_matter(f"-- weight: {value}\nSELECT 1")

    assert matter.number("weight") == 0
    assert matter.problems
