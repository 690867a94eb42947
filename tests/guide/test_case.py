import pytest

from guide.cases import (
    ABUSED_NAME,
    INFECTED_OFFICE,
    emotet,
    make_answer,
    make_check,
    make_declaration,
    make_organization,
    make_pc,
    make_person,
    make_subject,
    open_case,
    pack_with,
)
from kakekomi.facts.case_tables import Organization, Person
from kakekomi.facts.mail_tables import Message, Url
from kakekomi.guide.case import Case
from kakekomi.guide.tasks import tasks
from kakekomi.packs.model import Pack


def test_patterns_come_in_the_order_of_the_pack_and_subjects_in_theirs() -> None:
    case = open_case(
        *ABUSED_NAME, make_pc("B", make_check("detected")), make_pc("A", make_check("detected"))
    )

    assert case.patterns == (
        ("opened_attachment", "A"),
        ("opened_attachment", "B"),
        ("our_name_abused", "sato"),
        ("received_only", "sato"),
    )


def test_rows_of_one_subject_may_come_in_several_parts() -> None:
    case = open_case(
        make_pc("PC-1"),
        make_subject("PC-1", make_check("detected")),
        make_subject("PC-1", make_declaration("reinstall", days=1)),
    )

    assert case.stages == (
        ("prevention", "PC-1"),
        ("suspected", "PC-1"),
        ("infected", "PC-1"),
        ("recovery", "PC-1"),
    )


def test_opening_a_case_forgets_the_one_before() -> None:
    open_case(*INFECTED_OFFICE)

    case = open_case(make_pc("PC-9"))

    assert (case.patterns, case.stages) == ((), (("prevention", "PC-9"),))


def test_only_tables_that_some_query_reads_are_loaded() -> None:
    needed = open_case().needed

    assert {Message, Person, Organization} <= needed
    assert Url not in needed


EVERYTHING = ", ".join(f"pattern p{i}, check_result c{i}, answer a{i}, pc h{i}" for i in range(6))


def pack_asking(sql: str) -> Pack:
    """The Emotet pack with one more pattern, ``zz``, last in order."""
    text = emotet().text("patterns/received_only.sql")
    front = text[: text.index("SELECT")].replace("received_only", "zz")
    return pack_with("patterns/zz.sql", front.replace("order: 3", "order: 9") + sql)


@pytest.mark.parametrize(
    "sql",
    [
        pytest.param("SELECT p.no_such_column FROM pattern p", id="unknown column"),
        pytest.param("DELETE FROM pattern", id="not a question"),
        pytest.param(f"SELECT 'x' FROM {EVERYTHING}", id="joins all"),  # noqa: S608  a test
    ],
)
def test_a_query_that_cannot_be_run_gives_nobody_and_is_named(sql: str) -> None:
    with Case(pack_asking(sql), budget=200_000) as case:
        case.open(INFECTED_OFFICE)

        assert "zz" not in {pattern for pattern, _ in case.patterns}
        assert case.failed == ("patterns/zz.sql",)


def test_a_subject_that_is_no_text_is_nobody() -> None:
    with Case(pack_asking("SELECT NULL AS subject FROM organization o")) as case:
        case.open(INFECTED_OFFICE)

        assert "zz" not in {pattern for pattern, _ in case.patterns}
        assert case.failed == ()


def test_a_case_of_a_thousand_pcs_stays_within_the_budget_of_each_query() -> None:
    people = [
        make_person(f"p{i}", make_answer("opened", "yes"), make_answer("kind", "script"))
        for i in range(1000)
    ]
    pcs = [make_pc(f"PC-{i}", make_check("nothing_found"), person=f"p{i}") for i in range(1000)]

    case = open_case(make_organization(pcs_total=1000), *people, *pcs)

    assert {subject for stage, subject in case.stages if stage == "infected"} == {
        f"PC-{i}" for i in range(1000)
    }
    assert len({task.subject for task in tasks(case) if task.step.id == "isolate-pc"}) == 1000
    assert case.failed == ()
