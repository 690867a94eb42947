from datetime import UTC, datetime

import msgspec
from hypothesis import given, settings
from hypothesis import strategies as st

from facts.strategies import FACTS
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment, Message, Password, Url
from kakekomi.facts.pc_tables import Launch
from kakekomi.facts.report_tables import EmocheckProcess, EmocheckReport
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.judge.engine import CHUNK_ROWS, CHUNK_SUBJECTS, Judge, chunks, judge
from kakekomi.judge.verdict import Evidence, Finding, Judgement, Verdict
from kakekomi.packs.load import load_embedded
from packs.make_pack import make_pack, make_rule

LOCKED = make_rule(
    "SELECT a.subject, a.name, p.value AS password FROM attachment a"
    " JOIN password p USING (subject) WHERE a.encrypted",
    name="mail/locked",
)
CROSS = make_rule("SELECT a.subject, a.href FROM url a, url b, url c", name="mail/cross")
OVERFLOW = make_rule(
    "SELECT a.subject, abs(a.size_bytes) AS size FROM attachment a", name="mail/overflow"
)
ANYTHING = make_rule("SELECT m.subject, m.text FROM message m", name="mail/anything", weight=3)

BEYOND = Gap(what=What.OTHER_MALWARE, why=Why.BEYOND_THIS_CHECK)


def make_mail(*rows: Row, subject: str = "a.eml") -> SubjectFacts:
    return SubjectFacts(subject=subject, kind=Kind.MAIL, rows=(Message(text="hello"), *rows))


def make_urls(count: int) -> tuple[Url, ...]:
    return tuple(Url(href=f"https://example.com/{n}") for n in range(count))


def make_locked(name: str = "a.zip") -> tuple[Row, ...]:
    return Attachment(node=1, name=name, encrypted=True), Password(value="123")


def test_a_rule_that_fires_gives_a_finding_with_its_evidence() -> None:
    (judgement,) = judge([make_mail(*make_locked())], make_pack(LOCKED))

    assert judgement == Judgement(
        subject="a.eml",
        kind=Kind.MAIL,
        verdict=Verdict.SUSPICIOUS,
        weight_db=12.0,
        findings=(
            Finding(
                rule="mail/locked",
                weight_db=12.0,
                attack=(),
                evidence=(
                    Evidence("attachment", "name", "a.zip"),
                    Evidence("password", "value", "123"),
                ),
                values={"name": "a.zip", "password": "123"},
            ),
        ),
        gaps=(),
        pack_id="mini",
        pack_version="1",
    )


def test_nothing_found_says_what_no_check_covers() -> None:
    (judgement,) = judge([make_mail()], make_pack(LOCKED))

    assert judgement.verdict is Verdict.NOTHING_FOUND
    assert judgement.gaps == (BEYOND,)


def test_one_rule_gives_one_finding_with_the_distinct_evidence_of_all_rows() -> None:
    rows = (*make_locked("b.zip"), *make_locked("a.zip"))

    (judgement,) = judge([make_mail(*rows)], make_pack(LOCKED))

    (finding,) = judgement.findings
    assert finding.evidence == (
        Evidence("attachment", "name", "a.zip"),
        Evidence("password", "value", "123"),
        Evidence("attachment", "name", "b.zip"),
    )
    assert finding.values == {"name": "a.zip", "password": "123"}


def test_evidence_is_cut_with_a_gap() -> None:
    rule = make_rule("SELECT u.subject, u.href FROM url u")

    (judgement,) = judge([make_mail(*make_urls(100))], make_pack(rule))

    assert len(judgement.findings[0].evidence) == 20
    assert judgement.findings[0].evidence[0].value == "https://example.com/0"
    assert judgement.gaps == (Gap(what=What.RULE, why=Why.LIMIT, detail="mail/rule"),)


def test_evidence_that_was_cut_does_not_make_a_rule_a_failed_one() -> None:
    rule = make_rule("SELECT u.subject, u.href FROM url u", weight=3)

    (judgement,) = judge([make_mail(*make_urls(100))], make_pack(rule))

    assert judgement.verdict is Verdict.NOTHING_FOUND


def test_equal_names_in_a_batch_stay_two_subjects() -> None:
    mails = [make_mail(*make_locked()), make_mail(), make_mail(*make_locked("b.zip"))]

    judgements = judge(mails, make_pack(LOCKED))

    assert [len(one.findings) for one in judgements] == [1, 0, 1]
    assert judgements[2].findings[0].values["name"] == "b.zip"


