"""Which columns rules may read."""

import pytest

from kakekomi.facts.mail_tables import Attachment, OwnDomain, Url
from kakekomi.facts.row import columns
from kakekomi.judge.read_columns import read_columns
from packs.make_pack import make_rule

ALL = tuple(column.name for column in columns(Attachment))


def test_the_columns_of_all_rules_are_joined_in_declared_order() -> None:
    rules = [
        make_rule("SELECT a.subject, a.name FROM attachment a WHERE a.encrypted"),
        make_rule(
            "SELECT u.subject, U.HREF FROM url u JOIN attachment a"
            " ON a.node = u.node AND u.subject = a.subject JOIN own_domain USING (subject)"
        ),
    ]

    assert read_columns(rules) == {
        Attachment: ("node", "name", "encrypted"),
        Url: ("node", "href"),
        OwnDomain: (),
    }


@pytest.mark.parametrize(
    "sql",
    [
        "SELECT * FROM attachment",
        "SELECT DISTINCT * FROM attachment",
        "SELECT a.subject, x.* FROM attachment a, (SELECT subject, * FROM attachment) x",
        "SELECT a.subject FROM attachment a NATURAL JOIN attachment b",
    ],
)
def test_a_query_that_reads_columns_without_naming_them_reads_all(sql: str) -> None:
    assert read_columns([make_rule(sql)]) == {Attachment: ALL}


@pytest.mark.parametrize(
    ("sql", "names"),
    [
        ("SELECT a.subject, count(*) FROM attachment a", ()),
        ("SELECT a.subject, a.size_bytes * 2 FROM attachment a", ("size_bytes",)),
        ('SELECT a.subject, a."name", a.[parent], a.`inline` FROM attachment a',
         ("parent", "name", "inline")),
    ],
)  # fmt: skip
def test_stars_that_count_or_multiply_read_nothing_more_and_quotes_hide_nothing(
    sql: str, names: tuple[str, ...]
) -> None:
    assert read_columns([make_rule(sql)]) == {Attachment: names}


def test_without_rules_nothing_is_read() -> None:
    assert read_columns([]) == {}
