"""Which tables must have rows for a rule to fire."""

import pytest

from kakekomi.facts.gap import Gap
from kakekomi.facts.mail_tables import Attachment, Correspondent, Message, Url
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.judge.engine import Judge
from kakekomi.judge.needed_tables import Questions, RuleChoice, needed_tables
from kakekomi.packs.load import load_embedded
from packs.make_pack import make_rule


@pytest.mark.parametrize(
    ("sql", "tables"),
    [
        ("SELECT m.subject, m.text FROM message m", {"message"}),
        ("SELECT subject, text FROM message", {"message"}),
        ("SELECT DISTINCT m.subject, u.href FROM message m, url u", {"message", "url"}),
        (
            "SELECT m.subject, u.href FROM message m JOIN url u ON u.subject = m.subject"
            " LEFT JOIN attachment a USING (subject) CROSS JOIN password WHERE m.text > ''",
            {"message", "url", "password"},
        ),
        (
            "SELECT m.subject, m.text FROM message m WHERE EXISTS (SELECT 1 FROM url, attachment)"
            " AND m.text IN (SELECT href FROM url) ORDER BY (SELECT 1 FROM password)",
            {"message"},
        ),
        ("SELECT m.subject, m.text FROM (SELECT * FROM url) u JOIN message m", {"message"}),
    ],
)
def test_tables_joined_at_the_outermost_level_are_needed(sql: str, tables: set[str]) -> None:
    assert needed_tables(sql) == tables


@pytest.mark.parametrize(
    "sql",
    [
        "WITH x AS (SELECT * FROM url) SELECT m.subject, m.text FROM message m",
        "SELECT m.subject, m.text FROM message m UNION SELECT u.subject, u.href FROM url u",
        "SELECT m.subject, m.text FROM message m RIGHT JOIN url u USING (subject)",
        "SELECT m.subject, m.text FROM message m FULL JOIN url u USING (subject)",
        "SELECT 0, count(*) FROM message",
        "SELECT coalesce(m.subject, 0), m.text FROM message m",
        "SELECT m.subject + 0, m.text FROM message m",
        "SELECT 1",
        "",
    ],
)
def test_in_a_query_of_another_shape_no_table_is_needed(sql: str) -> None:
    assert needed_tables(sql) == frozenset()


def test_rules_are_chosen_by_the_tables_that_have_rows_and_so_is_what_is_read() -> None:
    links = make_rule("SELECT u.subject, u.href FROM url u")
    known = make_rule(
        "SELECT m.subject, m.from_name FROM message m JOIN correspondent c USING (subject)"
    )
    choice = RuleChoice([links, known])

    assert choice.of(frozenset({Message, Url, Gap})) == Questions((links,), {Url: ("href",)})
    assert choice.of(frozenset({Message, Correspondent})) == Questions(
        (known,), {Message: ("from_name",), Correspondent: ()}
    )
    assert choice.of(frozenset({Message, Attachment})) == Questions((), {})


def test_a_rule_of_the_pack_fires_only_if_the_tables_it_needs_have_rows() -> None:
    pack = load_embedded()

    for rule in pack.rules:
        assert needed_tables(rule.sql) <= rule.tables


def test_a_mail_is_judged_alike_alone_and_beside_one_with_more_tables() -> None:
    plain = SubjectFacts(
        subject="plain",
        kind=Kind.MAIL,
        rows=(Message(from_address="a@b.example", from_domain="b.example"),),
    )
    richer = SubjectFacts(
        subject="richer",
        kind=Kind.MAIL,
        rows=(
            Message(from_address="a@b.example", from_domain="b.example"),
            Correspondent(address="a@c.example", name="A"),
            Attachment(node=0, name="x.exe", extension="exe", detected_type="pe"),
        ),
    )

    with Judge(load_embedded()) as judge:
        alone = [judge.judge((facts,))[0] for facts in (plain, richer)]
        together = list(judge.judge((plain, richer)))

    assert together == alone
    assert [bool(one.findings) for one in together] == [False, True]