def test_a_rule_over_budget_becomes_a_gap_of_the_guilty_subject_only() -> None:
    mails = [make_mail(*make_urls(2), subject=f"{n}") for n in range(9)]
    mails[4] = make_mail(*make_urls(300), *make_locked(), subject="guilty")

    judgements = judge(mails, make_pack(LOCKED, CROSS))

    assert [len(one.findings) for one in judgements] == [1, 1, 1, 1, 2, 1, 1, 1, 1]
    assert {one.rule for one in judgements[4].findings} == {"mail/locked", "mail/cross"}
    gaps = [[gap for gap in one.gaps if gap.what is What.RULE] for one in judgements]
    (gap,) = gaps.pop(4)
    assert gap == Gap(what=What.RULE, why=Why.LIMIT, detail="mail/cross")
    assert gaps == [[]] * 8


def test_a_rule_that_fails_becomes_a_gap_of_the_guilty_subject_only() -> None:
    mails = [make_mail(Attachment(node=1, size_bytes=size)) for size in (1, -(2**63), 3)]

    judgements = judge(mails, make_pack(OVERFLOW, ANYTHING))

    assert [one.weight_db for one in judgements] == [15.0, 3.0, 15.0]
    assert [gap.detail for gap in judgements[1].gaps if gap.what is What.RULE] == [
        "mail/overflow: integer overflow"
    ]


def test_a_rule_that_reaches_for_anything_but_facts_is_named_as_failed() -> None:
    for sql in ("ATTACH 'x.db' AS y", "VACUUM INTO 'x.db'", "PRAGMA user_version"):
        (judgement,) = judge([make_mail()], make_pack(make_rule(sql, name="mail/reaching"), LOCKED))

        assert [
            gap.detail.partition(":")[0] for gap in judgement.gaps if gap.what is What.RULE
        ] == ["mail/reaching"]


def test_facts_that_no_database_takes_are_not_checked_and_harm_no_other() -> None:
    mails = [make_mail(), make_mail(*make_locked("\ud800")), make_mail(*make_locked())]

    judgements = judge(mails, make_pack(LOCKED))

    assert [one.verdict for one in judgements] == [
        Verdict.NOTHING_FOUND,
        Verdict.NOT_CHECKED,
        Verdict.SUSPICIOUS,
    ]
    assert "can't be loaded" in judgements[1].gaps[0].detail


def test_facts_that_no_database_takes_do_no_harm_where_no_rule_reads_them() -> None:
    (judgement,) = judge([make_mail(Attachment(node=2**70))], make_pack(LOCKED))

    assert judgement.verdict is Verdict.NOTHING_FOUND


def test_a_rule_that_names_other_subjects_accuses_nobody() -> None:
    rule = make_rule("SELECT 7 AS subject, m.text FROM message m")

    (judgement,) = judge([make_mail()], make_pack(rule, ANYTHING))

    assert judgement.weight_db == 3
    assert [gap.why for gap in judgement.gaps if gap.what is What.RULE] == [Why.FAILED]


def test_if_every_rule_failed_nothing_was_checked() -> None:
    rule = make_rule("SELECT a.subject, count(a.href) AS n FROM url a, url b, url c")

    (judgement,) = judge([make_mail(*make_urls(300))], make_pack(rule))

    assert judgement.verdict is Verdict.NOT_CHECKED


def test_what_a_flooded_rule_found_before_it_was_stopped_counts() -> None:
    (judgement,) = judge([make_mail(*make_urls(300))], make_pack(CROSS))

    assert judgement.verdict is Verdict.SUSPICIOUS
    assert Why.LIMIT in {gap.why for gap in judgement.gaps}


def test_evidence_never_names_a_file_of_windows() -> None:
    rule = make_rule(
        "SELECT r.subject, r.is_infected, p.process_name, p.image_path"
        " FROM emocheck_report r JOIN emocheck_process p USING (subject) WHERE r.is_infected",
        name="host/emocheck",
    )
    report = SubjectFacts(
        subject="PC-1",
        kind=Kind.REPORT,
        rows=(
            EmocheckReport(is_infected=True),
            EmocheckProcess(
                process_name="regsvr32.exe", image_path=r"C:\Windows\SysWOW64\regsvr32.exe"
            ),
        ),
    )

    (judgement,) = judge([report], make_pack(rule))

    assert judgement.findings[0].evidence == (
        Evidence("emocheck_report", "is_infected", value=True),
    )
    assert "image_path" not in judgement.findings[0].values


def test_host_rules_name_the_dll_and_keep_the_command_line_verbatim() -> None:
    rule = make_rule(
        "SELECT l.subject, l.target, l.command, l.host FROM launch l", name="host/launch"
    )
    target = r"C:\Users\a\AppData\Local\Qwer\asdf.dll"
    pc = SubjectFacts(
        subject="PC-1",
        kind=Kind.PC,
        rows=(
            Launch(
                origin="startup_items",
                name="asdf",
                host="regsvr32",
                target=target,
                command=rf'regsvr32.exe /s "{target}"',
            ),
        ),
    )

    (judgement,) = judge([pc], make_pack(rule))

    assert judgement.findings[0].evidence == (
        Evidence("launch", "target", target),
        Evidence("launch", "command", rf'regsvr32.exe /s "{target}"'),
    )


