import pytest

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment, Message
from kakekomi.facts.pc_tables import Collection, File, SystemInfo
from kakekomi.facts.report_tables import EmocheckReport
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.judge.checked import is_checked

FILE = File(path=r"C:\a", directory="C:", filename="a")


@pytest.mark.parametrize(
    ("kind", "rows", "checked"),
    [
        (Kind.MAIL, (Message(),), True),
        (Kind.MAIL, (Message(), Gap(what=What.PART, why=Why.DAMAGED)), True),
        (Kind.MAIL, (), False),
        (Kind.MAIL, (Attachment(node=1),), False),
        (Kind.PC, (SystemInfo(hostname="x"), Collection(source="offline")), False),
        (Kind.PC, (FILE,), True),
        (Kind.PC, (FILE, Gap(what=What.HIVE, why=Why.DAMAGED)), True),
        (Kind.PC, (FILE, Gap(what=What.PC, why=Why.NOT_APPLICABLE)), False),
        (Kind.REPORT, (EmocheckReport(),), True),
        (Kind.REPORT, (EmocheckReport(), Gap(what=What.REPORT, why=Why.TRUNCATED)), False),
        (Kind.REPORT, (EmocheckReport(), Gap(what=What.REPORT, why=Why.OUTDATED)), True),
        (Kind.CASE, (Message(),), False),
    ],
)
def test_a_subject_is_checked_if_there_was_something_to_judge(
    kind: Kind, rows: tuple[Row, ...], *, checked: bool
) -> None:
    facts = SubjectFacts(subject="x", kind=kind, rows=rows)

    assert is_checked(facts, rules=2, failed=0) is checked


def test_one_rule_that_ran_is_enough_and_none_is_not() -> None:
    facts = SubjectFacts(subject="x", kind=Kind.MAIL, rows=(Message(),))

    assert is_checked(facts, rules=2, failed=1)
    assert not is_checked(facts, rules=2, failed=2)
