from trace.letters import make_letter, make_spoof, make_text

from kakekomi.facts.gap import Gap, What, Why
from kakekomi.trace.answer import Archives, answer
from kakekomi.trace.document import GapDocument, SpoofDocument


def test_an_answer_has_the_value_the_document_and_the_drawing() -> None:
    letters = [
        make_letter(number, f"a@own.example p{number % 4}@p.example") for number in range(20)
    ]
    cases = [SpoofDocument("01.eml", ("display_name",))]

    found = answer(
        [make_spoof(make_text(3), to="p3@p.example")],
        ((0, letter) for letter in letters),
        Archives(units=[("a@own.example.mbox",)]),
        language="ja",
        cases=cases,
        gaps=[Gap(what=What.MAIL, why=Why.UNREADABLE, detail="x.pst")],
    )

    assert found.document.hypotheses[0].mailboxes == found.explanation.suspects[0].mailboxes
    assert found.document.spoofs == tuple(cases)
    assert found.document.gaps == (GapDocument("mail", "unreadable", "x.pst"),)
    assert found.chart.count("<rect") == min(8, len(found.explanation.suspects))
