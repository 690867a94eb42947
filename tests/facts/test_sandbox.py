from collections.abc import Iterator
from contextlib import suppress

import pytest

from kakekomi.facts.fact_set import FactSet
from kakekomi.facts.mail_tables import Attachment, Message, Url
from kakekomi.facts.sandbox import PACK_MARK, BudgetError, QueryError, budget_for
from kakekomi.facts.subject import FactsBuilder, Kind, SubjectFacts


def make_mail(subject: str = "a.eml", *, urls: int = 1, text: str = "hello") -> SubjectFacts:
    builder = FactsBuilder(subject, Kind.MAIL)
    builder.add(Message(text=text), Attachment(node=1, name="a.zip"))
    builder.add(*(Url(href=f"https://example.com/{n}") for n in range(urls)))
    return builder.build()


@pytest.fixture
def facts() -> Iterator[FactSet]:
    with FactSet() as fact_set:
        fact_set.load([make_mail()])
        yield fact_set


def test_a_query_reads_facts_and_calls_the_listed_functions(facts: FactSet) -> None:
    rows = facts.gate.query(
        "SELECT a.subject, upper(basename('C:\\x\\' || a.name)), count(*) FROM attachment a"
        " JOIN url u USING (subject) GROUP BY a.subject"
    )

    assert list(rows) == [("a.eml", "A.ZIP", 1)]


@pytest.mark.parametrize(
    ("sql", "reason"),
    [
        ("ATTACH '/tmp/x.db' AS x", "may only SELECT"),
        ("ATTACH ':memory:' AS x", "may only SELECT"),
        ("DETACH main", "may only SELECT"),
        ("PRAGMA writable_schema = 1", "may only SELECT"),
        ("PRAGMA hard_heap_limit", "may only SELECT"),
        ("SELECT * FROM pragma_table_info('message')", "may "),
        ("SELECT load_extension('x')", "may not call load_extension()"),
        ("INSERT INTO attachment (subject) VALUES ('x')", "may only SELECT"),
        ("UPDATE message SET text = ''", "may only SELECT"),
        ("DELETE FROM message", "may only SELECT"),
        ("DROP TABLE message", "may "),
        ("CREATE TABLE t (x)", "may "),
        ("CREATE TEMP TABLE t (x)", "may "),
        ("CREATE TRIGGER t AFTER INSERT ON url BEGIN SELECT 1; END", "may "),
        ("ALTER TABLE message RENAME TO x", "may "),
        ("REINDEX", "may "),
        ("ANALYZE", "may "),
        ("BEGIN", "may only SELECT"),
        ("SAVEPOINT s", "may only SELECT"),
        ("SELECT name FROM sqlite_master", "may not read 'sqlite_master'"),
        ("SELECT name FROM sqlite_schema", "may not read 'sqlite_"),
        ("SELECT * FROM json_each('[1]')", "may "),
        ("SELECT randomblob(1000000000)", "may not call randomblob()"),
        ("SELECT zeroblob(1000000000)", "may not call zeroblob()"),
        ("SELECT printf('%.*c', 1000000000, 'x')", "may not call printf()"),
        ("SELECT format('%.*c', 1000000000, 'x')", "may not call format()"),
        ("SELECT random()", "may not call random()"),
        ("SELECT datetime('now')", "may not call datetime()"),
        ("SELECT CURRENT_TIMESTAMP", "may not call current_timestamp()"),
        ("SELECT sqlite_version()", "may not call sqlite_version()"),
        ("SELECT writefile('x', 'y')", "no such function"),
        ("SELECT readfile('/etc/passwd')", "no such function"),
        ("SELECT 'a' REGEXP 'b'", "no such function"),
        ("SELECT 'a' MATCH 'b'", "may not call match()"),
        (
            "WITH RECURSIVE c(x) AS (SELECT 1 UNION ALL SELECT x + 1 FROM c) SELECT x FROM c",
            "may not be recursive",
        ),
        ("SELECT 1; SELECT 2", "one statement"),
    ],
)
def test_anything_but_reading_facts_is_refused(facts: FactSet, sql: str, reason: str) -> None:
    with pytest.raises(QueryError) as caught:
        list(facts.gate.query(sql))

    assert reason in str(caught.value)
    assert facts.connection.execute("SELECT text FROM message").fetchall() == [("hello",)]


