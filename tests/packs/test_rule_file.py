import pytest

from kakekomi.facts.subject import Kind
from kakekomi.packs.model import CaseQuery, Proof, Role, Rule, Step, Text
from kakekomi.packs.rule_file import read_case_query, read_rule, read_step, tables_in
from kakekomi.packs.sql_file import parse
from packs.make_pack import CASE_QUERY, RULE, STEP


def test_a_rule_is_read_whole() -> None:
    rule, problems = read_rule(parse(RULE, "rules/mail/encrypted.sql"))

    assert problems == []
    assert rule == Rule(
        id="mail/encrypted",
        kind=Kind.MAIL,
        title=Text(ja="暗号化", en="Encrypted"),
        says=Text(ja="「{name}」は暗号化されています。", en='"{name}" is encrypted.'),
        weight_db=12.0,
        group=None,
        capped=False,
        attack=("T1566.001",),
        since="2020-09",
        false_positives=Text(ja="取引先の習慣", en="A partner's habit"),
        sources=("page-one",),
        sql="SELECT a.subject, a.name, a.encrypted\nFROM   attachment a\nWHERE  a.encrypted",
        tables=frozenset({"attachment"}),
        file="rules/mail/encrypted.sql",
        line=12,
    )


@pytest.mark.parametrize(
    ("old", "new", "message"),
    [
        ("mail/encrypted", "mail/other", "must be 'mail/encrypted', after the file's place"),
        ("-- weight: 12", "-- weight: 0", "weight must be in decibans"),
        ("-- weight: 12", "-- weight: 99", "weight must be in decibans"),
        ("-- weight: 12", "-- weight: 12\n-- caps: detected", "caps can only be 'suspicious'"),
        ("T1566.001", "T1566.1", "'T1566.1' is no ATT&CK technique"),
        ("2020-09", "2020-13", "since must be a month or year"),
        ("-- title.ja: 暗号化\n", "", "needs a line '-- title.ja: …'"),
        ("-- false-positives.ja: 取引先の習慣\n", "", "needs a line '-- false-positives.ja: …'"),
    ],
)
def test_what_is_wrong_with_a_rule_is_named(old: str, new: str, message: str) -> None:
    _, problems = read_rule(parse(RULE.replace(old, new), "rules/mail/encrypted.sql"))

    assert [message in problem.message for problem in problems] == [True]


def test_a_host_rule_judges_pcs_and_may_be_capped() -> None:
    text = RULE.replace("mail/encrypted", "host/encrypted").replace(
        "-- weight", "-- caps: suspicious\n-- group: g\n-- weight"
    )

    rule, problems = read_rule(parse(text, "rules/host/encrypted.sql"))

    assert problems == []
    assert (rule.kind, rule.capped, rule.group) == (Kind.PC, True, "g")


def test_a_step_is_read_whole() -> None:
    step, problems = read_step(parse(STEP, "steps/isolate-pc.sql"))

    assert problems == []
    assert step == Step(
        id="isolate-pc",
        title=Text(ja="切り離す", en="Cut off"),
        says=Text(ja="LANケーブルを抜いてください。", en="Pull the cable."),
        danger=None,
        stages=("suspected",),
        patterns=("opened",),
        role=Role.EMPLOYEE,
        order=10.0,
        minutes=1,
        proof=Proof.DECLARATION,
        sources=("page-one",),
        applies_sql="SELECT p.subject FROM pattern p WHERE p.pattern = 'opened'",
        proven_sql="SELECT d.subject FROM declaration d WHERE d.step = 'isolate-pc'",
        file="steps/isolate-pc.sql",
        applies_line=14,
        proven_line=16,
    )


def test_a_pattern_is_read_whole() -> None:
    pattern, problems = read_case_query(
        parse(CASE_QUERY.format(id="opened"), "patterns/opened.sql")
    )

    assert problems == []
    assert pattern == CaseQuery(
        id="opened",
        title=Text(ja="題", en="Title"),
        says=Text(ja="文", en="Sentence"),
        order=1.0,
        sources=("page-one",),
        sql="SELECT a.subject FROM answer a WHERE a.value = 'yes'",
        file="patterns/opened.sql",
        line=8,
    )


def test_tables_of_a_query_are_never_too_few() -> None:
    sql = "SELECT A.subject FROM Attachment a, (SELECT 1 FROM yara_match) y -- url"

    assert tables_in(sql) == {"attachment", "yara_match", "url"}
