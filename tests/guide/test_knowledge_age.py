from datetime import UTC, datetime, timedelta

import pytest

from kakekomi.check.judging import Collected, Judging, PackChoice, conclude
from kakekomi.check.language import Language
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Message
from kakekomi.facts.pc_tables import StartupItems
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide.document import VerdictDocument
from kakekomi.guide.knowledge_age import FRESH
from kakekomi.packs.gap_words import gap_sentence
from kakekomi.packs.load import load_embedded
from kakekomi.packs.model import Language as PackLanguage

CHECKED_AT = load_embedded().checked_at
REVIEWED = datetime(CHECKED_AT.year, CHECKED_AT.month, CHECKED_AT.day, 9, tzinfo=UTC)


def _said(kind: Kind, row: Row, now: datetime) -> list[tuple[str, str]]:
    facts = SubjectFacts(subject="PC-1", kind=kind, rows=(row,))
    judging = Judging(choice=PackChoice(), language=Language.EN, now=now)
    (answer,) = conclude([Collected(facts=(facts,))], judging)
    assert isinstance(answer, VerdictDocument)
    assert answer.verdict == "nothing_found"
    return [(gap.what, gap.why) for gap in answer.gaps if gap.what == "rule"]


@pytest.mark.parametrize(
    ("age", "said"),
    [
        (timedelta(0), []),
        (FRESH, []),
        (FRESH + timedelta(days=1), [("rule", "outdated")]),
        (timedelta(days=-400), []),
    ],
)
def test_a_pc_judged_by_old_knowledge_says_so(age: timedelta, said: list[tuple[str, str]]) -> None:
    assert _said(Kind.PC, StartupItems(name="OneDrive"), REVIEWED + age) == said


def test_the_sentence_names_the_day_of_the_last_look() -> None:
    gap = Gap(what=What.RULE, why=Why.OUTDATED, detail="2026-11-24")

    assert "2026-11-24" in gap_sentence(gap, PackLanguage.JA)


def test_a_mail_says_nothing_of_it() -> None:
    assert _said(Kind.MAIL, Message(text="hello"), REVIEWED + timedelta(days=999)) == []