def test_a_statement_of_ours_prepared_before_does_not_open_the_gate(facts: FactSet) -> None:
    facts.connection.execute('DELETE FROM "url"')  # now cached as allowed

    with pytest.raises(QueryError, match="may only SELECT"):
        list(facts.gate.query('DELETE FROM "url"'))
    with pytest.raises(QueryError, match="may only SELECT"):
        list(facts.gate.query(PACK_MARK + 'DELETE FROM "url"'))  # noqa: S608


def test_the_gate_opens_again_after_a_refusal_and_after_a_reader_that_stops_early(
    facts: FactSet,
) -> None:
    with pytest.raises(QueryError):
        list(facts.gate.query("DROP TABLE url"))
    rows = facts.gate.query("SELECT subject FROM url UNION ALL SELECT subject FROM message")
    next(rows)
    rows.close()

    assert facts.load([make_mail(urls=3)]) == 5


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT count(*) FROM url a, url b, url c, url d",
        "SELECT a.href FROM url a, url b, url c ORDER BY a.href || b.href || c.href",
        "SELECT DISTINCT a.href || b.href || c.href FROM url a, url b, url c",
        "SELECT group_concat(a.href) FROM url a, url b, url c",
    ],
)
def test_joining_everything_with_everything_is_stopped(facts: FactSet, sql: str) -> None:
    facts.load([make_mail(urls=500)])

    with pytest.raises(BudgetError, match="more"):
        list(facts.gate.query(sql))


def test_long_strings_end_in_an_error_and_not_in_the_memory(facts: FactSet) -> None:
    grown = "a.name"
    for _ in range(30):
        grown = f"replace({grown}, 'a', 'aaaaaaaaaaaaaaaa')"

    with pytest.raises(QueryError):
        list(facts.gate.query(f"SELECT {grown} FROM attachment a"))  # noqa: S608


def test_sorting_more_than_the_heap_limit_ends_in_a_budget_error() -> None:
    with FactSet() as facts:
        facts.load([make_mail(urls=400, text="x" * 200_000)])

        with pytest.raises(BudgetError, match="memory"):
            list(
                facts.gate.query(
                    "SELECT m.text || a.href || b.href AS t FROM message m, url a, url b ORDER BY t"
                )
            )
        facts.load([make_mail()])
        assert list(facts.gate.query("SELECT m.text FROM message m")) == [("hello",)]


def test_deep_and_long_sql_is_refused(facts: FactSet) -> None:
    for sql in (
        "SELECT " + "(" * 500 + "1" + ")" * 500 + " FROM " + "url, " * 70 + "url",
        "SELECT " + " + ".join(["1"] * 200),
        "SELECT 1 UNION " * 30 + "SELECT 1",
        "SELECT '" + "x" * 70_000 + "'",
        "SELECT 'a' LIKE '" + "%a" * 300 + "'",
    ):
        with pytest.raises(QueryError):
            list(facts.gate.query(sql))


def test_names_are_told_without_running_the_query(facts: FactSet) -> None:
    facts.load([make_mail(urls=500)])

    names = facts.gate.names("SELECT a.subject, count(*) AS n FROM url a, url b, url c, url d")

    assert names == ("subject", "n")


def test_names_of_a_broken_query_say_what_is_wrong(facts: FactSet) -> None:
    with pytest.raises(QueryError, match=r"no such column: a\.nmae"):
        facts.gate.names("SELECT a.subject, a.nmae FROM attachment a")


def test_a_fresh_run_is_stopped_at_the_same_row_each_time(facts: FactSet) -> None:
    facts.load([make_mail(urls=300)])

    def rows_until_stopped() -> int:
        seen = 0
        rows = facts.gate.query("SELECT a.href FROM url a, url b", budget=50_000, is_fresh=True)
        with suppress(BudgetError):
            for _ in rows:
                seen += 1
        return seen

    counts = {rows_until_stopped() for _ in range(5)}

    assert len(counts) == 1
    assert counts.pop() < 300 * 300


def test_longer_texts_leave_fewer_instructions_and_never_more_than_shorter_ones() -> None:
    budgets = [budget_for(chars) for chars in (0, 8_192, 16_384, 200_000)]

    assert budgets == [2_000_000, 2_000_000, 1_000_000, 81_920]
