"""What is kept must never be told of a subject that stands elsewhere."""

import pytest

from guide.cases import NOW, emotet, make_judgement, make_subject, opened_pack
from kakekomi.drill.business import make_business
from kakekomi.drill.campaign import make_campaign
from kakekomi.facts.gap import Gap, What, Why
from kakekomi.facts.mail_tables import Attachment, Message, OwnDomain
from kakekomi.facts.row import Row
from kakekomi.facts.subject import Kind, SubjectFacts
from kakekomi.guide import situation
from kakekomi.guide.case_of_one import case_of_one
from kakekomi.guide.situation import Situations, situation_of
from kakekomi.judge.engine import judge
from kakekomi.judge.verdict import Verdict
from kakekomi.mail.collect import collect


def _case(
    *rows: Row, verdict: Verdict = Verdict.SUSPICIOUS, name: str = "m"
) -> tuple[SubjectFacts, ...]:
    facts = make_subject(name, *rows, kind=Kind.MAIL)
    return case_of_one(make_judgement(verdict, kind=Kind.MAIL), facts, (), now=NOW)


def test_on_all_mails_of_the_drill_it_is_as_if_each_was_asked_for_itself() -> None:
    mails = [sample.data for sample in make_campaign()]
    mails += [ordinary.data for ordinary in make_business()]
    facts = [collect(data, subject=str(number)) for number, data in enumerate(mails)]
    situations, asked = Situations(opened_pack()), opened_pack()
    for one, judgement in zip(facts, judge(facts, emotet()), strict=True):
        subjects = case_of_one(judgement, one, (), now=NOW)

        assert situations.of(subjects) == situation_of(asked, subjects)

    assert len(situations._kept) < len(mails)


OURS = OwnDomain(domain="company.example")


@pytest.mark.parametrize(
    ("one", "other"),
    [
        (_case(Message()), _case(Message(), verdict=Verdict.DETECTED)),
        (
            _case(OURS, Message(from_domain="company.example")),
            _case(OURS, Message(from_domain="partner.example")),
        ),
        (
            _case(Attachment(node=0, encrypted=True)),
            _case(Attachment(node=0)),
        ),
        (
            _case(Gap(what=What.ATTACHMENT, why=Why.ENCRYPTED)),
            _case(Gap(what=What.ATTACHMENT, why=Why.DAMAGED)),
        ),
    ],
)
def test_subjects_that_differ_in_what_is_asked_are_asked_for_themselves(
    one: tuple[SubjectFacts, ...], other: tuple[SubjectFacts, ...]
) -> None:
    situations = Situations(opened_pack())

    situations.of(one)
    situations.of(other)

    assert len(situations._kept) == 2
    assert situations.of(other) == situation_of(opened_pack(), other)


def test_the_text_and_the_name_of_a_mail_make_no_difference() -> None:
    situations = Situations(opened_pack())

    first = situations.of(_case(Message(text="a", subject_line="x"), name="m"))
    second = situations.of(_case(Message(text="b", subject_line="y"), name="n"))

    assert second is first


def test_a_subject_with_one_of_our_names_is_never_kept() -> None:
    situations = Situations(opened_pack())
    situations.of(_case(Message(), name="case"))

    assert situations._kept == {}


def test_a_failure_is_not_kept() -> None:
    situations = Situations(opened_pack())
    broken = _case(Message(from_address="\ud800"))

    assert situations.of(broken).failed == ("facts",)
    assert situations._kept == {}


def test_there_is_an_end_to_what_is_kept(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(situation, "MAX_KEPT", 2)
    situations = Situations(opened_pack())
    for number in range(5):
        situations.of(_case(Message(from_domain=f"{number}.example")))

    assert len(situations._kept) <= 2
