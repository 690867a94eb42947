from kakekomi.facts.fact_set import FactSet
from kakekomi.packs.lint_queries import content_rule_ids, examples_of, lint_query
from kakekomi.packs.model import ContentRule
from kakekomi.packs.problem import Problem
from packs.make_pack import make_files


def test_a_query_is_prepared_behind_the_gate_and_never_run() -> None:
    with FactSet() as facts:
        endless = "SELECT a.subject FROM url a, url b, url c, url d, url e"

        assert lint_query(facts, endless, "x.sql", 3) == []
        assert lint_query(facts, "DROP TABLE url", "x.sql", 3) == [
            Problem("x.sql", 3, 'the query does not run: near "DROP": syntax error')
        ]
        assert lint_query(facts, "SELECT 1) UNION SELECT name FROM (sqlite_master", "x.sql", 3) == [
            Problem(
                "x.sql",
                3,
                "the query does not run: may not read 'sqlite_master': not a table of facts",
            )
        ]


def test_identifiers_of_content_rules_are_read_from_their_source() -> None:
    source = "// rule not_this\nrule first { condition: true }\n private rule second : tag {"

    assert content_rule_ids([ContentRule(file="x.yar", source=source)]) == {"first", "second"}


def test_missing_examples_are_a_problem_of_their_file() -> None:
    examples = examples_of(make_files(), "rules/mail/none.sql")

    assert [problem.file for problem in examples.problems] == ["rules/mail/none.examples.toml"]
    assert examples.cases == ()