def test_kinds_are_judged_by_their_own_rules_in_input_order() -> None:
    pc_rule = make_rule("SELECT l.subject, l.name FROM launch l", name="host/any")
    launch = Launch(origin="processes", name="x")
    subjects = [
        SubjectFacts(subject="pc", kind=Kind.PC, rows=(launch,)),
        make_mail(subject="mail"),
        SubjectFacts(subject="pc2", kind=Kind.PC, rows=(launch,)),
    ]

    judgements = judge(subjects, make_pack(ANYTHING, pc_rule))

    assert [(one.subject, [f.rule for f in one.findings]) for one in judgements] == [
        ("pc", ["host/any"]),
        ("mail", ["mail/anything"]),
        ("pc2", ["host/any"]),
    ]


def test_a_pass_takes_few_rows_or_else_one_subject() -> None:
    sizes = (CHUNK_ROWS // 2, CHUNK_ROWS // 2, 1, CHUNK_ROWS * 2, 1, 1)
    subjects = [
        SubjectFacts(subject="PC", kind=Kind.PC, rows=(Message(text=""),) * size) for size in sizes
    ]

    assert list(chunks(range(6), subjects)) == [range(2), range(2, 3), range(3, 4), range(4, 6)]


def test_no_subjects_give_no_judgements() -> None:
    assert judge([], make_pack(LOCKED)) == ()


def test_more_than_a_chunk_keeps_its_order() -> None:
    mails = [make_mail(subject=str(n)) for n in range(CHUNK_SUBJECTS + 3)]

    assert [one.subject for one in judge(mails, make_pack(LOCKED))] == [
        str(n) for n in range(CHUNK_SUBJECTS + 3)
    ]


NAMES = st.sampled_from(["a.eml", "b.eml", "0", ""])
ATTACHMENTS = st.builds(
    Attachment,
    node=st.integers(0, 3),
    name=st.sampled_from(["a.zip", "b.zip", None]),
    encrypted=st.booleans(),
    size_bytes=st.sampled_from([0, 5, -(2**63)]),
)
MAILS = st.builds(
    lambda subject, urls, attachments: make_mail(
        *make_urls(urls), *attachments, Password(value="x"), subject=subject
    ),
    NAMES,
    st.integers(0, 12),
    st.lists(ATTACHMENTS, max_size=3),
)
DISTINCT = make_rule("SELECT DISTINCT a.subject, a.name FROM attachment a", name="mail/distinct")
GROUPED = make_rule(
    "SELECT u.subject, count(u.href) AS links FROM url u GROUP BY u.subject"
    " HAVING count(u.href) > 3",
    name="mail/grouped",
)
HOSTILE_PACK = make_pack(LOCKED, CROSS, OVERFLOW, ANYTHING, DISTINCT, GROUPED)


@settings(max_examples=150, deadline=None)
@given(st.lists(MAILS, max_size=7), st.sampled_from([2_000, 4_000, 8_000, 2_000_000]))
def test_a_batch_gives_the_same_as_one_by_one_also_when_rules_fail(
    mails: list[SubjectFacts], budget: int
) -> None:
    with Judge(HOSTILE_PACK, budget=budget) as together:
        batch = together.judge(mails)
    with Judge(HOSTILE_PACK, budget=budget) as alone:
        single = tuple(alone.judge([mail])[0] for mail in mails)

    assert batch == single


EMBEDDED = load_embedded()


@settings(max_examples=60, deadline=None)
@given(st.lists(FACTS, max_size=4))
def test_any_facts_are_judged_alike_in_a_batch_one_by_one_and_in_any_order_of_rows(
    subjects: list[SubjectFacts],
) -> None:
    turned = [
        SubjectFacts(subject=one.subject, kind=one.kind, rows=one.rows[::-1]) for one in subjects
    ]

    batch = judge(subjects, EMBEDDED)

    assert batch == tuple(judge([one], EMBEDDED)[0] for one in subjects)
    assert batch == judge(turned, EMBEDDED)
    for one in batch:
        assert one.verdict is not Verdict.NOTHING_FOUND or one.gaps


def test_judging_again_gives_the_same() -> None:
    mail = make_mail(*make_locked(), Gap(what=What.PART, why=Why.DAMAGED))
    pack = msgspec.structs.replace(make_pack(LOCKED), checked_at=datetime(2026, 1, 1, tzinfo=UTC))

    assert judge([mail], pack) == judge([mail], pack)
