import msgspec
import pytest

from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Rule
from kakekomi.packs.osquery_sql import NotExportableError, osquery_sql

RULE = load_embedded().rule("host/fake-defender-service")


def made_rule(sql: str) -> Rule:
    return msgspec.structs.replace(RULE, sql=sql)


def test_the_subject_is_left_out_and_tables_become_views() -> None:
    sql = osquery_sql(
        made_rule("SELECT s.subject, s.name FROM services s WHERE s.path = 'services'")
    )

    assert sql.endswith("SELECT s.name FROM kakekomi_services s WHERE s.path = 'services'")


def test_calls_inside_calls_are_written_out() -> None:
    sql = osquery_sql(
        made_rule("SELECT s.subject, s.name FROM services s WHERE letters_only(basename(s.path))")
    )

    assert "basename" not in sql
    assert "letters_only" not in sql


@pytest.mark.parametrize(
    ("sql", "why"),
    [
        (
            "SELECT a.subject, a.name FROM av_threat a",
            "osquery has nothing like the table av_threat",
        ),
        ("SELECT f.subject, f.path FROM file f WHERE f.is_pe", "osquery can't tell file.is_pe"),
        ("SELECT s.subject, nfkc(s.name) FROM services s", "osquery has no function nfkc()"),
        ("SELECT s.name FROM services s", "the first column is not a table's subject"),
        ("SELECT s.subject, basename(s.name FROM services s", "a bracket is not closed"),
        ("SELECT s.subject, random() FROM services s", "osquery has no function random()"),
    ],
)
def test_what_osquery_lacks_is_named(sql: str, why: str) -> None:
    with pytest.raises(NotExportableError) as refused:
        osquery_sql(made_rule(sql))

    assert str(refused.value) == why
